import type { Command } from "commander";
import { UserError } from "../../base/user-error.ts";

/** Names of the contract that have no command behind them yet: they say so, instead of being unknown. */
const NAMES = ["branch", "diff", "export", "goto", "import", "load", "log", "node", "shell", "snapshot", "trace", "undo", "why"] as const;

/** Hidden commands that fail by name. */
export function addCommandsToCome(program: Command): void {
  for (const name of NAMES) {
    program
      .command(name, { hidden: true })
      .argument("[words...]")
      .allowUnknownOption()
      .helpOption(false)
      .action(() => {
        throw new UserError(`"k8sim ${name}" is not built yet; README.md lists what is`);
      });
  }
}

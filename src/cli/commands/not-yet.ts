import type { Command } from "commander";
import { UserError } from "../../base/user-error.ts";

/** Names of the contract that have no command behind them yet: they say so, instead of being unknown. */
const NAMES = ["branch", "diff", "export", "goto", "import", "log", "snapshot", "undo"] as const;

/** Hidden commands that fail by name. */
export function addCommandsToCome(program: Command): void {
  for (const name of NAMES) addCommandToCome(program, name, `k8sim ${name}`);
}

/** One hidden command that says it is not built; `path` is what the user typed. */
export function addCommandToCome(parent: Command, name: string, path: string): void {
  parent
    .command(name, { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .helpOption(false)
    .action(() => {
      throw new UserError(`"${path}" is not built yet; README.md lists what is`);
    });
}

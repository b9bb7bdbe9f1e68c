import type { Command } from "commander";
import { UserError } from "../../base/user-error.ts";
import { completionScript, SHELLS } from "../completion/scripts.ts";
import type { CommandSite } from "./index.ts";

const INSTALL = `
To have it in every new shell:
  bash        echo 'source <(k8sim completion bash)' >> ~/.bashrc
  zsh         echo 'source <(k8sim completion zsh)' >> ~/.zshrc
  fish        k8sim completion fish > ~/.config/fish/completions/k8sim.fish
  powershell  k8sim completion powershell >> $PROFILE
`;

/** `k8sim completion bash|zsh|fish|powershell` */
export function addCompletionCommand(program: Command, { output }: CommandSite): void {
  program
    .command("completion")
    .argument("<SHELL>", SHELLS.join(", "))
    .description("print a script that completes k8sim's and kubectl's commands, names of live objects included")
    .addHelpText("after", INSTALL)
    .action((name: string) => {
      const shell = SHELLS.find((each) => each === name);
      if (shell === undefined) throw new UserError(`k8sim does not complete for "${name}"; it does for ${SHELLS.join(", ")}`);
      output.stdout(completionScript(shell));
    });
}

import { Command, CommanderError } from "commander";
import { resolveHome } from "../cluster/home.ts";
import { COMMANDS, type CommandSite } from "./commands/index.ts";
import { UsageMistake } from "./failure.ts";
import type { Output } from "./output.ts";

/** Runs one of k8sim's own commands; resolves to its exit code. Throws UsageMistake for a line that is none. */
export async function runProgram(args: readonly string[], output: Output): Promise<number> {
  const site: CommandSite = { home: resolveHome(process.env), output, exitCode: 0 };
  const program = new Command("k8sim")
    .description("a Kubernetes cluster whose clock you own")
    .usage("COMMAND")
    .helpCommand(false)
    .showSuggestionAfterError();
  program
    .command("kubectl")
    .description("kubectl of the cluster's version; its exit codes and outputs are kubectl's")
    .helpOption(false)
    .allowUnknownOption();
  for (const add of COMMANDS) add(program, site);
  tame(program, output);
  if (args.length === 0) {
    output.stdout(program.helpInformation());
    return 0;
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw new UsageMistake(mistakeOf(error));
  }
  return site.exitCode;
}

/** No command ends the process or writes by itself. */
function tame(command: Command, output: Output): void {
  command.exitOverride().configureOutput({ writeOut: (text) => output.stdout(text), writeErr: () => undefined });
  for (const child of command.commands) tame(child, output);
}

/** commander's complaint as one line; it shows a whole help page where a subcommand is missing. */
function mistakeOf(error: CommanderError): string {
  if (error.code === "commander.help") return 'a subcommand is missing; see "-h"';
  const text = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  return `${text}; see "-h"`;
}

import { UnsupportedCommand } from "../../shell/program.ts";
import type { Terminal } from "../../shell/terminal.ts";
import type { CommandSite } from "../commands/index.ts";

/** The exit status of what Ctrl-C has ended. */
const INTERRUPTED = 130;

/** Runs one line and shows what it prints as it comes; its exit status. What is not emulated is said, with 1. */
export async function runLine({ output }: CommandSite, terminal: Terminal, line: string, stdin: string | undefined): Promise<number> {
  try {
    const onOutput = (text: string): void => {
      output.stdout(text);
      output.flush();
    };
    return (await terminal.run(line, { onOutput, ...(stdin === undefined ? {} : { stdin }) })).exitCode ?? INTERRUPTED;
  } catch (error) {
    if (!(error instanceof UnsupportedCommand)) throw error;
    output.stderr(`error: ${error.message}\n`);
    return 1;
  }
}

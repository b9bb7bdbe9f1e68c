import { createInterface, type Interface } from "node:readline";
import type { Output } from "../../output.ts";

/** Lines that somebody types, or that come from a file or a pipe. */
export interface LineSource {
  /** The next line; undefined at the end. The prompt is shown to a person alone. */
  ask(prompt: string): Promise<string | undefined>;
  /** Whether a person types. */
  readonly isTerminal: boolean;
  end(): void;
}

/** Reads lines from the standard input; what was said so far is shown before each. */
export function createLineSource(output: Output): LineSource {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const lines = createInterface({ input: process.stdin, ...(isTerminal ? { output: process.stdout } : {}), terminal: isTerminal });
  const iterator = lines[Symbol.asyncIterator]();
  let isAsking = false;
  // Ctrl-C drops the line that somebody types, as in a shell; while something runs it ends the session behind it
  lines.on("SIGINT", () => (isAsking ? dropTyped(lines, output) : lines.close()));
  return {
    isTerminal,
    async ask(prompt) {
      output.flush();
      if (isTerminal) {
        lines.setPrompt(prompt);
        lines.prompt();
      }
      isAsking = true;
      const { value, done } = await iterator.next();
      isAsking = false;
      return done === true ? undefined : value;
    },
    end: () => lines.close(),
  };
}

/** Ctrl-C at a prompt: shows the key, and the prompt again without what was typed. */
export function dropTyped(lines: Interface, output: Output): void {
  output.stdout("^C\n");
  output.flush();
  lines.write(null, { ctrl: true, name: "e" });
  lines.write(null, { ctrl: true, name: "u" });
  lines.prompt();
}

import { createInterface } from "node:readline";
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
  return {
    isTerminal,
    async ask(prompt) {
      output.flush();
      if (isTerminal) {
        lines.setPrompt(prompt);
        lines.prompt();
      }
      const { value, done } = await iterator.next();
      return done === true ? undefined : value;
    },
    end: () => lines.close(),
  };
}

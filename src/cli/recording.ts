import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../base/user-error.ts";
import type { Typist } from "../lab/record/session.ts";
import type { LineSource } from "./commands/lab/ask-lines.ts";
import type { Output } from "./output.ts";

/** Whoever types at a terminal, or a file that is read as if somebody did. `isEchoing`: what a file holds is shown as a session. */
export function createTypist(lines: LineSource, output: Output, isEchoing: boolean): Typist {
  let typedAt = performance.now();
  return {
    async ask(prompt) {
      const line = await lines.ask(prompt);
      if (!lines.isTerminal && line !== undefined && isEchoing) output.stdout(`${prompt}${line}\n`);
      return line;
    },
    show(text) {
      if (lines.isTerminal || isEchoing) output.stdout(text);
    },
    pause() {
      const before = typedAt;
      typedAt = performance.now();
      return lines.isTerminal ? (typedAt - before) / 1000 : 0;
    },
  };
}

/** Mistakes are told before somebody has typed for an hour. Throws UserError for a file that is there, or cannot be. */
export function checkTarget(file: string, force: boolean): void {
  if (existsSync(file) && !force) throw new UserError(`${file} is there already; use --force to write it anew, or choose another name`);
  if (!existsSync(dirname(file))) throw new UserError(`${file} cannot be written: there is no directory ${dirname(file)}`);
}

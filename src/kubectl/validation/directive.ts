import { CommandError } from "../errors.ts";
import { parseBool } from "../flags/values.ts";

/** What --validate asks of the server. */
export type Directive = "Strict" | "Warn" | "Ignore";

const WORDS: Readonly<Record<string, Directive>> = { strict: "Strict", warn: "Warn", ignore: "Ignore" };

/** Reads --validate of later releases: a word, or a truth value as in earlier ones. Throws CommandError. */
// kubectl/pkg/cmd/util/helpers.go GetValidationDirective
export function directiveOf(text: string): Directive {
  const word = WORDS[text];
  if (word !== undefined) return word;
  try {
    return parseBool(text) ? "Strict" : "Ignore";
  } catch {
    throw new CommandError(`invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)`);
  }
}

import { ShellSyntaxError } from "./ast.ts";
import { parseShell } from "./parse.ts";

/** Whether more lines have to follow before what was typed is a command: an interactive shell then asks with `> `. */
export function isIncomplete(text: string): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return true;
  try {
    parseShell(text);
    return false;
  } catch (error) {
    return error instanceof ShellSyntaxError && error.isIncomplete;
  }
}

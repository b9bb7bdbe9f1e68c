import type { BlockLine } from "./lines.ts";
import { isPrinted } from "./printed.ts";

const COMMENT = /^\s*#/;

/**
 * What a command printed, where its author has made comments of it so that the block can be pasted into a shell: `#NAME   READY …`. Lines are as they
 * were given when the first one is no output behind its mark.
 */
export function uncommented(output: readonly BlockLine[]): readonly BlockLine[] {
  const from = output.findIndex(({ text }) => text.trim() !== "");
  const first = output[from]?.text ?? "";
  if (!COMMENT.test(first) || !isPrinted(first.replace(/^\s*#\s*/, ""))) return output;
  const end = output.findIndex(({ text }, index) => index > from && !COMMENT.test(text));
  const to = end < 0 ? output.length : end;
  const commented = output.slice(from, to);
  // a blank behind each mark belongs to it
  const mark = commented.every(({ text }) => /^\s*#(?:\s|$)/.test(text)) ? /^\s*#\s?/ : /^\s*#/;
  return [...commented.map(({ line, text }) => ({ line, text: text.replace(mark, "") })), ...output.slice(to)];
}

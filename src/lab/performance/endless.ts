import { columnsOf } from "../compare/columns.ts";
import { comparable } from "../compare/forms.ts";
import { isMark } from "../compare/marks.ts";
import type { ExpectedLine, Step } from "../transcript.ts";

/** Commands that somebody has to end. */
const ENDLESS =
  /^(?:time\s+)?watch\s|\bwhile\s+(?:true|:|\[ 1 \]|\(\(\s*1\s*\)\)|sleep)|\bfor\s*\(\(\s*[^;]*;\s*;|\buntil\s+false|\s(?:-w|--watch|--watch-only)(?:\s|$|=true)|\s-f\s*$|\slogs\s.*\s(?:-f|--follow)\b|^tail\s+-[fF]|^(?:kubectl|k) (?:proxy|port-forward)\b|^ping (?!.*-c)/;
/** How long a reader looks at a command that does not end by itself and whose output the document does not show. */
const LOOK_MS = 5000;
/** How long for output that the document shows and that does not come. */
const LONG_LOOK_MS = 15 * 60_000;

/** Nobody reads on for longer. */
const MOST_PRINTED = 1_000_000;

/** What a terminal shows where somebody has pressed Ctrl-C. */
export const INTERRUPT = "^C";

/** Whether a command shows one screen after the other. */
export function isWatch(command: string): boolean {
  return /^(?:time\s+)?watch\s/.test(command);
}

/** Whether a command goes on until somebody ends it, or the document shows that somebody did. */
export function isEndless({ command, expected }: Pick<Step, "command" | "expected">): boolean {
  return ENDLESS.test(command) || isInterrupted(expected) || isWaitedOut(command, expected);
}

/** `rollout status` whose last line still waits: somebody has ended it. */
function isWaitedOut(command: string, expected: readonly ExpectedLine[] = []): boolean {
  const last = expected.findLast(({ text, remark }) => remark !== true && text.trim() !== "");
  return /^(?:kubectl|k)\s+rollout\s+status\b/.test(command) && last?.text.startsWith("Waiting for ") === true;
}

/** Whether the document shows Ctrl-C at an output's end. */
export function isInterrupted(expected: readonly ExpectedLine[] = []): boolean {
  return expected.findLast(({ text }) => text.trim() !== "")?.text.trim() === INTERRUPT;
}

/** When a command is interrupted: an endless one when what the document shows has come, or after a look. */
export function endOf(step: Step, now: () => number): (printed: string) => boolean {
  if (!isEndless(step)) return () => false;
  const { command, expected } = step;
  const begun = now();
  if (expected === undefined || expected.every(({ text }) => /^\s*(?:\^C\s*)?$/.test(text))) return () => now() >= begun + LOOK_MS;
  const wanted = expected.filter(({ remark, text }) => remark !== true && !/^\s*(?:\^C\s*)?$/.test(text));
  return (printed) => {
    if (now() >= begun + LONG_LOOK_MS || printed.length > MOST_PRINTED) return !isWatch(command) || rowsOf(printed).length > 0;
    return isWatch(command) ? showsScreen(wanted, printed) : linesIn(printed) >= wanted.length && printed.endsWith("\n");
  };
}

function linesIn(printed: string): number {
  return printed.split("\n").filter((line) => line.trim() !== "").length;
}

/** The last screen of a watch: what stands below its last title. */
export function lastScreen(printed: string): string {
  let at = printed.lastIndexOf("\nEvery ");
  while (at >= 0 && !/^Every \d+\.\ds: /.test(printed.slice(at + 1, at + 30))) at = at === 0 ? -1 : printed.lastIndexOf("\nEvery ", at - 1);
  return printed.slice(at + 1);
}

function rowsOf(printed: string): string[] {
  return lastScreen(printed)
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "");
}

/** The last whole screen has as many rows as the document's, with the same words but for what goes on by itself and what is drawn. */
function showsScreen(wanted: readonly ExpectedLine[], printed: string): boolean {
  if (!printed.endsWith("\n")) return false;
  const shown = wanted.filter(({ text }) => !isMark(text) && !/^Every \d/.test(text.trim()));
  const rows = rowsOf(printed);
  if (shown.length === 0 || rows.length < shown.length) return false;
  const still = (line: string): string =>
    comparable(line)
      .replace(/(?:\d+[ydhms]){1,2}(?=\s|$)/g, "")
      .replace(/-[bcdfghjklmnpqrstvwxz2456789]{5}(?=\s|$)/g, "")
      .replace(/\d+(?:\.\d+){3}/g, "")
      .replace(/\s+/g, " ")
      .trim();
  const body = rows.filter((row) => columnsOf(row) === undefined).map(still);
  return shown.filter(({ text }) => columnsOf(text) === undefined).every(({ text }) => body.includes(still(text)));
}

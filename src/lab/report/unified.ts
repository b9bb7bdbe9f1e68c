import { diffLines, type DiffLine } from "./line-diff.ts";

/** Equal lines that are shown around a difference. */
const CONTEXT = 3;

/** A step whose document shows other lines than were printed. */
export interface Compared {
  /** Line of the command. */
  readonly line: number;
  readonly expected: string | null;
  readonly actual: string | null;
  /** The document's lines that `expected` stands on. */
  readonly lines: readonly number[];
}

/** A unified diff from the document to what was printed, in the document's own line numbers. Empty when nothing differs. */
export function unifiedDiff(file: string, step: Compared): string {
  const lines = comparisonOf(step);
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return "";
  const body = hunks.map((hunk) => hunkText(hunk, (index) => lineAt(step, index)));
  return `--- ${file}\n+++ k8sim\n${body.join("")}`;
}

/** The document's line at which the output first differs; the command's own line when it does not. */
export function firstDifference(step: Compared & { readonly differing?: readonly number[] }): number {
  if (step.differing !== undefined) return Math.min(...step.differing);
  const first = comparisonOf(step).find(({ kind }) => kind !== "both");
  return first === undefined ? step.line : lineAt(step, first.index);
}

/** All the document's lines that differ: those that were not printed, and those before which others were. */
export function differingLines(step: Compared): number[] {
  const lines = comparisonOf(step).filter(({ kind }) => kind !== "both");
  return [...new Set(lines.map(({ index }) => lineAt(step, index)))];
}

/** Where an output first differs, in words. */
export function differenceText(step: Compared): string {
  const lines = comparisonOf(step);
  const first = lines.find(({ kind }) => kind !== "both");
  if (first === undefined) return "the document shows another output";
  const line = lineAt(step, first.index);
  const printed = lines.find(({ kind, index }) => kind === "actual" && index >= first.index && index <= first.index + 1);
  if (first.kind === "actual") return `line ${line}: the document lacks "${first.text.trim()}"`;
  return printed === undefined
    ? `line ${line}: "${first.text.trim()}" was not printed`
    : `line ${line}: the document has "${first.text.trim()}", printed was "${printed.text.trim()}"`;
}

function comparisonOf({ expected, actual }: Compared): DiffLine[] {
  return diffLines(linesOf(expected), linesOf(actual));
}

function linesOf(text: string | null): string[] {
  return text === null || text === "" ? [] : text.split("\n");
}

/** Where in the document the expected line of that index stands; behind its last line for one more. */
function lineAt({ lines, line }: Compared, index: number): number {
  return lines[index] ?? (lines.at(-1) ?? line) + 1;
}

function hunksOf(lines: readonly DiffLine[]): DiffLine[][] {
  const isShown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== "both"),
  );
  const hunks: DiffLine[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!isShown[index]) continue;
    if (index === 0 || !isShown[index - 1]) hunks.push([]);
    hunks.at(-1)?.push(line);
  }
  return hunks;
}

const MARKS = { both: " ", expected: "-", actual: "+" } as const;

function hunkText(hunk: readonly DiffLine[], lineAtIndex: (index: number) => number): string {
  const start = lineAtIndex(hunk[0]?.index ?? 0);
  const old = hunk.filter(({ kind }) => kind !== "actual").length;
  const now = hunk.filter(({ kind }) => kind !== "expected").length;
  // A range of no lines is named by the line before it, as diff does.
  const range = (count: number) => `${count === 0 ? start - 1 : start},${count}`;
  return `@@ -${range(old)} +${range(now)} @@\n${hunk.map(({ kind, text }) => `${MARKS[kind]}${text}\n`).join("")}`;
}

import type { DiffLine } from "./line-diff.ts";

/** A line by which authors say that they have left lines out. */
const MARK = /^\s*[[(<-]*\s*(?:…+|\.{3,}|:|⋮|중략|생략|이하 생략|omitted|snip(?:ped)?)\s*[\])>-]*\s*$/i;

/**
 * A comparison in which lines stay that are as good as equal (`isEqual` by index: squeezed columns, values that stand for others), and the
 * author's marks of left out lines. Each line that differs stands for the printed one that begins with the same word; what else was printed
 * around a mark is what the mark leaves out.
 */
export function keepingLines(diff: readonly DiffLine[], isEqual: (index: number) => boolean): DiffLine[] {
  const isKept = ({ kind, text, index }: DiffLine): boolean => kind === "expected" && (MARK.test(text) || isEqual(index));
  return runsOf(diff).flatMap((run) => (run.some(isKept) ? withKept(run, isKept) : run));
}

/** Runs of equal lines, and runs of others. */
function runsOf(diff: readonly DiffLine[]): DiffLine[][] {
  const runs: DiffLine[][] = [];
  for (const line of diff) {
    const last = runs.at(-1);
    if (last !== undefined && (last[0]?.kind === "both") === (line.kind === "both")) last.push(line);
    else runs.push([line]);
  }
  return runs;
}

function withKept(run: readonly DiffLine[], isKept: (line: DiffLine) => boolean): DiffLine[] {
  const printed = run.filter(({ kind }) => kind === "actual");
  const shown = run.filter(({ kind }) => kind === "expected");
  const isCut = shown.some(({ text }) => MARK.test(text));
  const lines: DiffLine[] = [];
  let next = 0;
  for (const line of shown) {
    const found = MARK.test(line.text)
      ? -1
      : printed.findIndex(({ text }, index) => index >= next && firstWord(text) === firstWord(line.text));
    const fit = printed[found];
    if (fit !== undefined && !isCut) lines.push(...printed.slice(next, found).map((other) => ({ ...other, index: line.index })));
    if (fit !== undefined) next = found + 1;
    if (isKept(line) || (fit === undefined && isCut)) lines.push({ ...line, kind: "both" });
    else lines.push(line, ...(fit === undefined ? [] : [{ ...fit, index: line.index }]));
  }
  if (!isCut) lines.push(...printed.slice(next).map((other) => ({ ...other, index: (shown.at(-1)?.index ?? -1) + 1 })));
  return lines;
}

function firstWord(text: string): string {
  return text.trim().split(/\s+/)[0] ?? "";
}

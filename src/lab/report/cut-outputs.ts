import type { DiffLine } from "./line-diff.ts";

/** A line by which authors say that they have left lines out. */
const MARK = /^\s*[[(<-]*\s*(?:…+|\.{3,}|:|⋮|중략|생략|이하 생략|omitted|snip(?:ped)?)\s*[\])>-]*\s*$/i;

/**
 * A comparison in which the author's marks of left out lines stay: around a mark, each line that differs stands for the printed line that begins
 * with the same word; what else was printed there is what the mark leaves out.
 */
export function keepingMarks(diff: readonly DiffLine[]): DiffLine[] {
  return runsOf(diff).flatMap((run) => (run.some(({ kind, text }) => kind === "expected" && MARK.test(text)) ? aroundMarks(run) : run));
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

function aroundMarks(run: readonly DiffLine[]): DiffLine[] {
  const printed = run.filter(({ kind }) => kind === "actual");
  let next = 0;
  return run
    .filter(({ kind }) => kind === "expected")
    .flatMap((line) => {
      const kept: DiffLine = { ...line, kind: "both" };
      if (MARK.test(line.text)) return [kept];
      const found = printed.findIndex(({ text }, index) => index >= next && firstWord(text) === firstWord(line.text));
      const fit = printed[found];
      if (fit === undefined) return [kept];
      next = found + 1;
      return [line, { ...fit, index: line.index }];
    });
}

function firstWord(text: string): string {
  return text.trim().split(/\s+/)[0] ?? "";
}

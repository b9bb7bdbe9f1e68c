import type { ExpectedLine } from "../transcript.ts";
import { columnsOf, type Columns } from "./columns.ts";
import { isMark } from "./marks.ts";
import { DIFFERENT, matchLine, UNRELATED, type LineContext, type Match } from "./match-line.ts";

/** What has become of one line: a pair, a line that only the document has, or one that only the cluster prints. */
export type Pair =
  | { readonly kind: "both"; readonly expected: ExpectedLine; readonly actual: number; readonly match: Match }
  | { readonly kind: "cut"; readonly expected: ExpectedLine; readonly lines: number }
  | { readonly kind: "shown"; readonly expected: ExpectedLine }
  /** `before` is the line of the document before which it would stand. */
  | { readonly kind: "printed"; readonly actual: number; readonly before: number };

/** Outputs longer than this are compared line by line from both ends. */
const MOST_CELLS = 2_000_000;
const BLANK = 1;

/** Lays the lines of a document and of a cluster beside each other, in order, so that as little as possible differs. */
export function align(expected: readonly ExpectedLine[], actual: readonly string[], context: LineContext): Pair[] {
  const columns = columnsOfLines(actual);
  const pairs: Pair[] = [];
  let head = 0;
  const most = Math.min(expected.length, actual.length);
  while (head < most && isSame(expected[head], actual[head], context)) pairs.push(same(expected, actual, head, head++, context));
  let tail = 0;
  while (tail < most - head && isSame(expected.at(-1 - tail), actual.at(-1 - tail), context)) tail++;
  const [ours, theirs] = [expected.length - head - tail, actual.length - head - tail];
  if (ours > 0 || theirs > 0) {
    if (ours * theirs > MOST_CELLS) pairs.push(...unaligned(expected, head, ours, theirs));
    else pairs.push(...middle(expected.slice(head, head + ours), { lines: actual.slice(head, head + theirs), columns, head }, context));
  }
  for (let at = tail; at > 0; at--) pairs.push(same(expected, actual, expected.length - at, actual.length - at, context));
  return pairs;
}

function isSame(expected: ExpectedLine | undefined, actual: string | undefined, context: LineContext): boolean {
  return expected !== undefined && actual !== undefined && !isMark(expected.text) && matchLine(expected, actual, context).cost === 0;
}

function same(expected: readonly ExpectedLine[], actual: readonly string[], at: number, other: number, context: LineContext): Pair {
  const line = expected[at] as ExpectedLine;
  context.binder?.bind(line.text, actual[other] ?? "");
  return { kind: "both", expected: line, actual: other, match: { cost: 0 } };
}

/** For each line of a cluster, the columns of the table in which it stands. */
function columnsOfLines(lines: readonly string[]): (Columns | undefined)[] {
  let open: Columns | undefined;
  return lines.map((line) => (open = line.trim() === "" ? undefined : (columnsOf(line) ?? open)));
}

function unaligned(expected: readonly ExpectedLine[], head: number, ours: number, theirs: number): Pair[] {
  const before = expected[head]?.line ?? 0;
  return [
    ...expected.slice(head, head + ours).map((line): Pair => ({ kind: "shown", expected: line })),
    ...Array.from({ length: theirs }, (_, index): Pair => ({ kind: "printed", actual: head + index, before })),
  ];
}

interface Printed {
  readonly lines: readonly string[];
  readonly columns: readonly (Columns | undefined)[];
  /** How many lines stand before them. */
  readonly head: number;
}

/** The cheapest way through all pairs of lines. */
function middle(expected: readonly ExpectedLine[], { lines: actual, columns, head }: Printed, context: LineContext): Pair[] {
  const width = actual.length + 1;
  const matches: (Match | undefined)[] = [];
  const costs = new Float64Array((expected.length + 1) * width);
  const marks = expected.map(({ text }) => isMark(text));
  for (let i = expected.length; i >= 0; i--) {
    for (let j = actual.length; j >= 0; j--) {
      if (i === expected.length && j === actual.length) continue;
      costs[i * width + j] = Math.min(down(i, j), right(i, j), across(i, j));
    }
  }
  return trace();

  function down(i: number, j: number): number {
    const line = expected[i];
    if (line === undefined) return Infinity;
    return (costs[(i + 1) * width + j] ?? 0) + (marks[i] === true ? 0 : line.text.trim() === "" ? BLANK : UNRELATED);
  }
  function right(i: number, j: number): number {
    const line = actual[j];
    if (line === undefined) return Infinity;
    const cost = marks[i] === true ? 0.01 : line.trim() === "" ? BLANK : UNRELATED;
    return (costs[i * width + j + 1] ?? 0) + cost;
  }
  function across(i: number, j: number): number {
    const [line, printed] = [expected[i], actual[j]];
    if (line === undefined || printed === undefined || marks[i] === true) return Infinity;
    const match = (matches[i * width + j] ??= matchLine(line, printed, context, columns[head + j]));
    return match.cost >= UNRELATED ? Infinity : (costs[(i + 1) * width + j + 1] ?? 0) + match.cost;
  }
  function trace(): Pair[] {
    const pairs: Pair[] = [];
    let [i, j, cut] = [0, 0, 0];
    while (i < expected.length || j < actual.length) {
      const cost = costs[i * width + j] ?? 0;
      const line = expected[i];
      if (line !== undefined && j < actual.length && cost === across(i, j)) {
        const match = matches[i * width + j] as Match;
        if (match.cost < DIFFERENT) context.binder?.bind(line.text, actual[j] ?? "");
        pairs.push({ kind: "both", expected: line, actual: head + j++, match });
        i++;
      } else if (line !== undefined && cost === down(i, j)) {
        if (marks[i] === true) pairs.push({ kind: "cut", expected: line, lines: cut });
        else if (line.text.trim() !== "") pairs.push({ kind: "shown", expected: line });
        [i, cut] = [i + 1, 0];
      } else if (marks[i] === true) [j, cut] = [j + 1, cut + 1];
      else {
        if ((actual[j] ?? "").trim() !== "") pairs.push({ kind: "printed", actual: head + j, before: line?.line ?? 0 });
        j++;
      }
    }
    return pairs;
  }
}

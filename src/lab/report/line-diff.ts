/** A line of a comparison: in both texts, in the document alone, or printed alone. */
export interface DiffLine {
  readonly kind: "both" | "expected" | "actual";
  readonly text: string;
  /** Index of the line among the expected ones; of the next one, for a line that was printed alone. */
  readonly index: number;
}

/** Longest texts, in lines multiplied, that are compared line by line; longer ones differ as a whole. */
const LARGEST_TABLE = 4_000_000;

/** Compares two lists of lines: the shortest way from one to the other. Blanks at line ends do not count. */
export function diffLines(expected: readonly string[], actual: readonly string[]): DiffLine[] {
  const a = expected.map((line) => line.trimEnd());
  const b = actual.map((line) => line.trimEnd());
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = differenceOf(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [
    ...a.slice(0, head).map((text, index) => ({ kind: "both" as const, text, index })),
    ...middle.map((line) => ({ ...line, index: line.index + head })),
    ...a.slice(a.length - tail).map((text, index) => ({ kind: "both" as const, text, index: a.length - tail + index })),
  ];
}

/** By the table of longest common subsequences; what the document has comes before what was printed. */
function differenceOf(a: readonly string[], b: readonly string[]): DiffLine[] {
  const width = b.length + 1;
  if (a.length * b.length > LARGEST_TABLE) return [...removed(a, 0), ...added(b, a.length)];
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "both", text: a[i] ?? "", index: i });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) lines.push(...removed([a[i] ?? ""], i++));
    else lines.push(...added([b[j++] ?? ""], i));
  }
  return lines;
}

function removed(lines: readonly string[], from: number): DiffLine[] {
  return lines.map((text, offset) => ({ kind: "expected", text, index: from + offset }));
}

function added(lines: readonly string[], index: number): DiffLine[] {
  return lines.map((text) => ({ kind: "actual", text, index }));
}

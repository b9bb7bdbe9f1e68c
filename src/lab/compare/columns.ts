import { wordsOf } from "./words.ts";

/** The columns of a table that a cluster prints. */
export interface Columns {
  readonly names: readonly string[];
  readonly starts: readonly number[];
}

/** Columns of a header line as kubectl writes it: capitals, parted by two blanks at least. Undefined for any other line. */
export function columnsOf(line: string): Columns | undefined {
  if (!/^\s*[A-Z][A-Z()\-/ %]*(?:\([a-z]+\))?(?:\s{2,}\S|\s*$)/.test(line) || !/\s{2,}/.test(line.trim())) return undefined;
  const names: string[] = [];
  const starts: number[] = [];
  for (const match of line.matchAll(/\S+(?: \S+)*/g)) {
    if (!/^[A-Z][A-Z()\-/% a-z_\d]*$/.test(match[0])) return undefined;
    names.push(match[0]);
    starts.push(match.index);
  }
  return { names, starts };
}

/** The number of the column in which something begins. */
export function columnAt({ starts }: Columns, at: number): number {
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= at),
  );
}

/** The cells of a line of such a table. */
export function cellsOf(line: string, { starts }: Columns): string[] {
  return starts.map((start, index) => line.slice(start, starts[index + 1]).trim());
}

/** The columns of a table that a header shown with any blanks between its words leaves out; undefined when it is no such header, or leaves none out. */
export function columnsLeftOut(shown: string, { names }: Columns): number[] | undefined {
  const words = wordsOf(shown);
  let at = 0;
  const left: number[] = [];
  for (const [index, name] of names.entries()) {
    const wanted = name.split(" ");
    if (wanted.every((word, offset) => words[at + offset]?.text === word)) at += wanted.length;
    else left.push(index);
  }
  return at === words.length && left.length > 0 && left.length < names.length ? left : undefined;
}

/** A table's lines without some of its columns, laid out with three blanks between them as kubectl does. */
export function withoutColumns(lines: readonly string[], columns: Columns, left: readonly number[]): string[] {
  return tableOf(lines.map((line) => cellsOf(line, columns).filter((_, index) => !left.includes(index))));
}

/** Rows of cells laid out as kubectl does, with three blanks between columns. */
export function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd((widths[index] ?? 0) + 3))
      .join("")
      .trimEnd(),
  );
}

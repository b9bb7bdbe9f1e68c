import type { ExpectedLine } from "./transcript.ts";

/** One row of a kubectl table in a document: cells by column name. */
export interface ShownRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A table as a document shows it. */
export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly ShownRow[];
}

/**
 * Reads kubectl tables out of output lines: a header in capitals whose columns start where the cells start. Several tables (`get all`) follow
 * each other. Lines that are in no table are left out.
 */
export function readTables(lines: readonly ExpectedLine[]): ShownTable[] {
  const tables: { columns: string[]; starts: number[]; rows: ShownRow[] }[] = [];
  let open: (typeof tables)[number] | undefined;
  for (const { line, text } of lines) {
    if (text.trim() === "") open = undefined;
    else if (/^ {0,8}NAME(?:SPACE)?\s{2,}[A-Z]/.test(text)) {
      const columns = text.trim().split(/\s{2,}/);
      open = { columns, starts: startsOf(text, columns), rows: [] };
      tables.push(open);
    } else if (open) open.rows.push({ line, cells: cellsOf(text, open) });
  }
  return tables;
}

function startsOf(header: string, columns: readonly string[]): number[] {
  let from = 0;
  return columns.map((column) => {
    const at = header.indexOf(column, from);
    from = at + column.length;
    return at;
  });
}

function cellsOf(text: string, { columns, starts }: { columns: readonly string[]; starts: readonly number[] }): Record<string, string> {
  // a row that its author has moved has as many cells nonetheless
  const cells = text.trim().split(/\s{2,}/);
  const isWhole = cells.length === columns.length;
  return Object.fromEntries(
    columns.map((column, index) => [column, isWhole ? (cells[index] ?? "") : text.slice(starts[index], starts[index + 1]).trim()]),
  );
}

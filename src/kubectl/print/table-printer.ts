import { goNumberV, goValueV } from "../../base/go-format.ts";
import type { Json } from "../../base/json.ts";
import { formatLabels } from "../../machinery/labels.ts";
import type { Table, TableColumn, TableRow } from "../../machinery/table.ts";

/** How rows are laid out. cli-runtime/pkg/printers/interface.go PrintOptions */
export interface TableOptions {
  readonly noHeaders: boolean;
  readonly wide: boolean;
  readonly withNamespace: boolean;
  /** `deployment.apps`, put in front of names; "" for bare names. */
  readonly kindPrefix: string;
  readonly columnLabels: readonly string[];
  readonly showLabels: boolean;
  /** Cut a cell at its first line end and show escape characters. */
  readonly singleLineCells: boolean;
}

/** Turns server-made tables into tab-separated lines; headers only when the columns change. */
export interface TablePrinter {
  /** The lines of a table. `eventType` adds the EVENT column of --output-watch-events. */
  print(table: Table, eventType?: string): string;
}

interface Column {
  readonly title: string;
  readonly value: (row: TableRow) => Json | undefined;
}

/** Makes a printer that remembers the columns of the last table. cli-runtime/pkg/printers/tableprinter.go */
export function createTablePrinter(options: TableOptions): TablePrinter {
  let lastColumns: readonly TableColumn[] = [];
  let lastText = "";
  let printedHeaders = false;
  return {
    print(table, eventType) {
      const { columnDefinitions } = table;
      if (columnDefinitions.length > 0) {
        const text = JSON.stringify(columnDefinitions);
        if (text !== lastText) printedHeaders = false;
        lastText = text;
        lastColumns = columnDefinitions;
      }
      const columns = layOut(lastColumns, options, eventType);
      const lines: string[] = [];
      if (!options.noHeaders && !printedHeaders && table.rows.length > 0)
        lines.push(`${columns.map((column) => column.title).join("\t")}\n`);
      if (table.rows.length > 0) printedHeaders = true;
      for (const row of table.rows) lines.push(`${columns.map((column) => cellText(column.value(row), options)).join("\t")}\n`);
      return lines.join("");
    },
  };
}

const EVENT_WIDTH = 8;

function layOut(definitions: readonly TableColumn[], options: TableOptions, eventType: string | undefined): Column[] {
  const columns: Column[] = [];
  if (eventType !== undefined) columns.push({ title: "EVENT", value: () => eventType.padEnd(EVENT_WIDTH) });
  if (options.withNamespace) columns.push({ title: "NAMESPACE", value: (row) => row.object?.metadata?.namespace ?? "" });
  const named = options.kindPrefix === "" ? -1 : definitions.findIndex((column) => column.format === "name" && column.type === "string");
  definitions.forEach((definition, index) => {
    if (definition.priority !== 0 && !options.wide) return;
    const plain = (row: TableRow): Json | undefined => row.cells[index];
    const value = index === named ? (row: TableRow) => `${options.kindPrefix}/${String(row.cells[index])}` : plain;
    columns.push({ title: definition.name.toUpperCase(), value });
  });
  for (const label of options.columnLabels) {
    columns.push({ title: (label.split("/").at(-1) ?? "").toUpperCase(), value: (row) => row.object?.metadata?.labels?.[label] ?? "" });
  }
  if (options.showLabels) columns.push({ title: "LABELS", value: (row) => formatLabels(row.object?.metadata?.labels) });
  return columns;
}

function cellText(value: Json | undefined, options: TableOptions): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : typeof value === "number" ? goNumberV(value) : goValueV(value);
  if (!options.singleLineCells) return text;
  const end = text.search(/[\f\n\r]/);
  const line = end < 0 ? text : `${text.slice(0, end)}...`;
  return line.replaceAll("\u001b", "^[");
}

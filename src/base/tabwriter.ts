/** How a table is laid out; widths are counted in runes. */
export interface TabwriterOptions {
  /** Least width of a cell, padding included. */
  readonly minWidth: number;
  /** Blanks after the widest cell of a column. */
  readonly padding: number;
  /** Character to pad with, a blank unless told. A tab aligns cells to `tabWidth` instead. */
  readonly padChar?: string;
  /** Width of a tab when `padChar` is one. */
  readonly tabWidth?: number;
  /** Columns never get narrower than in an earlier block or flush, as `get -w` needs it. */
  readonly rememberWidths?: boolean;
}

/** A writer that turns tab-terminated cells into aligned columns. */
export interface Tabwriter {
  /** Takes text in. Every `\t` ends a cell; what follows the last tab of a line is no cell of a column. */
  write(text: string): void;
  /** Lays out everything written since the last flush and returns all text that is due. */
  flush(): string;
  /** Column widths remembered so far (empty without `rememberWidths`). */
  rememberedWidths(): number[];
  /** Puts remembered widths back, so that a later command's table continues an earlier one's. */
  setRememberedWidths(widths: readonly number[]): void;
}

/** The layout of `get`, `top`, `api-resources` and custom columns. */
// k8s.io/cli-runtime/pkg/printers/tabwriter.go, 1.20
export const GET_TABLE: TabwriterOptions = { minWidth: 6, padding: 3, rememberWidths: true };

/** The layout of `describe` and `rollout history`. */
// k8s.io/kubectl/pkg/describe/describe.go tabbedString, 1.20
export const DESCRIBE_TABLE: TabwriterOptions = { minWidth: 0, padding: 2 };

interface Layout {
  readonly options: TabwriterOptions;
  readonly remembered: number[];
  readonly lines: string[][];
  readonly lengths: number[][];
  readonly widths: number[];
  readonly out: string[];
}

/** Makes a tabwriter. A line with a single cell ends a block of columns, and so does `\f`. */
// Go text/tabwriter 1.15 and github.com/liggitt/tabwriter
export function createTabwriter(options: TabwriterOptions): Tabwriter {
  const remembered: number[] = [];
  const finished: string[] = [];
  let lines: string[][] = [];
  let openLine: string[] = [];
  let openCell = "";

  function layOut(lastIsOpen: boolean): void {
    const layout: Layout = {
      options,
      remembered,
      lines,
      lengths: lines.map((cells) => cells.map(countRunes)),
      widths: [],
      out: finished,
    };
    formatBlock(layout, 0, lines.length);
    if (lastIsOpen) finished.pop();
    lines = [];
  }

  function endLine(formFeed: boolean): void {
    openLine.push(openCell);
    openCell = "";
    const cellCount = openLine.length;
    lines.push(openLine);
    openLine = [];
    if (formFeed || cellCount === 1) layOut(false);
  }

  return {
    write(text) {
      let start = 0;
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        if (code < 9 || code > 12) continue;
        openCell = openCell === "" ? text.slice(start, index) : openCell + text.slice(start, index);
        start = index + 1;
        if (code === 10 || code === 12) endLine(code === 12);
        else {
          openLine.push(openCell);
          openCell = "";
        }
      }
      if (start < text.length) openCell += start === 0 ? text : text.slice(start);
    },
    flush() {
      if (openCell !== "" || openLine.length > 0) {
        if (openCell !== "") openLine.push(openCell);
        lines.push(openLine);
        openLine = [];
        openCell = "";
        layOut(true);
      } else if (lines.length > 0) {
        layOut(false);
      }
      const text = finished.join("");
      finished.length = 0;
      return text;
    },
    rememberedWidths: () => remembered.slice(),
    setRememberedWidths(widths) {
      remembered.length = 0;
      remembered.push(...widths);
    },
  };
}

/** Lays out one text at once: everything is written, then flushed. */
export function tabulate(text: string, options: TabwriterOptions): string {
  const writer = createTabwriter(options);
  writer.write(text);
  return writer.flush();
}

function formatBlock(layout: Layout, firstLine: number, endLine: number): void {
  const { lines, lengths, widths } = layout;
  const column = widths.length;
  let start = firstLine;
  for (let current = firstLine; current < endLine; current++) {
    // The last cell of a line is not part of a column.
    if (column >= (lines[current] as string[]).length - 1) continue;
    writeLines(layout, start, current);
    start = current;
    let width = layout.options.minWidth;
    for (; current < endLine && column < (lines[current] as string[]).length - 1; current++) {
      const wanted = ((lengths[current] as number[])[column] as number) + layout.options.padding;
      if (wanted > width) width = wanted;
    }
    widths.push(rememberWidth(layout, width));
    formatBlock(layout, start, current);
    widths.pop();
    start = current;
  }
  writeLines(layout, start, endLine);
}

function rememberWidth(layout: Layout, width: number): number {
  if (layout.options.rememberWidths !== true) return width;
  const { remembered, widths } = layout;
  while (remembered.length < widths.length) remembered.push(widths[remembered.length] as number);
  const known = remembered[widths.length] ?? 0;
  if (known > width) return known;
  remembered[widths.length] = width;
  return width;
}

function writeLines(layout: Layout, firstLine: number, endLine: number): void {
  const { lines, lengths, widths, out } = layout;
  for (let index = firstLine; index < endLine; index++) {
    const cells = lines[index] as string[];
    const cellLengths = lengths[index] as number[];
    for (let column = 0; column < cells.length; column++) {
      out.push(cells[column] as string);
      const width = widths[column];
      if (width !== undefined) out.push(pad(layout.options, cellLengths[column] as number, width));
    }
    out.push("\n");
  }
}

function pad(options: TabwriterOptions, length: number, width: number): string {
  if (options.padChar !== "\t") return (options.padChar ?? " ").repeat(width - length);
  const tabWidth = options.tabWidth ?? 8;
  if (tabWidth === 0) return "";
  const aligned = Math.ceil(width / tabWidth) * tabWidth;
  return "\t".repeat(Math.ceil((aligned - length) / tabWidth));
}

function countRunes(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800) pairs++;
  }
  return text.length - pairs;
}

import type { ExpectedLine } from "../transcript.ts";
import { cleanOutput } from "./clean.ts";
import type { BlockLine } from "./lines.ts";
import { isPrinted } from "./printed.ts";

/** Marks of Markdown taken off a line of text: emphasis, code, escapes, the sign of a list. */
export function plainText(text: string): string {
  return text
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+/, "")
    .replace(/^(?:\*\*|__|\*)(.*?)(?:\*\*|__|\*)$/, "$1")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/<\/?(?:b|i|u|em|strong|code|p|br|span|font|a|li|ul|ol|div)\b[^>]*>/gi, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .trim();
}

/** Cells of the rows of a Markdown table; the row of dashes is left out. */
export function tableRows(lines: readonly BlockLine[]): { line: number; cells: string[] }[] {
  return lines.flatMap(({ line, text }) => {
    const inner = text.trim().replace(/^\|/, "").replace(/\|$/, "");
    const cells = inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return cells.every((cell) => /^:?-*:?$/.test(cell)) && cells.some((cell) => cell.includes("-")) ? [] : [{ line, cells }];
  });
}

/** The header of a table that kubectl prints: capitals alone, in two columns at least. */
export function isHeader(cells: readonly string[]): boolean {
  const names = cells.map(cellText).filter((name) => name !== "");
  return names.length > 1 && names.every((name) => /^[A-Z][A-Z()/% -]*(?:\([a-z]+\))?$/.test(name));
}

/** A table's rows as kubectl lays them out; cells with `<br>` hold several rows. */
export function tableOutput(rows: readonly { line: number; cells: readonly string[] }[]): ExpectedLine[] {
  const all = rows.flatMap(({ line, cells }) => brokenRows(cells).map((row) => ({ line, cells: row.map(cellText) })));
  const widths: number[] = [];
  for (const { cells } of all) cells.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return all
    .map(({ line, cells }) => ({
      line,
      text: cells
        .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 3))
        .join("")
        .trimEnd(),
      layout: "table" as const,
    }))
    .filter(({ text }) => text !== "");
}

function brokenRows(cells: readonly string[]): string[][] {
  const parts = cells.map((cell) => cell.split(/<br\s*\/?>/i).map((part) => part.trim()));
  // a break before the first row stands for rows that were left out
  const full = parts.map((part) => (part.length > 1 && part[0] === "" ? part.slice(1) : part));
  const height = Math.max(...full.map((part) => part.length));
  return Array.from({ length: height }, (_, row) => full.map((part) => part[row] ?? ""));
}

function cellText(cell: string): string {
  return cleanOutput(cell.replace(/^`(.*)`$/, "$1").replace(/\\([!-/:-@[-`{-~])/g, "$1"));
}

const ENDS = /(?<=\s(?:created|configured|unchanged|exposed|scaled|edited|deleted|patched|labeled|annotated|autoscaled))\s+(?=\S)/;

/** Lines of an output that a conversion has written on one, as far as they can be told apart: messages of kubectl, rows of a table. */
export function flowedOutput(line: number, text: string): ExpectedLine[] {
  const words = cleanOutput(text).trim();
  const parts = rowsOf(words) ?? words.split(ENDS).flatMap((part) => splitWarning(part));
  return parts.map((part) => ({ line, text: part, layout: "flowed" }));
}

function splitWarning(part: string): string[] {
  const done = /^(Warning: .*?)\s+(\S+\/\S+ \w+)$/.exec(part);
  return done === null ? [part] : [done[1] ?? "", done[2] ?? ""];
}

/** `NAME STATUS AGE default Active 23d`: as many words in each row as in the header, or no table. */
function rowsOf(text: string): string[] | undefined {
  const words = text.split(/\s+/);
  const columns = words.findIndex((word) => !/^[A-Z][A-Z-]*(?:\([A-Za-z]+\))?$/.test(word));
  const isKnown = words[0]?.startsWith("NAME") === true;
  if (columns < (isKnown ? 2 : 3) || words.length % columns !== 0) return undefined;
  return Array.from({ length: words.length / columns }, (_, row) => words.slice(row * columns, (row + 1) * columns).join("   "));
}

/** Where the output begins in a paragraph that holds a command and, behind it on the same line, what it printed. */
export function splitFlowed(text: string): { command: string; output: string } {
  const marks = [
    /\s(?=NAME(?:SPACE)?\s+[A-Z])/,
    /\s(?=Error from server|error: |Error: |Warning: )/,
    /\s(?=[a-z][a-z0-9.]*\/[\w.:-]+ (?:created|configured|unchanged|exposed|scaled|deleted)\b)/,
  ];
  const at = marks.map((mark) => text.search(mark)).filter((index) => index > 0);
  if (at.length === 0) return { command: text, output: "" };
  const cut = Math.min(...at);
  return { command: text.slice(0, cut).trim(), output: text.slice(cut).trim() };
}

/** A paragraph may be the output of a command that stands in text before it. */
export function isFlowedOutput(text: string): boolean {
  const done = text.match(/(?<=^|\s)\S+\/\S+ (?:created|configured|unchanged)(?=\s|$)/g)?.length ?? 0;
  const isDone = /^\S+\/\S+ (?:created|configured|unchanged)\b/.test(text) || (done > 1 && /^\S+\/\S+ \w+\s/.test(text));
  return isPrinted(text) || isDone || rowsOf(text) !== undefined || isLeftOut(text);
}

/** `• • •`: rows that are not shown. */
export function isLeftOut(text: string): boolean {
  return /^[•·.…⋮\s]+$/.test(text) && /[•·.…⋮]/.test(text);
}

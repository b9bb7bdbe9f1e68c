import type { ExpectedLine } from "../transcript.ts";
import type { LinePair } from "./compare.ts";
import { columnAt, columnsOf, type Columns } from "./columns.ts";
import { comparable } from "./forms.ts";
import { mistakenLetters } from "./match-line.ts";
import { inShownOrder, type NameBases } from "./order.ts";
import { wordsOf, type Word } from "./words.ts";

/** A word of the document, and the line on which it stands. */
interface ShownWord {
  readonly text: string;
  readonly line: number;
}

/** What was found of a table whose words a conversion has scattered over lines. */
export interface Scattered {
  /** Words that no cluster prints in that row. */
  readonly wrong: readonly { readonly line: number; readonly why: string }[];
  /** Words of the cluster's table that the document has lost. */
  readonly lost: readonly string[];
  /** Words in which the conversion has mistaken a letter. */
  readonly mistaken: readonly string[];
  readonly words: number;
  /** Each row's words in one line, beside the cluster's row. */
  readonly rows: readonly LinePair[];
}

const NO_COLUMNS: Columns = { names: [], starts: [] };
const WRONG = 8;
const LOST = 1;
const MOST_CELLS = 400_000;

/** What a scattered table is read by. */
export interface ScatterContext {
  /** The reason for which a cell may be another. */
  excuse(column: string, shown: string, actual: string, row: string, line: number): string | undefined;
  /** Whether a word in a row stands for a cluster's draw in its row. */
  stands(shown: string, actual: string): boolean;
  readonly names: NameBases | undefined;
  readonly converted: boolean;
}

/**
 * Reads a table whose rows a conversion has broken into lines of their own: the words of one row still stand together, in any order, before those of
 * the next. So do the words of a line of a description.
 */
export function readScattered(
  expected: readonly ExpectedLine[],
  actual: readonly string[],
  context: ScatterContext,
): Scattered | undefined {
  const columns = columnsOf(actual[0] ?? "") ?? NO_COLUMNS;
  const words = expected.flatMap(({ line, text }) => wordsOf(comparable(text)).map((word): ShownWord => ({ text: word.text, line })));
  if (words.length === 0 || words.length * actual.length > MOST_CELLS) return undefined;
  const printed = actual.filter((line) => line.trim() !== "").map(comparable);
  if (printed.length === 0) return undefined;
  const formOf = formsWith((word) => context.names?.isNode(word) === true);
  const segments = partition(words, printed.map(wordsOf), formOf);
  const texts = segments.map((segment, index) => rowText(segment, wordsOf(printed[index] ?? ""), formOf));
  const lines = context.names ? inShownOrder(texts, printed, context.names) : printed;
  const found = lines.map((line, index) => readRow(segments[index] ?? [], line, texts[index] ?? "", columns, { ...context, formOf }));
  return {
    wrong: found.flatMap(({ wrong }) => wrong),
    lost: found.flatMap(({ lost }) => lost),
    mistaken: found.flatMap(({ mistaken }) => mistaken),
    words: words.length,
    rows: lines.flatMap((line, index) => {
      const segment = segments[index] ?? [];
      return segment.length === 0
        ? []
        : [
            {
              line: segment[0]?.line ?? 0,
              shown: texts[index] ?? "",
              actual: line,
              wordLines: new Map(segment.map((word) => [word.text, word.line])),
            },
          ];
    }),
  };
}

interface RowFinding {
  readonly wrong: { readonly line: number; readonly why: string }[];
  readonly lost: readonly string[];
  readonly mistaken: readonly string[];
}

function readRow(
  segment: readonly ShownWord[],
  line: string,
  text: string,
  columns: Columns,
  { formOf, ...context }: ScatterContext & { readonly formOf: FormOf },
): RowFinding {
  const row = wordsOf(line);
  const name = row[0]?.text ?? "";
  const { left, missing } = difference(segment, row);
  const wrong: { line: number; why: string }[] = [];
  const mistaken: string[] = [];
  const ownName = text.split(" ").find((word) => formOf(word) === formOf(name)) ?? name;
  const columnOf = (cell: Word): string => columns.names[columnAt(columns, cell.at)] ?? "";
  const reasonFor = (word: ShownWord, cell: Word): string | undefined =>
    (context.converted ? mistakenLetters(word.text, cell.text) : undefined) ??
    context.excuse(columnOf(cell), word.text, cell.text, name, word.line);
  for (const word of joined(left, missing, mistaken)) {
    // the row is known by its name, which the conversion may have damaged
    const drawn = missing.find((each) => [ownName, name].some((own) => context.stands(`${own} ${word.text}`, `${name} ${each.text}`)));
    const excused = drawn ? undefined : missing.find((each) => reasonFor(word, each) !== undefined);
    const cell = drawn ?? excused ?? alike(word, missing);
    if (cell !== undefined) missing.splice(missing.indexOf(cell), 1);
    if (excused !== undefined) mistaken.push(reasonFor(word, excused) ?? "");
    else if (drawn === undefined) {
      const place = cell === undefined || columns.names.length === 0 ? "" : `column ${columnOf(cell)} of ${name}: `;
      wrong.push({ line: word.line, why: `${place}the document has ${word.text}, a cluster prints ${cell?.text ?? "nothing of that"}` });
    }
  }
  return { wrong, lost: missing.map((cell) => cell.text), mistaken };
}

/** A row's words in the order of the cluster's row, as far as their forms tell. */
function rowText(segment: readonly ShownWord[], row: readonly Word[], formOf: FormOf): string {
  const left = [...segment];
  const taken = row.flatMap(({ text }) => {
    const at = [(word: string) => word === text, (word: string) => formOf(word) === formOf(text)]
      .map((isIt) => left.findIndex((word) => isIt(word.text)))
      .find((index) => index >= 0);
    return at === undefined ? [] : left.splice(at, 1);
  });
  return [...taken, ...left].map(({ text }) => text).join(" ");
}

/** A word with what may be drawn, or depends on the moment, taken for any other of its form. */
type FormOf = (word: string) => string;

function formsWith(isNode: (word: string) => boolean): FormOf {
  return (word) => (isNode(word) ? "⟨node⟩" : formWithoutNodes(word));
}

function formWithoutNodes(word: string): string {
  return word
    .replace(/^(\w+\/)?([a-z0-9][a-z0-9.-]*-)[a-z0-9]{5}$/, "$1$2⟨⟩")
    .replace(/\d+(?:\.\d+){3}/g, "⟨address⟩")
    .replace(/:3[0-2]\d{3}\b/g, ":⟨port⟩")
    .replace(/^3[0-2]\d{3}(?=\/(?:TCP|UDP|SCTP)$)/, "⟨port⟩")
    .replace(/^(?:\d+[ydhms]){1,2}$/, "⟨age⟩");
}

/** What of a row's words is too much, and what is missing. */
function difference(shown: readonly ShownWord[], row: readonly Word[]): { left: ShownWord[]; missing: Word[] } {
  const missing = [...row];
  const left = shown.filter(({ text }) => {
    const at = missing.findIndex((word) => word.text === text);
    if (at >= 0) missing.splice(at, 1);
    return at < 0;
  });
  return { left, missing };
}

/** Cuts the words into one piece a row, in order, so that as few as possible are wrong and then as few as possible lost. */
function partition(words: readonly ShownWord[], rows: readonly (readonly Word[])[], formOf: FormOf): ShownWord[][] {
  const longest = Math.max(...rows.map((row) => row.length)) + 6;
  const forms = words.map(({ text }) => formOf(text));
  const best: { cost: number; from: number }[][] = [words.map(() => ({ cost: Infinity, from: 0 }))];
  best[0] = Array.from({ length: words.length + 1 }, (_, index) => ({ cost: index === 0 ? 0 : Infinity, from: 0 }));
  for (const [index, row] of rows.entries()) {
    const line = Array.from({ length: words.length + 1 }, () => ({ cost: Infinity, from: 0 }));
    for (let from = 0; from <= words.length; from++) {
      const before = best[index]?.[from]?.cost ?? Infinity;
      if (before === Infinity) continue;
      const counts = new Map<string, number>();
      for (const { text } of row) counts.set(formOf(text), (counts.get(formOf(text)) ?? 0) + 1);
      let cost = before + row.length * LOST;
      for (let to = from; to <= Math.min(words.length, from + longest); to++) {
        const cell = line[to];
        if (cell !== undefined && cost < cell.cost) [cell.cost, cell.from] = [cost, from];
        const next = forms[to] ?? "";
        const left = counts.get(next) ?? 0;
        if (left > 0) counts.set(next, left - 1);
        cost += left > 0 ? -LOST : WRONG;
      }
    }
    best.push(line);
  }
  const pieces: ShownWord[][] = [];
  let to = words.length;
  for (let index = rows.length; index > 0; index--) {
    const from = best[index]?.[to]?.from ?? 0;
    pieces.unshift(words.slice(from, to));
    to = from;
  }
  if (to > 0) pieces[0]?.unshift(...words.slice(0, to));
  return pieces;
}

/** Without the pieces into which a conversion has cut a word. */
function joined(left: readonly ShownWord[], missing: Word[], mistaken: string[]): ShownWord[] {
  const kept: ShownWord[] = [];
  for (let index = 0; index < left.length; index++) {
    const [word, next] = [left[index] as ShownWord, left[index + 1]];
    const at = next === undefined ? -1 : missing.findIndex(({ text }) => text === word.text + next.text);
    if (at < 0) kept.push(word);
    else {
      mistaken.push(`the conversion has put a blank into ${missing[at]?.text}`);
      missing.splice(at, 1);
      index++;
    }
  }
  return kept;
}

/** The word that a wrong one most likely stands for: of the same form. */
function alike(word: ShownWord, missing: readonly Word[]): Word | undefined {
  const form = (text: string): string =>
    text
      .replace(/\d+/g, "9")
      .replace(/[a-z]+/g, "a")
      .replace(/[A-Z]+/g, "A");
  return missing.find(({ text }) => form(text) === form(word.text)) ?? missing.find(({ text }) => text[0] === word.text[0]) ?? missing[0];
}

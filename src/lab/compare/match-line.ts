import { cellsOf, columnAt, type Columns } from "./columns.ts";
import { comparable } from "./forms.ts";
import { matchesAround } from "./marks.ts";
import type { Contradiction } from "../timeline/infer.ts";
import type { ExpectedLine } from "../transcript.ts";
import { whyDifferent } from "./why.ts";
import { likeness, partings, wordsOf, type Word } from "./words.ts";

/** What a line of a document and a line of a cluster have to do with each other. */
export interface Match {
  /** 0 the same; below {@link DIFFERENT} the same but for what can be excused; below {@link UNRELATED} one line that differs. */
  readonly cost: number;
  /** Why it may differ. */
  readonly excuse?: string;
  /** In which way it differs. */
  readonly why?: string;
}

export const DIFFERENT = 10;
export const UNRELATED = 100;

/** Draws of another cluster that stand for each other: `shown` on a line where this cluster prints `actual`. */
export interface Binder {
  /** Whether the lines are the same but for draws that stand, or can stand, for each other. */
  fits(shown: string, actual: string): boolean;
  /** Takes the draws of two such lines as standing for each other from here on. */
  bind(shown: string, actual: string): void;
}

/** What lines are compared by. */
export interface LineContext {
  readonly contradictions: readonly Contradiction[];
  readonly excuses: Readonly<Record<string, string>>;
  /** The document is the work of a conversion that mistakes letters for each other. */
  readonly converted: boolean;
  readonly binder?: Binder;
  /** The columns of the document's own table, as it lays them out. */
  readonly shownColumns?: Columns | undefined;
  /** Columns are as wide as this cluster's own draws make them. */
  readonly ownWidths?: boolean;
  /** Why a document may lack a line. */
  readonly excuseLine?: (actual: string) => string | undefined;
  /** Why a word may differ wherever it stands. */
  readonly excuseWord?: (shown: string, actual: string) => string | undefined;
  /** What else of a table's row a document cannot know: gives the reason, for the word that differs. */
  readonly excuseCell?: (column: string, shown: string, actual: string, row: string) => string | undefined;
}

interface Parting {
  readonly shown: readonly Word[];
  readonly actual: readonly Word[];
}

const SAME: Match = { cost: 0 };
const NOTHING: Match = { cost: UNRELATED };

/** Compares one line of a document with one that a cluster prints, in a table with these columns. */
export function matchLine(expected: ExpectedLine, actual: string, context: LineContext, columns?: Columns): Match {
  const shown = comparable(expected.text);
  const printed = comparable(actual);
  if (shown === printed) return SAME;
  const { binder, excuses } = context;
  if (binder?.fits(shown, printed) === true) return SAME;
  const reason = excuses[expected.text.trim()];
  if (reason !== undefined && mayBeExcused(shown, printed)) return { cost: 3, excuse: reason };
  const [ours, theirs] = [wordsOf(shown), wordsOf(printed)];
  const found = partings(ours, theirs);
  if (found.length === 0)
    return context.ownWidths === true && columns !== undefined ? SAME : { cost: 1, excuse: "its words are laid out with other blanks" };
  if (matchesAround(shown, printed)) return { cost: 2, excuse: `cut by its author at line ${expected.line}` };
  if (shown !== "" && printed.startsWith(shown) && /^[>;.]$/.test(printed.slice(shown.length)))
    return { cost: 2, excuse: `cut by its author at line ${expected.line}` };
  const excused = found.flatMap((parting) => {
    const whole = excuseOf(parting, expected, printed, context, columns);
    // a draw and a cell beside it, each for a reason of its own
    return whole === undefined ? wordByWord(parting).map((each) => excuseOf(each, expected, printed, context, columns)) : [whole];
  });
  if (excused.every((each) => each !== undefined))
    return { cost: 4, excuse: [...new Set(excused)].filter((each) => each !== "").join("; ") };
  const lost = lostCells(expected, printed, context, columns);
  if (lost !== undefined) return { cost: 5, excuse: lost };
  const alike = likeness(ours, theirs);
  const samePlace = ours[0]?.text === theirs[0]?.text || (ours[0]?.text.split("-")[0] ?? "") === theirs[0]?.text.split("-")[0];
  if (alike < 0.34 && !(samePlace && alike > 0) && !isAlmost(shown, printed)) return NOTHING;
  return { cost: 60 - 40 * alike, why: whyDifferent(shown, printed, columns) };
}

/** Words that differ one beside the other, each with the word in its place. */
function wordByWord(parting: Parting): readonly Parting[] {
  const { shown, actual } = parting;
  if (shown.length !== actual.length) return [parting];
  return shown.map((word, index) => ({ shown: [word], actual: actual.slice(index, index + 1) }));
}

/** The same letters but for few: what stands before and behind the difference is most of the line. */
function isAlmost(shown: string, printed: string): boolean {
  const length = Math.max(shown.length, printed.length);
  let head = 0;
  while (head < length && shown[head] === printed[head]) head++;
  let tail = 0;
  while (tail < length - head && shown.at(-1 - tail) === printed.at(-1 - tail)) tail++;
  return head + tail >= 0.6 * length;
}

/** The reason speaks of the same line: the first word is the same, or most of the others are. */
function mayBeExcused(shown: string, printed: string): boolean {
  const [ours, theirs] = [wordsOf(shown), wordsOf(printed)];
  return ours[0]?.text === theirs[0]?.text || likeness(ours, theirs) >= 0.3 || ours.length === 1;
}

function excuseOf(
  { shown, actual }: Parting,
  { line, text }: ExpectedLine,
  printed: string,
  { contradictions, converted, excuseCell, excuseWord, binder }: LineContext,
  columns: Columns | undefined,
): string | undefined {
  const [ours, theirs] = [shown.map(({ text }) => text).join(" "), actual.map(({ text }) => text).join(" ")];
  // a draw that stands for another one in its row, beside what else the line has
  if (binder?.fits(inRow(shown, comparable(text)), inRow(actual, printed)) === true) return "";
  // nobody can compute the name of the row: its other draws stand for each other nonetheless
  if (isBehindName(shown, actual, comparable(text), printed) && excuseWord?.(firstOf(text), firstOf(printed)) !== undefined)
    if (binder?.fits(ours, theirs) === true) {
      binder.bind(ours, theirs);
      return "";
    }
  const word = excuseWord?.(ours, theirs);
  if (word !== undefined) return word;
  const contradiction = contradictions.find((each) => each.line === line && ours.split(/[ ()]/).includes(each.age));
  if (contradiction && ours.replace(contradiction.age, "") === withoutAge(theirs)) return ageReason(contradiction);
  if (converted) {
    const mistaken = mistakenLetters(ours, theirs);
    if (mistaken !== undefined) return mistaken;
    if (ours === "" && /^\(\S+ ago\)$/.test(theirs)) return `the conversion of the text has lost ${theirs}`;
  }
  if (columns !== undefined && ours === "" && actual.every(({ text }) => text === "<none>"))
    return "<none> is lost: a reader of HTML takes it for a tag";
  if (columns === undefined || excuseCell === undefined || actual.length === 0) return undefined;
  const column = columns.names[columnAt(columns, actual[0]?.at ?? 0)] ?? "";
  return excuseCell(column, ours, theirs, wordsOf(printed)[0]?.text ?? "");
}

/** Both stand behind the names of their rows, and these differ. */
function isBehindName(shown: readonly Word[], actual: readonly Word[], line: string, printed: string): boolean {
  const [ours, theirs] = [wordsOf(line)[0], wordsOf(printed)[0]];
  return (shown[0]?.at ?? 0) > (ours?.at ?? 0) && (actual[0]?.at ?? 0) > (theirs?.at ?? 0) && ours?.text !== theirs?.text;
}

function firstOf(line: string): string {
  return wordsOf(comparable(line))[0]?.text ?? "";
}

/** Words behind the first word of their line, by which the row is known. */
function inRow(words: readonly Word[], line: string): string {
  const first = wordsOf(line)[0];
  const own = words.map(({ text }) => text).join(" ");
  return first === undefined || words[0]?.at === first.at ? own : `${first.text} ${own}`;
}

/** Of a row that a conversion has made a row of Markdown's, it may have lost whole cells: the others are what they are. */
function lostCells(
  { text, layout }: ExpectedLine,
  printed: string,
  { converted, shownColumns, excuseCell }: LineContext,
  columns: Columns | undefined,
): string | undefined {
  if (!converted || layout !== "table" || columns === undefined || shownColumns?.names.join() !== columns.names.join()) return undefined;
  const [ours, theirs] = [cellsOf(text, shownColumns), cellsOf(printed, columns)];
  const name = theirs[0] ?? "";
  if (ours[0] !== name) return undefined;
  const lost: string[] = [];
  const reasons: string[] = [];
  for (const [index, column] of columns.names.entries()) {
    const [shown = "", actual = ""] = [ours[index], theirs[index]];
    if (shown === actual) continue;
    const reason = shown === "" ? "" : excuseCell?.(column, shown, actual, name);
    if (reason === undefined) return undefined;
    if (shown === "") lost.push(column);
    else reasons.push(reason);
  }
  return [...(lost.length === 0 ? [] : [`the conversion has lost the cells of ${lost.join(", ")}`]), ...reasons].join("; ");
}

function withoutAge(text: string): string {
  return text.replace(/(?:\d+[ydhms]){1,2}/, "");
}

function ageReason({ age, against }: Contradiction): string {
  return `its age ${age} contradicts line ${against.line} (${against.object} ${against.age} old)`;
}

/** Letters that a conversion from pictures or slides mistakes for each other. Two figures never are. */
const LOOK_ALIKE: readonly (readonly [string, string])[] = [
  ["q", "g"],
  ["v", "y"],
  ["l", "1"],
  ["l", "I"],
  ["I", "1"],
  ["I", "\u0399"],
  ["O", "0"],
  ["o", "0"],
  ["rn", "m"],
  ["cl", "d"],
  ["S", "5"],
  ["B", "8"],
  ["Z", "2"],
];

/** The sentence for a word in which a conversion has mistaken one letter; undefined for any other difference. */
export function mistakenLetters(shown: string, actual: string): string | undefined {
  for (const [one, other] of LOOK_ALIKE) {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      for (let at = shown.indexOf(from); at >= 0; at = shown.indexOf(from, at + 1))
        if (shown.slice(0, at) + to + shown.slice(at + from.length) === actual)
          return `the conversion of the text has made ${shown} of ${actual}`;
    }
  }
  return undefined;
}

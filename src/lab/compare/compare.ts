import type { Contradiction } from "../timeline/infer.ts";
import type { ExpectedLine, Step } from "../transcript.ts";
import { align, type Pair } from "./align.ts";
import { columnsLeftOut, columnsOf, withoutColumns } from "./columns.ts";
import { readFlowed } from "./flowed.ts";
import { comparable, plainText } from "./forms.ts";
import { isMark } from "./marks.ts";
import { DIFFERENT, type LineContext } from "./match-line.ts";
import { leftOutNotice } from "./notices.ts";
import { inOlderForms } from "./older-kubectl.ts";
import { inShownOrder, type NameBases } from "./order.ts";
import { cutAtTheRight, inColumns, inOtherOrder, type Rewriting } from "./rewritings.ts";
import { readScattered } from "./scatter.ts";
import { wordsOf } from "./words.ts";

/** A line of the document that is another than a cluster's. */
export interface Difference {
  readonly line: number;
  readonly why: string;
}

/** How an output compares with what the document shows. */
export interface Comparison {
  readonly status: "differs" | "equal" | "excused";
  /** The reasons of `excused`, the first differences of `differs`. */
  readonly why?: string;
  /** Lines that differ and are not excused. */
  readonly differences: readonly Difference[];
  /** Lines of the document beside the cluster's lines that they were taken for. */
  readonly pairs: readonly LinePair[];
}

/** A line of the document, or a row scattered over several, beside a cluster's. */
export interface LinePair {
  readonly line: number;
  readonly shown: string;
  readonly actual: string;
  /** They differ in more than can be excused. */
  readonly differs?: true;
  /** For a scattered row, the lines on which its words stand. */
  readonly wordLines?: ReadonlyMap<string, number>;
}

/** What an output is compared by. */
export interface CompareOptions extends Partial<LineContext> {
  readonly contradictions: readonly Contradiction[];
  /** Names whose drawn letters decide the order of rows. */
  readonly names?: NameBases;
  /** The document was made with a kubectl older than any that k8sim has. */
  readonly older?: boolean;
}

/**
 * Compares an output with what the document shows: line by line, and where its author or a conversion has cut it or laid it out anew, by what still
 * must hold. A value is never passed over: whatever is left out is said in `why`.
 */
export function compareOutput(
  expected: readonly ExpectedLine[] | undefined,
  actual: string,
  options: CompareOptions,
  excuses: Step["excuses"] = {},
): Comparison {
  if (expected === undefined) return { status: "equal", differences: [], pairs: [] };
  const shown = withoutBlankEnds(expected.filter(({ remark }) => remark !== true));
  const remarks = expected.filter(({ remark }) => remark === true).map(({ line }) => line);
  const context = { converted: false, ...options, excuses };
  const lines = linesOf(actual);
  const texts = shown.map(({ text }) => comparable(text));
  const printed = options.names ? inShownOrder(texts, lines, options.names) : lines;
  const found = best([
    () => byLines(shown, printed, context),
    () => (options.older === true ? rewritten(inOlderForms(shown, printed), shown, context) : undefined),
    () => withFewerColumns(shown, printed, context),
    () => rewritten(cutAtTheRight(shown, printed), shown, context),
    () => rewritten(inColumns(shown, printed), shown, context),
    () => rewritten(inOtherOrder(shown, printed), shown, context),
    () => asScattered(shown, printed, context),
    () => (isScatteredTable(shown, printed) ? undefined : asFlowed(shown, printed)),
  ]);
  const reasons = [
    ...found.reasons,
    ...(remarks.length === 0 ? [] : [`${linesText(remarks)} no output of the command: a remark, or what a person was asked`]),
  ];
  const { differences, pairs } = found;
  if (differences.length > 0) return { status: "differs", why: firstOf(differences), differences, pairs };
  return reasons.length === 0
    ? { status: "equal", differences, pairs }
    : { status: "excused", why: [...new Set(reasons)].join("; "), differences, pairs };
}

interface Finding {
  readonly differences: readonly Difference[];
  readonly pairs: readonly LinePair[];
  readonly reasons: readonly string[];
}

/** The first way of reading an output that leaves nothing unexplained, else the one that leaves least. */
function best(ways: readonly (() => Finding | undefined)[]): Finding {
  let least: Finding | undefined;
  for (const way of ways) {
    const found = way();
    if (found === undefined) continue;
    if (found.differences.length === 0) return found;
    if (least === undefined || found.differences.length < least.differences.length) least = found;
  }
  return least ?? { differences: [], reasons: [], pairs: [] };
}

function linesOf(actual: string): string[] {
  const lines = plainText(actual).split("\n");
  const from = lines.findIndex((line) => line.trim() !== "");
  const to = lines.findLastIndex((line) => line.trim() !== "");
  return from < 0 ? [] : lines.slice(from, to + 1);
}

function withoutBlankEnds(lines: readonly ExpectedLine[]): ExpectedLine[] {
  const from = lines.findIndex(({ text }) => text.trim() !== "");
  const to = lines.findLastIndex(({ text }) => text.trim() !== "");
  return from < 0 ? [] : lines.slice(from, to + 1);
}

/** `whole` are the printed lines where some of each is left out. */
function byLines(
  shown: readonly ExpectedLine[],
  printed: readonly string[],
  context: LineContext,
  whole: readonly string[] = printed,
): Finding {
  const columns = columnsOf(printed[0] ?? "");
  const pairs = align(shown, printed, { ...context, shownColumns: columnsOf(shown[0]?.text ?? "") });
  const lacking = pairs.flatMap((pair) => (pair.kind === "printed" ? (lackExcuse(printed[pair.actual] ?? "", context) ?? []) : []));
  const reasons = pairs.flatMap((pair) =>
    pair.kind === "both" ? (pair.match.excuse ?? []) : pair.kind === "cut" ? cutReason(pair, printed) : [],
  );
  const differences = differencesOf(pairs, shown, printed, context);
  const indentation = columns === undefined ? wrongIndentation(pairs, printed, context.converted) : [];
  const excerpt = columns === undefined ? excerptOf(pairs, printed) : undefined;
  const beside = pairs.flatMap((pair): LinePair[] => {
    if (pair.kind !== "both") return [];
    const { expected, actual, match } = pair;
    const found = { line: expected.line, shown: comparable(expected.text), actual: comparable(whole[actual] ?? "") };
    return [match.cost < DIFFERENT ? found : { ...found, differs: true }];
  });
  if (excerpt !== undefined && differences.length > 0)
    return { differences: excerpt.differences, reasons: [...reasons, excerpt.reason], pairs: beside };
  return { differences: [...differences, ...indentation], reasons: [...reasons, ...lacking], pairs: beside };
}

function cutReason({ expected, lines }: Extract<Pair, { kind: "cut" }>, printed: readonly string[]): string {
  return `cut by its author at line ${expected.line} (${lines} of ${printed.length} lines)`;
}

/** The reason for a line that the document lacks: its own, or a sidecar's, said of the line, of the name with which it begins, or of how that begins (`web-*`). */
function lackExcuse(line: string, { excuses, excuseLine }: LineContext): string | undefined {
  const text = line.trim();
  const notice = leftOutNotice(text) ?? excuseLine?.(text);
  if (notice !== undefined) return notice;
  const begins = Object.keys(excuses).find((key) => key.endsWith("*") && text.startsWith(key.slice(0, -1)));
  return excuses[text] ?? excuses[text.split(/\s+/)[0] ?? ""] ?? excuses[begins ?? ""];
}

function differencesOf(
  pairs: readonly Pair[],
  shown: readonly ExpectedLine[],
  printed: readonly string[],
  context: LineContext,
): Difference[] {
  const last = shown.at(-1)?.line ?? 0;
  return pairs.flatMap((pair): Difference[] => {
    if (pair.kind === "shown") return [{ line: pair.expected.line, why: `no cluster prints "${short(pair.expected.text)}" there` }];
    if (pair.kind === "printed" && lackExcuse(printed[pair.actual] ?? "", context) === undefined)
      return [
        { line: pair.before || last, why: `a cluster prints "${short(printed[pair.actual] ?? "")}" here, the document does not show it` },
      ];
    if (pair.kind === "both" && pair.match.cost >= DIFFERENT) return [{ line: pair.expected.line, why: pair.match.why ?? "" }];
    return [];
  });
}

/** `service/web created`: a list of which every line counts. */
const RESULT =
  /^\S+(?: "[^"]+")? (?:\([^)]*\) )?(?:created|configured|unchanged|deleted|scaled|exposed|edited|patched|labeled|annotated|replaced|evicted|\w+ed)\b/;

/** Of a long output that is no table, an author may show a part without a mark: lines that follow each other, two at least. */
function excerptOf(pairs: readonly Pair[], printed: readonly string[]): { reason: string; differences: Difference[] } | undefined {
  const from = pairs.findIndex(({ kind }) => kind !== "printed");
  const to = pairs.findLastIndex(({ kind }) => kind !== "printed");
  const inside = pairs.slice(from, to + 1);
  const left = pairs.length - inside.length;
  const pairsInside = inside.filter(({ kind }) => kind === "both").length;
  if (printed.every((line) => RESULT.test(line))) return undefined;
  if (left < 3 || pairsInside < 2 || inside.some(({ kind }) => kind === "printed" || kind === "shown")) return undefined;
  const differences = inside.flatMap((pair): Difference[] =>
    pair.kind === "both" && pair.match.cost >= DIFFERENT ? [{ line: pair.expected.line, why: pair.match.why ?? "" }] : [],
  );
  const first = inside.find((pair) => pair.kind === "both");
  return {
    reason: `an excerpt: from line ${(first?.kind === "both" ? first.actual : 0) + 1} on, ${pairsInside} of ${printed.length} lines`,
    differences,
  };
}

/**
 * Blanks at the beginning of lines are part of YAML: they may be fewer or more when they are so everywhere, deeper lines deeper. A conversion may have
 * made them equal.
 */
function wrongIndentation(pairs: readonly Pair[], printed: readonly string[], converted: boolean): Difference[] {
  const indent = (text: string): number => /^\s*/.exec(text)?.[0].length ?? 0;
  const found = pairs.flatMap((pair) =>
    pair.kind === "both" && pair.match.cost < DIFFERENT
      ? [{ line: pair.expected.line, ours: indent(comparable(pair.expected.text)), theirs: indent(comparable(printed[pair.actual] ?? "")) }]
      : [],
  );
  const known = [...new Map(found.map((each) => [`${each.ours} ${each.theirs}`, each])).values()];
  const clashes = (a: { ours: number; theirs: number }, b: { ours: number; theirs: number }): boolean => {
    if (a.theirs === b.theirs) return a.ours !== b.ours && !converted;
    const [low, high] = a.theirs < b.theirs ? [a, b] : [b, a];
    return converted ? low.ours > high.ours : low.ours >= high.ours;
  };
  return found
    .filter((each) => each.ours !== each.theirs && known.some((other) => clashes(each, other)))
    .map(({ line, ours, theirs }) => ({ line, why: `it is indented by ${ours} blanks, a cluster's line by ${theirs}` }));
}

/** The header tells which columns the author has left out. */
function withFewerColumns(
  shown: readonly ExpectedLine[],
  printed: readonly string[],
  context: LineContext,
  whole: readonly string[] = printed,
): Finding | undefined {
  const columns = columnsOf(printed[0] ?? "");
  const header = shown.find(({ text }) => !isMark(text));
  const left = columns && header && columnsLeftOut(header.text, columns);
  if (columns === undefined || left === undefined) return undefined;
  const { differences, reasons, pairs } = byLines(shown, withoutColumns(printed, columns, left), context, whole);
  const names = left.map((index) => columns.names[index]).join(", ");
  return { differences, reasons: [`${left.length === 1 ? "column" : "columns"} ${names} left out by its author`, ...reasons], pairs };
}

/** What a cluster prints in another form that explains the document's, compared line by line. */
function rewritten(found: Rewriting | undefined, shown: readonly ExpectedLine[], context: LineContext): Finding | undefined {
  if (found === undefined) return undefined;
  const { lines, whole = lines, reason } = found;
  const ways = [byLines(shown, lines, context, whole), withFewerColumns(shown, lines, context, whole)];
  const { differences, reasons, pairs } = best(ways.map((way) => () => way));
  return { differences, pairs, reasons: [reason, ...reasons] };
}

function asScattered(
  shown: readonly ExpectedLine[],
  printed: readonly string[],
  context: LineContext & { names?: NameBases },
): Finding | undefined {
  const isTable = columnsOf(printed[0] ?? "") !== undefined;
  if (!isScatteredTable(shown, printed) && (isTable || !context.converted)) return undefined;
  const withoutMarks = shown.filter(({ text }) => !isMark(text));
  const words = new Set(withoutMarks.flatMap(({ text }) => text.trim().split(/\s+/)));
  const lacks = printed.map((line) => (words.has(wordsOf(line)[0]?.text ?? "") ? undefined : lackExcuse(line, context)));
  const kept = printed.filter((_, index) => lacks[index] === undefined);
  const found = readScattered(withoutMarks, kept, {
    names: context.names,
    converted: true,
    stands: (ours, theirs) => context.binder?.fits(ours, theirs) === true,
    excuse(column, ours, theirs, row, line) {
      const contradiction = context.contradictions.find((each) => each.line === line && each.age === ours);
      if (contradiction && column === "AGE") return `its age ${ours} contradicts line ${contradiction.against.line}`;
      return context.excuseCell?.(column, ours, theirs, row);
    },
  });
  if (found === undefined) return undefined;
  // more lost than kept is no reading of this table at all
  if (found.lost.length > found.words) return undefined;
  if (found.wrong.length === 0) for (const row of found.rows) bindRow(row, context.binder);
  const lost = found.lost.length === 0 ? "" : `, ${found.lost.length} words lost (${short(found.lost.join(" "))})`;
  return {
    differences: found.wrong,
    pairs: found.rows,
    reasons: [
      `a conversion has scattered the words over lines: the same words ${isTable ? "row by row" : "line by line"}${lost}`,
      ...found.mistaken,
      ...lacks.filter((reason) => reason !== undefined),
    ],
  };
}

/** A row as a whole, and, where words of it are lost, those that are there. */
function bindRow({ shown, actual }: LinePair, binder: LineContext["binder"]): void {
  binder?.bind(shown, actual);
  const kept = new Set(wordsOf(shown).map(({ text }) => text));
  for (const { text } of wordsOf(actual)) if (kept.has(text)) binder?.bind(text, text);
}

function isScatteredTable(shown: readonly ExpectedLine[], printed: readonly string[]): boolean {
  return columnsOf(printed[0] ?? "") !== undefined && isBroken(shown);
}

/** A table whose header does not stand on one line, or whose lines are fewer words than its header. */
function isBroken(shown: readonly ExpectedLine[]): boolean {
  const [first = "", ...rest] = shown.map(({ text }) => text.trim());
  const words = first.split(/\s+/).length;
  return rest.some((line) => line !== "" && !isMark(line) && line.split(/\s+/).length < words - 2) || words === 1;
}

function asFlowed(shown: readonly ExpectedLine[], printed: readonly string[]): Finding | undefined {
  const isFlowed =
    shown.some(({ layout }) => layout === "flowed") ||
    (shown.length * 2 <= printed.length && shown.some(({ text }) => text.split(/\s+/).length > 8));
  if (!isFlowed || shown.some(({ text }) => isMark(text))) return undefined;
  const { wrong, mistaken } = readFlowed(shown, printed, true);
  const line = shown[0]?.line ?? 0;
  const pairs = [{ line, shown: shown.map(({ text }) => comparable(text)).join(" "), actual: printed.map(comparable).join(" ") }];
  return {
    differences: wrong,
    pairs,
    reasons: ["a conversion has laid its lines out anew: the same words in the same order", ...mistaken],
  };
}

function short(text: string): string {
  const line = text.trim();
  return line.length > 100 ? `${line.slice(0, 97)}…` : line;
}

function linesText(lines: readonly number[]): string {
  return lines.length === 1 ? `line ${lines[0]} is` : `lines ${lines.join(", ")} are`;
}

function firstOf(differences: readonly Difference[]): string {
  const [first, second, ...more] = differences.map(({ line, why }) => `line ${line}: ${why}`);
  return [first, second, ...(more.length === 0 ? [] : [`and ${more.length} more`])].filter((part) => part !== undefined).join("; ");
}

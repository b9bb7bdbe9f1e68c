import { ageRange } from "../timeline/age-range.ts";
import { isMark } from "./marks.ts";
import { wordsOf } from "./words.ts";

/** What is known of the names in a cluster's lines. */
export interface NameBases {
  /** What stands before the drawn letters of a name; undefined for a name without any. */
  baseOf(name: string): string | undefined;
  /** Whether a line of the document is known to stand for a cluster's line. */
  isBound(shown: string, actual: string): boolean;
  /** Whether a word is a node's name: where a pod is placed, chance decides among equal nodes. */
  isNode(word: string): boolean;
}

/**
 * Rows are listed by name, so that drawn letters decide their order: rows whose names part in those letters alone are put in the order in which the
 * document shows them. Which is which, known names tell first, then ages, then what else the rows share.
 */
export function inShownOrder(shown: readonly string[], printed: readonly string[], names: NameBases): string[] {
  const bases = printed.map((line) => baseIn(line, names));
  const ordered: string[] = [];
  for (let from = 0; from < printed.length;) {
    let to = from + 1;
    while (bases[from] !== undefined && to < printed.length && bases[to] === bases[from]) to++;
    const base = bases[from];
    ordered.push(...(to - from < 2 || base === undefined ? printed.slice(from, to) : sorted(shown, printed.slice(from, to), base, names)));
    from = to;
  }
  return ordered;
}

/** The base of the drawn name that a line is listed by: its first word, or its second behind a namespace. */
function baseIn(line: string, names: NameBases): string | undefined {
  for (const { text } of wordsOf(line).slice(0, 2)) {
    const base = names.baseOf(withoutKind(text));
    if (base !== undefined) return base;
  }
  return undefined;
}

function withoutKind(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

function sorted(all: readonly string[], printed: readonly string[], base: string, names: NameBases): string[] {
  const isOfBase = (line: string): boolean =>
    wordsOf(line)
      .slice(0, 2)
      .some(({ text }) => withoutKind(text).startsWith(base) && withoutKind(text).length === base.length + 5);
  const shown = all.filter(isOfBase);
  const partners = assign(shown, printed, names);
  const left = printed.filter((line) => !partners.includes(line));
  const inOrder = partners.filter((line) => line !== undefined);
  // rows that the author has cut stand where the mark is
  const lastShown = all.findIndex((line, index) => isMark(line) && all.slice(0, index).some(isOfBase));
  const before = lastShown < 0 ? inOrder.length : all.slice(0, lastShown).filter(isOfBase).length;
  return [...inOrder.slice(0, before), ...left, ...inOrder.slice(before)];
}

/** For each line of the document the cluster's line that stands for it, the likeliest pairs first. */
function assign(shown: readonly string[], printed: readonly string[], names: NameBases): (string | undefined)[] {
  const [shownRanks, printedRanks] = [ranks(shown), ranks(printed)];
  const costs = shown.flatMap((line, i) =>
    printed.map((other, j) => ({ i, j, cost: costOf(line, other, Math.abs((shownRanks[i] ?? 0) - (printedRanks[j] ?? 0)), names) })),
  );
  const partners = Array.from<string | undefined>({ length: shown.length });
  const taken = new Set<number>();
  for (const { i, j } of costs.toSorted((a, b) => a.cost - b.cost)) {
    if (partners[i] !== undefined || taken.has(j)) continue;
    partners[i] = printed[j] ?? "";
    taken.add(j);
  }
  return partners;
}

function costOf(shown: string, printed: string, ageDistance: number, names: NameBases): number {
  if (names.isBound(shown, printed)) return -1000;
  const theirs = new Set(wordsOf(printed).map(({ text }) => text));
  const others = wordsOf(shown).filter(({ text }, index) => !theirs.has(text) && index > 0).length;
  const isNamed = wordsOf(shown)[0]?.text === wordsOf(printed)[0]?.text;
  return 100 * ageDistance + 10 * others - (isNamed ? 5 : 0);
}

/** How old each line is among the others: the mean place of equal ages. */
function ranks(lines: readonly string[]): number[] {
  const ages = lines.map(
    (line) =>
      wordsOf(line)
        .map(({ text }) => ageRange(text)?.from)
        .findLast((age) => age !== undefined) ?? 0,
  );
  return ages.map((age) => ages.filter((other) => other > age).length + ages.filter((other) => other === age).length / 2);
}

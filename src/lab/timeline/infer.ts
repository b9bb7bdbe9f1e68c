import { ageRange } from "./age-range.ts";
import { atMost, solve, type Bound } from "./solve.ts";

/** An age that the document shows: at step `step`, the object made by step `madeAt` (or before the lab) was so old. */
export interface ShownAge {
  readonly line: number;
  /** Index of the item whose output shows it. */
  readonly step: number;
  /** `pod np-pods-5767d54d4b-vvvrm` */
  readonly object: string;
  readonly age: string;
  /** Item that made the object, and how many seconds after it; or, without an item, seconds relative to the lab's start (negative). */
  readonly made: { readonly step?: number; readonly seconds: number };
}

/** A running loop shows that so many seconds have passed at least between two items. */
export interface ShownPassage {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  /** No longer either. */
  readonly isWhole?: true;
}

/** An age that cannot be true together with another line of the same document. */
export interface Contradiction {
  readonly line: number;
  readonly object: string;
  readonly age: string;
  readonly against: { readonly line: number; readonly object: string; readonly age: string };
}

export interface Timeline {
  /** Second, counted from the lab's start, at which each item happens. */
  readonly seconds: readonly number[];
  readonly contradictions: readonly Contradiction[];
}

/** Pauses between two commands, in seconds: the shortest that explains the ages is taken. Authors come back after days; none is longer than three days. */
const PAUSES_SECONDS = [60, 300, 1800, 3600, 3 * 3600, 12 * 3600] as const;
const LONGEST_PAUSE_SECONDS = 3 * 86400;
/** Nobody takes longer for writing a file that is shown. */
const WRITING_SECONDS = 3600;

/**
 * When each item of a transcript happened, from the ages that it shows: the earliest moments that make all of them true. An age that
 * contradicts the rest is left out and reported with the line that refutes it. What is `wished` counts where no age speaks against it; items that
 * stand `still` (files that are shown) make no pause of their own. Before `begun`, the first item of the document itself, any time may pass.
 */
export function inferTimeline(
  items: number,
  ages: readonly ShownAge[],
  passages: readonly ShownPassage[],
  wished: readonly ShownPassage[] = [],
  still: ReadonlySet<number> = new Set(),
  begun = 0,
): Timeline {
  const order: Order = { items, still, begun };
  const contradictions: Contradiction[] = [];
  let kept = ages.filter((age) => ageRange(age.age) !== undefined);
  for (;;) {
    const bounds = [...passageBounds(passages), ...kept.flatMap(ageBounds)];
    const result = solve(items + 1, [...orderBounds(order, LONGEST_PAUSE_SECONDS), ...bounds]);
    if ("times" in result) {
      const granted = grant(order, bounds, passageBounds(wished, true));
      return { seconds: withShortestPauses(order, granted, result.times), contradictions };
    }
    const culprit = culpritOf(order, kept, passages, result.contradiction);
    if (!culprit) return { seconds: Array.from({ length: items }, (_, index) => index + 1), contradictions };
    contradictions.push(culprit.contradiction);
    kept = kept.filter((age) => age !== culprit.age);
  }
}

/** So exact an age must be to leave no room for a pause. */
const EXACT_SECONDS = 60;

/** The items behind each of which everything is as late as planned: an age spans them that says so. */
export function rigidPlaces(ages: readonly ShownAge[]): Set<number> {
  const rigid = new Set<number>();
  for (const { age, step, made } of ages) {
    const range = ageRange(age);
    if (range === undefined || range.to - range.from >= EXACT_SECONDS) continue;
    for (let index = made.step ?? 0; index < step; index++) rigid.add(index);
  }
  return rigid;
}

/** The items by number, and those of them that are no commands. */
interface Order {
  readonly items: number;
  readonly still: ReadonlySet<number>;
  readonly begun: number;
}

/** As many of the wishes as leave everything else true. */
function grant(order: Order, bounds: readonly Bound[], wishes: readonly Bound[]): Bound[] {
  return wishes.reduce<Bound[]>(
    (kept, wish) => {
      const more = [...kept, wish];
      return "times" in solve(order.items + 1, [...orderBounds(order, LONGEST_PAUSE_SECONDS), ...more]) ? more : kept;
    },
    [...bounds],
  );
}

/** The moments once more, with the smallest of the usual pauses that still agrees with everything shown. */
function withShortestPauses(order: Order, bounds: readonly Bound[], fallback: readonly number[]): number[] {
  for (const pause of [...PAUSES_SECONDS, LONGEST_PAUSE_SECONDS]) {
    const result = solve(order.items + 1, [...orderBounds(order, pause), ...bounds]);
    if ("times" in result) return relative(result.times);
  }
  return relative(fallback);
}

function relative(times: readonly number[]): number[] {
  return times.slice(1).map((time) => time - (times[0] ?? 0));
}

/** Moments: 0 is the lab's start, item k is k + 1. Items follow each other by a second at least; only up to the first command days may pass. */
function orderBounds({ items, still, begun }: Order, longestPause: number): Bound[] {
  const first = Array.from({ length: items }, (_, index) => index).findIndex((index) => index >= begun && !still.has(index));
  return Array.from({ length: items }, (_, index) => [
    { earlier: index, later: index + 1, atLeast: 1, source: -1 },
    ...(index === first || (index < begun && !still.has(index))
      ? []
      : [atMost(index, index + 1, still.has(index) ? Math.min(longestPause, WRITING_SECONDS) : longestPause, -1)]),
  ]).flat();
}

function passageBounds(passages: readonly ShownPassage[], isWished = false): Bound[] {
  return passages.flatMap(({ from, to, seconds, isWhole }) => [
    ...(isWhole && isWished ? [atMost(from + 1, to + 1, Math.max(1, Math.ceil(seconds)), -1)] : []),
    { earlier: from + 1, later: to + 1, atLeast: Math.ceil(seconds), source: -1 },
  ]);
}

function ageBounds(age: ShownAge, index: number): Bound[] {
  const range = ageRange(age.age);
  if (!range) return [];
  const made = age.made.step === undefined ? 0 : age.made.step + 1;
  return [
    { earlier: made, later: age.step + 1, atLeast: range.from + age.made.seconds, source: index },
    atMost(made, age.step + 1, range.to - 1 + age.made.seconds, index),
  ];
}

/** The age without which the rest agrees, and the line that refutes it. With several such ages, the one that is furthest from its neighbours. */
function culpritOf(
  order: Order,
  ages: readonly ShownAge[],
  passages: readonly ShownPassage[],
  involved: readonly number[],
): { age: ShownAge; contradiction: Contradiction } | undefined {
  const { items } = order;
  const fixed = [...orderBounds(order, LONGEST_PAUSE_SECONDS), ...passageBounds(passages)];
  const candidates = involved.map((index) => ages[index]).filter((age) => age !== undefined);
  const alone = candidates.filter(
    (age) => "times" in solve(items + 1, [...fixed, ...ages.filter((other) => other !== age).flatMap(ageBounds)]),
  );
  const refuted = new Map(candidates.map((age) => [age, ages.filter((other) => clash(age, other))]));
  const most = Math.max(...[...refuted.values()].map((others) => others.length));
  const clashing = candidates.filter((age) => most > 1 && refuted.get(age)?.length === most);
  const choice = clashing.length > 0 ? clashing : alone.length > 0 ? alone : candidates;
  const age = choice.toSorted((a, b) => (ageRange(b.age)?.from ?? 0) - (ageRange(a.age)?.from ?? 0))[0];
  if (!age) return undefined;
  const clashes = refuted.get(age) ?? [];
  const against =
    (clashes.length > 0 ? nearest(age, clashes) : undefined) ??
    refutation(
      age,
      ages.filter((other) => other.object !== age.object),
    ) ??
    age;
  return {
    age,
    contradiction: {
      line: age.line,
      object: age.object,
      age: age.age,
      against: { line: against.line, object: against.object, age: against.age },
    },
  };
}

/** Two ages that cannot both be true whatever the others are: time that lies inside another time is not longer than it, nor much shorter. */
function clash(one: ShownAge, other: ShownAge): boolean {
  const isInside = (a: ShownAge, b: ShownAge): boolean => makerOf(b) <= makerOf(a) && a.step <= b.step;
  const [inner, outer] = isInside(one, other) ? [one, other] : isInside(other, one) ? [other, one] : [];
  const [short, long] = [inner && ageRange(inner.age), outer && ageRange(outer.age)];
  if (!inner || !outer || !short || !long || inner === outer) return false;
  const steps = makerOf(inner) - makerOf(outer) + outer.step - inner.step;
  const slack = Math.abs(inner.made.seconds) + Math.abs(outer.made.seconds) + 2;
  if (makerOf(outer) < 0 && makerOf(inner) >= 0) return short.from > long.to + slack;
  return short.from + steps > long.to + slack || (makerOf(outer) >= 0 && long.from > short.to + steps * LONGEST_PAUSE_SECONDS + slack);
}

function makerOf({ made }: ShownAge): number {
  return made.step ?? -1;
}

function nearest(age: ShownAge, others: readonly ShownAge[]): ShownAge | undefined {
  return others.toSorted((a, b) => Math.abs(a.line - age.line) - Math.abs(b.line - age.line))[0];
}

/** The line that shows best how little time had passed: an object made during the lab before the culprit's line and still young after it. */
function refutation(culprit: ShownAge, others: readonly ShownAge[]): ShownAge | undefined {
  const spans = others.filter(({ made, step }) => made.step !== undefined && made.step <= culprit.step && culprit.step <= step);
  const distance = (age: ShownAge) => Math.abs(age.line - culprit.line);
  const earliestMade = (age: ShownAge) => age.made.step ?? 0;
  return (spans.length > 0 ? spans : others).toSorted((a, b) => earliestMade(a) - earliestMade(b) || distance(a) - distance(b))[0];
}

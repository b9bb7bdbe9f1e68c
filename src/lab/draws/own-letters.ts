import { createStream } from "../../sim/random.ts";
import type { Pins } from "../../sim/tape.ts";
import { SUFFIX } from "./parts.ts";

/** The letters that a fresh cluster's names end in, in the places of those that a document shows. */
export interface OwnLetters {
  /** Draws letters for all that a tape has in the document's words. */
  draw(pins: Pins): void;
  /** The letters that stand for the document's behind that base. */
  of(base: string, shown: string): string | undefined;
}

/** The letters of {@link SUFFIX} in the order in which names are listed. */
const LETTERS = "2456789bcdfghjklmnpqrstvwxz";
const LENGTH = 5;
const COUNT = LETTERS.length ** LENGTH;
const LONGEST_BASE = 58;

/**
 * Letters that a seed draws. Names are listed, and ties between equal pods are broken, in the order of their letters: letters are drawn among those
 * that leave the names in the order in which the document has them, so that which of several equal pods is which needs no guess.
 */
export function createOwnLetters(seed: number): OwnLetters {
  const known = new Map<string, Map<string, string>>();

  function drawFor(base: string, wanted: readonly string[], bounds: readonly number[]): void {
    const drawn = known.get(base) ?? new Map<string, string>();
    known.set(base, drawn);
    const places = [...drawn].map(([shown, own]) => ({ shown: numberOf(shown), own: numberOf(own) }));
    const fixed = [...places, ...bounds.map((bound) => ({ shown: bound - 0.5, own: bound - 0.5 }))].toSorted((a, b) => a.shown - b.shown);
    const gaps = Map.groupBy(
      [...new Set(wanted)].filter((shown) => !drawn.has(shown)).toSorted((a, b) => numberOf(a) - numberOf(b)),
      (shown) => fixed.findLastIndex((each) => each.shown < numberOf(shown)),
    );
    for (const [at, letters] of gaps) {
      const from = Math.floor((fixed[at]?.own ?? -1) + 1);
      const to = Math.ceil(fixed[at + 1]?.own ?? COUNT);
      const numbers = distinct(letters.length, from, to, createStream(seed, `labels/${base}/${letters.join()}`, 0, () => undefined).int);
      for (const [index, shown] of letters.entries()) drawn.set(shown, numbers === undefined ? shown : lettersOf(numbers[index] ?? 0));
    }
  }

  return {
    draw(pins) {
      const streams = Object.keys(pins).filter((stream) => stream.startsWith("name-suffix/"));
      const bases = Map.groupBy(streams, baseOf);
      for (const [base, all] of bases) {
        const wanted = all.flatMap((stream) => pins[stream] ?? []).filter((shown) => shown !== undefined && SUFFIX.test(shown));
        const behind = [...bases.keys()].filter((other) => other !== base && other.startsWith(base));
        drawFor(base, wanted as string[], [...new Set(behind.map((other) => numberOf(other.slice(base.length))))]);
      }
    },
    of: (base, shown) => known.get(base)?.get(shown),
  };
}

/** What stands before the drawn letters of the names of a stream. */
export function baseOf(stream: string): string {
  return stream.split("/").slice(3).join("/").slice(0, LONGEST_BASE);
}

/** How many drawn endings are listed before a text. */
function numberOf(text: string): number {
  let number = 0;
  for (let index = 0; index < LENGTH; index++) {
    const letter = text[index] ?? "";
    const below = [...LETTERS].filter((other) => other < letter).length;
    number = number * LETTERS.length + below;
    if (!LETTERS.includes(letter) || letter === "") return number * LETTERS.length ** (LENGTH - 1 - index);
  }
  return number;
}

function lettersOf(number: number): string {
  let [text, left] = ["", number];
  for (let index = 0; index < LENGTH; index++) {
    text = (LETTERS[left % LETTERS.length] ?? "") + text;
    left = Math.floor(left / LETTERS.length);
  }
  return text;
}

/** So many different numbers from `from` on and below `to`, in order; undefined where there are too few. */
function distinct(count: number, from: number, to: number, int: (bound: number) => number): number[] | undefined {
  if (to - from < 2 * count) return undefined;
  const found = new Set<number>();
  while (found.size < count) found.add(from + int(to - from));
  return [...found].toSorted((a, b) => a - b);
}

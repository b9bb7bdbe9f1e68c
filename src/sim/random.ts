import { assert } from "../base/assert.ts";
import { mixNumber, mixText, stir, type Words } from "./mix.ts";
import type { RandomStream } from "./types.ts";

/** A stream whose n-th draw depends on seed, name and n alone. */
export interface CountedStream extends RandomStream {
  /** How many draws have been made. */
  counter(): number;
}

/** Of the last seed: the streams of a simulation all have the same. */
let seeded: { readonly seed: number; readonly words: Words } | undefined;

function wordsOf(seed: number): Words {
  if (seeded?.seed !== seed) {
    const words = mixNumber(mixNumber([0x243f6a88, 0x85a308d3], Math.floor(seed / 2 ** 32)), seed | 0);
    seeded = { seed, words };
  }
  return seeded.words;
}

/**
 * The stream of a name, after `counter` draws. Integer arithmetic alone makes the draws, so that they are the same on every machine.
 * `onDraw` hears of each draw before it is made.
 */
export function createStream(seed: number, name: string, counter: number, onDraw: () => void): CountedStream {
  const [high, low] = mixText(wordsOf(seed), name);
  let drawn = counter;

  function next(): number {
    onDraw();
    const count = ++drawn;
    const upper = stir(high ^ stir(Math.imul(count, 0x9e3779b1) ^ low));
    const lower = stir(upper ^ stir(Math.imul(count, 0x85ebca77) ^ high));
    return ((upper >>> 5) * 0x4000000 + (lower >>> 6)) / 2 ** 53;
  }

  function int(bound: number): number {
    if (bound < 1) assert(false, `a draw of ${name} from a range of ${bound}`);
    return Math.floor(next() * bound);
  }

  return {
    float: next,
    int,
    pick(items) {
      const item = items[int(items.length)];
      return item as (typeof items)[number];
    },
    counter: () => drawn,
  };
}

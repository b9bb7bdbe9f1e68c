import type { Home } from "./draws/parts.ts";
import type { Pins } from "../sim/tape.ts";
import type { Contradiction } from "./timeline/infer.ts";

/** What rehearsals have found out: all that the real play goes by, as data that can be kept. */
export interface Findings {
  /** The draws of the play, as the document shows them. */
  readonly pins: Pins;
  /** Second, counted from the lab's start, at which each item begins. */
  readonly seconds: readonly number[];
  readonly contradictions: readonly Contradiction[];
  /** Items at which waiting for what the document shows is in vain. */
  readonly vain: readonly number[];
  /** Items across which ages fix the time. */
  readonly rigid: readonly number[];
  /** Where the document has its pods with drawn names. */
  readonly homes: Readonly<Record<string, Home>>;
}

/** Findings by what stands for the key of the play that they are of. */
export type FindingsByKey = Readonly<Record<string, Findings>>;

/** Findings as {@link JSON.stringify} writes them. */
export function readFindings(text: string): FindingsByKey {
  // JSON has null in a list where a draw is left to chance
  return JSON.parse(text, (_, value: unknown) =>
    Array.isArray(value) ? value.map((each: unknown) => (each === null ? undefined : each)) : value,
  ) as FindingsByKey;
}

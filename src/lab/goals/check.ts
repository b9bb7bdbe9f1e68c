import type { Look } from "./look.ts";

/** Whether a goal is reached, and what is seen instead. */
export interface GoalVerdict {
  readonly isReached: boolean;
  /** What was seen, as `deployment web has 1 of 3 replicas ready`. */
  readonly seen: string;
}

/** Judges by what is seen now. */
export type Check = (look: Look) => Promise<GoalVerdict>;

/** An object that a sentence speaks of. */
export interface Subject {
  /** As the sentence writes it: `deployment`, `svc`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** A verdict on what was seen. */
export function seen(isReached: boolean, what: string): GoalVerdict {
  return { isReached, seen: what };
}

import { FIRST_EDITION_LABS } from "./first-edition.ts";
import { OTHER_LABS } from "./other-lessons.ts";
import { SECOND_EDITION_LABS } from "./second-edition.ts";

/** A lab that comes with k8sim. */
export interface ShippedLab {
  readonly text: string;
  /** Text of its sidecar, when it has one. */
  readonly sidecar?: string;
}

/** The shipped labs by name; fixtures/labs. */
export const SHIPPED_LABS: Readonly<Record<string, ShippedLab>> = Object.fromEntries(
  Object.entries({ ...FIRST_EDITION_LABS, ...SECOND_EDITION_LABS, ...OTHER_LABS }).map(([name, text]) => [name, { text }]),
);

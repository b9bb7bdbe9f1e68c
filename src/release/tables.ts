import { assert } from "../base/assert.ts";
import { networkRows } from "./rows/network.ts";
import type { requestRows } from "./rows/requests.ts";
import type { workRows } from "./rows/work.ts";

/** Every row of every table. */
export type Rows = typeof networkRows & typeof requestRows & typeof workRows;

/** Tables that are read when a row is asked for that is in none before them: a curl in a loop needs few, a `get` not all. */
const LATER: (() => Partial<Rows>)[] = [
  () => (require("./rows/requests.ts") as typeof import("./rows/requests.ts")).requestRows,
  () => (require("./rows/work.ts") as typeof import("./rows/work.ts")).workRows,
];

let rows: Partial<Rows> = networkRows;

/** The row of a name. */
export function rowOf<K extends keyof Rows>(name: K): Rows[K] {
  for (;;) {
    const row = rows[name];
    if (row !== undefined) return row;
    const next = LATER.shift();
    assert(next, `there is a row of the name ${name}`);
    rows = { ...rows, ...next() };
  }
}

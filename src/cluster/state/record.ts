import { damaged } from "./state-error.ts";

/** What a gap holds in the JSON of a record. */
export const GAP = 0;

/** The value of a JSON text out of the state file `path`; a text that is none means damage. */
export function parseRecord(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, "a record in it is unreadable");
  }
}

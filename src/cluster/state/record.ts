import { damaged } from "./state-error.ts";

/** The value of a JSON text out of the state file `path`; a text that is none means damage. */
export function parseRecord<T>(path: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw damaged(path, "a record in it is unreadable");
  }
}

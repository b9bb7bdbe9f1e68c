import type { JsonObject } from "../../../base/json.ts";

/** Members that were written with nothing behind their colon. They are null like `null`, but do not live as long. */
const blanks = new WeakMap<JsonObject, Set<string>>();

/** Notes such a member when it is read. */
export function noteBlank(container: JsonObject, key: string): void {
  const keys = blanks.get(container);
  if (keys === undefined) blanks.set(container, new Set([key]));
  else keys.add(key);
}

/** Whether a member that is null was written with nothing at all. */
export function isBlank(container: JsonObject, key: string): boolean {
  return blanks.get(container)?.has(key) === true;
}

import type { JsonValue } from "../../base/json.ts";

/** A scalar as its YAML text; "" for what is absent or no scalar. */
export function scalarText(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return "";
}

/** Neither there nor null. */
export function isMissing(value: JsonValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

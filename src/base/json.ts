/** A value as JSON knows it. Integers above 2^53 lose digits: nothing in the emulated API carries such a number. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object: string keys, JSON values. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** True for a plain JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What Go's encoding/json calls a value: `array`, `bool`, `number`, `object`, `string`. */
export function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** The short name by which most of the code calls a {@link JsonValue}. */
export type Json = JsonValue;

import { sortedKeys } from "./bytewise.ts";

/** How Go's encoder is to print. */
export interface JsonOutOptions {
  /** Blanks for each level; undefined prints everything on one line without blanks. */
  readonly indent?: number;
  /** Sort keys by their bytes, as Go does for maps; otherwise keys stay in their own order, as for structs. */
  readonly sortKeys?: boolean;
  /** Write `<`, `>` and `&` as they are, as an encoder with SetEscapeHTML(false) does. */
  readonly plainHtml?: boolean;
}

const NEEDS_CARE = /[\b\f<>&\u2028\u2029\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const HTML = /[<>&\u2028\u2029]/g;
const SHORT_ESCAPE = /\\(?:[\\"]|[bf])/g;

/** A string as Go's encoding/json prints it, quotes included. */
export function goJsonString(text: string, plainHtml = false): string {
  const plain = JSON.stringify(text);
  if (!NEEDS_CARE.test(text)) return plain;
  const wellFormed = JSON.stringify(text.replace(LONE_SURROGATE, "\ufffd"));
  const escaped = wellFormed.replace(SHORT_ESCAPE, (pair) => (pair === "\\b" ? "\\u0008" : pair === "\\f" ? "\\u000c" : pair));
  return escaped.replace(HTML, (character) => {
    if (plainHtml && character.charCodeAt(0) < 128) return character;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/**
 * Prints a JSON value as Go's json.Marshal or, with `indent`, json.MarshalIndent does, without a newline at the end.
 * Members that are undefined are left out. Throws an Error with Go's text for NaN and infinities.
 */
export function goJson(value: unknown, options: JsonOutOptions = {}): string {
  const parts: string[] = [];
  writeValue(parts, value, options, options.indent === undefined ? "" : "\n");
  return parts.join("");
}

/** What `kubectl -o json` prints: four blanks a level, keys in the object's own order, a newline at the end. */
export function kubectlJson(value: unknown, options: JsonOutOptions = {}): string {
  return `${goJson(value, { indent: 4, ...options })}\n`;
}

function writeValue(parts: string[], value: unknown, options: JsonOutOptions, lineStart: string): void {
  if (typeof value === "string") parts.push(goJsonString(value, options.plainHtml));
  else if (typeof value === "number") parts.push(jsonNumber(value));
  else if (typeof value === "boolean") parts.push(value ? "true" : "false");
  else if (value === null || value === undefined) parts.push("null");
  else if (Array.isArray(value)) writeArray(parts, value, options, lineStart);
  else writeObject(parts, value as Record<string, unknown>, options, lineStart);
}

function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) {
    const name = Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    throw new Error(`json: unsupported value: ${name}`);
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

function writeArray(parts: string[], items: readonly unknown[], options: JsonOutOptions, lineStart: string): void {
  if (items.length === 0) {
    parts.push("[]");
    return;
  }
  const inner = deeper(lineStart, options);
  let opener = "[";
  for (const item of items) {
    parts.push(opener, inner);
    writeValue(parts, item, options, inner);
    opener = ",";
  }
  parts.push(lineStart, "]");
}

function writeObject(parts: string[], object: Record<string, unknown>, options: JsonOutOptions, lineStart: string): void {
  const inner = deeper(lineStart, options);
  const separator = options.indent === undefined ? ":" : ": ";
  let opener = "{";
  for (const key of options.sortKeys === true ? sortedKeys(object) : Object.keys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    parts.push(opener, inner, goJsonString(key, options.plainHtml), separator);
    writeValue(parts, member, options, inner);
    opener = ",";
  }
  if (opener === "{") parts.push("{}");
  else parts.push(lineStart, "}");
}

function deeper(lineStart: string, options: JsonOutOptions): string {
  return options.indent === undefined ? "" : lineStart + " ".repeat(options.indent);
}

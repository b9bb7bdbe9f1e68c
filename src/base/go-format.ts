import { sortedKeys } from "./bytewise.ts";
import { isJsonObject } from "./json.ts";

const ESCAPES: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};
const GENERAL_FORMAT_PRECISION = 6;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

/** Go's strconv.Quote (`%q` of a string): `"a\tb"`. */
export function goQuote(text: string): string {
  const parts: string[] = ['"'];
  for (const character of text) parts.push(quoteRune(character));
  parts.push('"');
  return parts.join("");
}

function quoteRune(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const escape = ESCAPES[code];
  if (escape !== undefined) return escape;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  // A lone surrogate is no valid UTF-8: Go would hold the replacement character.
  if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
  if (PRINTABLE.test(character)) return character;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}

/** True when Go would hold the number as int64 after decoding JSON or YAML, false when as float64. */
export function isGoInteger(value: number): boolean {
  return Number.isInteger(value) && value < 2 ** 63 && value >= -(2 ** 63) && !Object.is(value, -0);
}

/** Decimal digits of an integral number, never with an exponent. */
export function integerDigits(value: number): string {
  return Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString();
}

/** A float64 as `%v` and strconv.FormatFloat(v, 'g', -1, 64) print it: an exponent below 1e-4 and from 1e6. */
// Go strconv/ftoa.go: a shortest form takes precision 6 for the choice between %e and %f.
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < GENERAL_FORMAT_PRECISION) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${digits}`;
}

/** A number as `%v` prints it once Go has decoded it: int64 where it fits, else float64. */
export function goNumberV(value: number): string {
  return isGoInteger(value) ? integerDigits(value) : goFloat(value);
}

/** Go's `%v` of a decoded JSON value: `map[a:b c:[1 2]]`, `<nil>`, `true`; keys sorted. Same as `%+v` here. */
export function goValueV(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (typeof value === "string") return value;
  if (typeof value === "number") return goNumberV(value);
  if (Array.isArray(value)) return `[${value.map(goValueV).join(" ")}]`;
  if (!isJsonObject(value)) return String(value);
  const pairs = sortedKeys(value).map((key) => `${key}:${goValueV(value[key])}`);
  return `map[${pairs.join(" ")}]`;
}

/** Go's `%#v` of a decoded JSON value: `map[string]interface {}{"a":1}`, `[]interface {}{"b"}`. */
export function goValueSyntax(value: unknown): string {
  if (value === null || value === undefined) return "interface {}(nil)";
  if (typeof value === "string") return goQuote(value);
  if (typeof value === "number") return goNumberV(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goValueSyntax).join(", ")}}`;
  if (!isJsonObject(value)) return String(value);
  const pairs = sortedKeys(value).map((key) => `${goQuote(key)}:${goValueSyntax(value[key])}`);
  return `map[string]interface {}{${pairs.join(", ")}}`;
}

/** Go's `%#v` of []string: `[]string{"a", "b"}`; undefined stands for nil. */
export function goStringSliceSyntax(items: readonly string[] | undefined): string {
  return items === undefined ? "[]string(nil)" : `[]string{${items.map(goQuote).join(", ")}}`;
}

/** Go's `%q` of []string: `["a" "b"]`. */
export function goStringSliceQuoted(items: readonly string[]): string {
  return `[${items.map(goQuote).join(" ")}]`;
}

/** Go's `%#v` of map[string]string: `map[string]string{"a":"b"}`, keys sorted; undefined stands for nil. */
export function goStringMapSyntax(map: Readonly<Record<string, string>> | undefined): string {
  if (map === undefined) return "map[string]string(nil)";
  const pairs = sortedKeys(map).map((key) => `${goQuote(key)}:${goQuote(map[key] ?? "")}`);
  return `map[string]string{${pairs.join(", ")}}`;
}

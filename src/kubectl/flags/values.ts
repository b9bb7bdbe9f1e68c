import { goQuote } from "../../base/go-format.ts";
import { parseGoDuration } from "../../base/go-duration.ts";
import type { FlagSpec, FlagValue } from "./spec.ts";

const TRUE_WORDS: ReadonlySet<string> = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE_WORDS: ReadonlySet<string> = new Set(["0", "f", "F", "false", "FALSE", "False"]);
const INTEGER = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)$/;
const LIMITS: Readonly<Record<string, { function: string; low: bigint; high: bigint }>> = {
  int: { function: "ParseInt", low: -(1n << 63n), high: (1n << 63n) - 1n },
  int64: { function: "ParseInt", low: -(1n << 63n), high: (1n << 63n) - 1n },
  int32: { function: "ParseInt", low: -(1n << 31n), high: (1n << 31n) - 1n },
  uint: { function: "ParseUint", low: 0n, high: (1n << 64n) - 1n },
};

/**
 * Reads a flag's text. Throws Error with the reason as Go words it: `strconv.ParseInt: parsing "x": invalid syntax`.
 * `previous` is the value so far when the flag was set before, for flags that add up.
 */
// spf13/pflag 1.0.5
export function parseFlagValue(spec: FlagSpec, text: string, previous: FlagValue | undefined): FlagValue {
  switch (spec.type) {
    case "bool":
      return parseBool(text);
    case "string":
      return text;
    case "float":
      return parseFloat64(text);
    case "duration":
      return parseGoDuration(text);
    case "stringArray":
      return [...listOf(previous), text];
    case "stringSlice":
      return [...listOf(previous), ...splitCsv(text)];
    case "pairs":
      return [...listOf(previous), ...readPairs(text)];
    case "stringToString":
      return [...listOf(previous), ...readMap(text)];
    default:
      return parseInteger(spec.type, text);
  }
}

/** k8s.io/component-base/cli/flag MapStringString */
function readPairs(text: string): string[] {
  const pairs = text.split(",").filter((pair) => pair !== "");
  if (pairs.some((pair) => !pair.includes("="))) throw new Error("malformed pair, expect string=string");
  return pairs;
}

/** pflag's StringToString: values with commas when there is but one, else as CSV has it. */
function readMap(text: string): string[] {
  const pairs = text.split("=").length === 2 ? [text.replace(/^"+|"+$/g, "")] : splitCsv(text);
  const bare = pairs.find((pair) => !pair.includes("="));
  if (bare !== undefined) throw new Error(`${bare} must be formatted as key=value`);
  return pairs;
}

function listOf(value: FlagValue | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** Go's strconv.ParseBool; throws Error with its text. */
export function parseBool(text: string): boolean {
  if (TRUE_WORDS.has(text)) return true;
  if (FALSE_WORDS.has(text)) return false;
  throw new Error(`strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax`);
}

function parseInteger(type: string, text: string): number {
  const limit = LIMITS[type] ?? { function: "ParseInt", low: 0n, high: 0n };
  const match = INTEGER.exec(text);
  if (!match || (limit.low === 0n && match[1] !== "")) {
    throw new Error(`strconv.${limit.function}: parsing ${goQuote(text)}: invalid syntax`);
  }
  const digits = (match[2] ?? "").replaceAll("_", "");
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = match[1] === "-" ? -BigInt(octal) : BigInt(octal);
  if (value < limit.low || value > limit.high) {
    throw new Error(`strconv.${limit.function}: parsing ${goQuote(text)}: value out of range`);
  }
  return Number(value);
}

function parseFloat64(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text))
    throw new Error(`strconv.ParseFloat: parsing ${goQuote(text)}: invalid syntax`);
  return Number(text);
}

/** Splits one line of comma-separated values; quotes hold commas together. Throws Error as Go's encoding/csv words it. */
export function splitCsv(text: string): string[] {
  if (text === "") return [];
  const fields: string[] = [];
  let position = 0;
  for (;;) {
    if (text[position] === '"') {
      const { field, end } = quotedField(text, position + 1);
      fields.push(field);
      position = end;
    } else {
      const comma = text.indexOf(",", position);
      const field = comma < 0 ? text.slice(position) : text.slice(position, comma);
      const quote = field.indexOf('"');
      if (quote >= 0) throw new Error(`parse error on line 1, column ${position + quote + 1}: bare " in non-quoted-field`);
      fields.push(field);
      position += field.length;
    }
    if (position >= text.length) return fields;
    position++;
  }
}

function quotedField(text: string, start: number): { field: string; end: number } {
  let field = "";
  for (let position = start; ;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) throw new Error(`parse error on line 1, column ${text.length + 1}: extraneous or missing " in quoted-field`);
    field += text.slice(position, quote);
    const next = text[quote + 1];
    if (next === '"') {
      field += '"';
      position = quote + 2;
    } else if (next === "," || next === undefined) {
      return { field, end: quote + 1 };
    } else {
      throw new Error(`parse error on line 1, column ${quote + 2}: extraneous or missing " in quoted-field`);
    }
  }
}

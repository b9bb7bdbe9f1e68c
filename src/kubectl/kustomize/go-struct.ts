import { sortedKeys } from "../../base/bytewise.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { KustomizeError } from "./errors.ts";

/** A Go type into which JSON is decoded. `go` is how messages call the type. */
export type GoShape =
  | { readonly kind: "string" | "bool" | "int64" | "int" | "any"; readonly go: string }
  | { readonly kind: "list" | "map"; readonly go: string; readonly of: GoShape }
  | { readonly kind: "struct"; readonly go: string; readonly name: string; readonly fields: Readonly<Record<string, GoShape>> };

export const STRING: GoShape = { kind: "string", go: "string" };
export const BOOL: GoShape = { kind: "bool", go: "bool" };
export const INT: GoShape = { kind: "int", go: "int" };
export const INT64: GoShape = { kind: "int64", go: "int64" };
export const ANY: GoShape = { kind: "any", go: "interface {}" };

/** `[]T` */
export function listOf(of: GoShape): GoShape {
  return { kind: "list", go: `[]${of.go}`, of };
}

/** `map[string]T` */
export function mapOf(of: GoShape): GoShape {
  return { kind: "map", go: `map[string]${of.go}`, of };
}

/** A struct of some package, by its JSON fields. */
export function structOf(go: string, fields: Readonly<Record<string, GoShape>>): GoShape {
  return { kind: "struct", go, name: go.slice(go.lastIndexOf(".") + 1), fields };
}

interface Decoding {
  /** The first complaint; Go decodes on and reports it at the end. */
  problem: string | undefined;
  /** How the messages name a field: by the innermost struct and the whole path, as encoding/json does. */
  readonly path: string[];
  structName: string;
}

/**
 * Decodes JSON as Go's decoder with DisallowUnknownFields does: names match in any case, nulls leave a field unset. Throws
 * KustomizeError: `json: unknown field "x"`, `json: cannot unmarshal string into Go struct field …`.
 */
// encoding/json decode.go
export function decodeStrict(value: JsonValue, shape: GoShape): JsonObject {
  const decoding: Decoding = { problem: undefined, path: [], structName: "" };
  const decoded = decode(decoding, value, shape);
  if (decoding.problem !== undefined) throw new KustomizeError(decoding.problem);
  return isJsonObject(decoded) ? decoded : {};
}

function decode(decoding: Decoding, value: JsonValue, shape: GoShape): JsonValue | undefined {
  if (value === null) return undefined;
  switch (shape.kind) {
    case "any":
      return value;
    case "string":
      return typeof value === "string" ? value : mismatch(decoding, value, shape);
    case "bool":
      return typeof value === "boolean" ? value : mismatch(decoding, value, shape);
    case "int":
    case "int64":
      return typeof value === "number" && Number.isInteger(value) ? value : mismatch(decoding, value, shape);
    case "list":
      return Array.isArray(value)
        ? value.map((item) => decode(decoding, item, shape.of) ?? zero(shape.of))
        : mismatch(decoding, value, shape);
    case "map":
      return isJsonObject(value) ? decodeMap(decoding, value, shape.of) : mismatch(decoding, value, shape);
    case "struct":
      return isJsonObject(value) ? decodeStruct(decoding, value, shape) : mismatch(decoding, value, shape);
  }
}

function zero(shape: GoShape): JsonValue {
  if (shape.kind === "string") return "";
  if (shape.kind === "bool") return false;
  if (shape.kind === "int" || shape.kind === "int64") return 0;
  return shape.kind === "struct" ? {} : null;
}

function decodeMap(decoding: Decoding, value: JsonObject, of: GoShape): JsonObject {
  const map: JsonObject = {};
  for (const key of sortedKeys(value)) map[key] = decode(decoding, value[key] as JsonValue, of) ?? zero(of);
  return map;
}

function decodeStruct(decoding: Decoding, value: JsonObject, shape: Extract<GoShape, { kind: "struct" }>): JsonObject {
  const result: JsonObject = {};
  const outer = decoding.structName;
  for (const key of sortedKeys(value)) {
    const name = Object.hasOwn(shape.fields, key) ? key : Object.keys(shape.fields).find((one) => one.toLowerCase() === key.toLowerCase());
    const field = name === undefined ? undefined : shape.fields[name];
    if (name === undefined || field === undefined) {
      decoding.problem ??= `json: unknown field ${JSON.stringify(key)}`;
      continue;
    }
    decoding.path.push(name);
    decoding.structName = shape.name;
    const decoded = decode(decoding, value[key] as JsonValue, field);
    if (decoded !== undefined) result[name] = decoded;
    decoding.path.pop();
    decoding.structName = outer;
  }
  return result;
}

function mismatch(decoding: Decoding, value: JsonValue, shape: GoShape): undefined {
  const found = Array.isArray(value) ? "array" : isJsonObject(value) ? "object" : typeof value === "boolean" ? "bool" : typeof value;
  const digits = typeof value === "number" && shape.kind.startsWith("int") ? ` ${value}` : "";
  const where =
    decoding.path.length === 0
      ? `Go value of type ${shape.go}`
      : `Go struct field ${decoding.structName}.${decoding.path.join(".")} of type ${shape.go}`;
  decoding.problem ??= `json: cannot unmarshal ${found}${digits} into ${where}`;
  return undefined;
}

import type { JsonObject, JsonValue } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";

/** A Go type as a configuration file is read into it. */
export type GoType =
  | "[]string"
  | "bool"
  | "int"
  | "map[string]string"
  | "string"
  | "uint16"
  | "uint32"
  | StructType
  | { readonly listOf: StructType };

export interface StructType {
  /** As errors name it: `config.addressPool`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, GoType>>;
}

interface Reading {
  readonly lines: readonly string[];
  readonly complaints: string[];
  /** The line on which to look for the next key. */
  line: number;
}

/**
 * Reads YAML into a struct and refuses keys that it has not, and values of other types. Throws YamlError with go-yaml's words; its lines are
 * found by looking for the keys in their order.
 */
// gopkg.in/yaml.v2 UnmarshalStrict
export function readStrictly(text: string, type: StructType): JsonObject {
  const value = parseYaml(text);
  if (value === null) return {};
  const reading: Reading = { lines: text.split("\n"), complaints: [], line: 0 };
  const read = readStruct(value, type, reading);
  if (reading.complaints.length > 0) throw new YamlError(`yaml: unmarshal errors:\n${reading.complaints.join("\n")}`);
  return read;
}

function readStruct(value: JsonValue, type: StructType, reading: Reading): JsonObject {
  if (value === null) return {};
  if (!isJsonObject(value)) {
    complain(value, type.name, reading);
    return {};
  }
  const read: JsonObject = {};
  for (const key of Object.keys(value)) {
    moveTo(key, reading);
    const field = type.fields[key];
    if (field === undefined) reading.complaints.push(`  line ${reading.line + 1}: field ${key} not found in type ${type.name}`);
    else read[key] = readValue(value[key] ?? null, field, reading);
  }
  return read;
}

function readValue(value: JsonValue, type: GoType, reading: Reading): JsonValue {
  if (value === null) return null;
  if (typeof type === "object") {
    if (!("listOf" in type)) return readStruct(value, type, reading);
    if (Array.isArray(value)) return value.map((item) => readStruct(item, type.listOf, reading));
    return complain(value, `[]${type.listOf.name}`, reading);
  }
  if (type === "[]string") {
    return Array.isArray(value) ? value.map((item) => readValue(item, "string", reading)) : complain(value, type, reading);
  }
  if (type === "map[string]string") {
    if (!isJsonObject(value)) return complain(value, type, reading);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readValue(item, "string", reading)]));
  }
  if (type === "bool") return typeof value === "boolean" ? value : complain(value, type, reading);
  if (type === "string") {
    return typeof value === "object" ? complain(value, type, reading) : String(value);
  }
  const fits =
    typeof value === "number" && Number.isInteger(value) && (type === "int" || (value >= 0 && value < 2 ** Number(type.slice(4))));
  return fits ? value : complain(value, type, reading);
}

/** go-yaml's words for a value of another type. decode.go terror */
function complain(value: JsonValue, into: string, reading: Reading): null {
  const text = typeof value === "object" ? "" : ` \`${String(value).length > 10 ? `${String(value).slice(0, 7)}...` : String(value)}\``;
  reading.complaints.push(`  line ${reading.line + 1}: cannot unmarshal ${tagOf(value)}${text} into ${into}`);
  return null;
}

function tagOf(value: JsonValue): string {
  if (Array.isArray(value)) return "!!seq";
  if (typeof value === "object") return "!!map";
  if (typeof value === "boolean") return "!!bool";
  if (typeof value === "number") return Number.isInteger(value) ? "!!int" : "!!float";
  return "!!str";
}

function moveTo(key: string, reading: Reading): void {
  for (let line = reading.line; line < reading.lines.length; line++) {
    const words = (reading.lines[line] ?? "").replace(/^[\s-]+/, "").replace(/^["']/, "");
    if (!words.startsWith(key) || !/^["']?\s*:/.test(words.slice(key.length))) continue;
    reading.line = line;
    return;
  }
}

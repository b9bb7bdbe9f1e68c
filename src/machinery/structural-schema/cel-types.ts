import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import { DYN, simple, type CelType } from "../cel/types.ts";
import { CelDuration, CelList, CelMap, CelTimestamp, type CelValue } from "../cel/values.ts";
import { parseTimestamp } from "../cel/timestamps.ts";
import { GoDurationError, parseGoDurationNanoseconds } from "../../base/go-duration.ts";
import { itemsOf, type JsonSchema } from "./json-schema.ts";

const STRING: JsonSchema = { type: "string" };
const META: JsonSchema = { type: "object", properties: { name: STRING, generateName: STRING } };
const RESERVED: ReadonlySet<string> = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(" "),
);

/** A property's name in expressions; undefined for one that cannot be spoken of. apiserver/pkg/cel/escaping.go */
export function escapedName(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_./-]*$/.test(name)) return undefined;
  if (RESERVED.has(name)) return `__${name}__`;
  return name.replace(/__|[./-]/g, (part) => ({ __: "__underscores__", ".": "__dot__", "/": "__slash__", "-": "__dash__" })[part] ?? part);
}

/** The schema with what every resource has: its kind and the names of its metadata. */
function withMeta(schema: JsonSchema): JsonSchema {
  return { ...schema, type: "object", properties: { ...schema.properties, kind: STRING, apiVersion: STRING, metadata: META } };
}

/** The type of the values of a schema; undefined for what expressions cannot see. `isRoot`: of a whole resource. */
// apiserver/pkg/cel/common/schemas.go SchemaDeclType
export function schemaType(schema: JsonSchema, name: string, isRoot: boolean): CelType | undefined {
  if (schema["x-kubernetes-int-or-string"]) return DYN;
  const whole = isRoot ? withMeta(schema) : schema;
  switch (whole.type) {
    case "array": {
      const items = itemsOf(whole);
      const of = items && schemaType(items, `${name}.@idx`, isEmbedded(items));
      return of && { kind: "list", of };
    }
    case "object":
      return objectType(whole, name);
    case "string":
      return simple(
        ({ byte: "bytes", duration: "duration", date: "timestamp", "date-time": "timestamp" } as const)[whole.format ?? ""] ?? "string",
      );
    case "boolean":
      return simple("bool");
    case "number":
      return simple("double");
    case "integer":
      return simple("int");
    default:
      return undefined;
  }
}

function isEmbedded(schema: JsonSchema): boolean {
  return schema["x-kubernetes-embedded-resource"] === true;
}

function objectType(schema: JsonSchema, name: string): CelType | undefined {
  const more = schema.additionalProperties;
  if (typeof more === "object") {
    const value = schemaType(more, `${name}.@elem`, isEmbedded(more));
    return value && { kind: "map", key: simple("string"), value };
  }
  const fields = new Map<string, CelType>();
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const own = escapedName(key);
    const type = own === undefined ? undefined : schemaType(property, `${name}.${own}`, isEmbedded(property));
    if (own !== undefined && type) fields.set(own, type);
  }
  return { kind: "object", name, fields };
}

/** A value as expressions see it. */
// apiserver/pkg/cel/common/values.go UnstructuredToVal
export function schemaValue(value: Json, schema: JsonSchema, isRoot: boolean): CelValue {
  if (value === null) return null;
  if (schema["x-kubernetes-int-or-string"]) return typeof value === "number" ? BigInt(value) : (value as string);
  const whole = isRoot ? withMeta(schema) : schema;
  if (isJsonObject(value)) return objectValue(value, whole);
  if (Array.isArray(value)) return listValue(value, whole);
  if (typeof value === "number") return whole.type === "integer" ? BigInt(Math.trunc(value)) : value;
  return typeof value === "string" ? textValue(value, whole.format) : value;
}

function objectValue(value: JsonObject, schema: JsonSchema): CelMap {
  const more = schema.additionalProperties;
  if (typeof more === "object")
    return new CelMap(Object.entries(value).map(([key, one]) => [key, schemaValue(one ?? null, more, isEmbedded(more))] as const));
  const known = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = escapedName(key);
    const one = value[key];
    return name === undefined || one === undefined ? [] : [[name, schemaValue(one, property, isEmbedded(property))] as const];
  });
  return new CelMap(known);
}

function listValue(value: readonly Json[], schema: JsonSchema): CelList {
  const items = itemsOf(schema) ?? {};
  const list = value.map((item) => schemaValue(item, items, isEmbedded(items)));
  const keys = schema["x-kubernetes-list-map-keys"];
  const isSet = schema["x-kubernetes-list-type"] === "set";
  return new CelList(list, { isSet, ...(schema["x-kubernetes-list-type"] === "map" && keys ? { keys } : {}) });
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function durationValue(value: string): CelValue {
  try {
    return new CelDuration(parseGoDurationNanoseconds(value));
  } catch (error) {
    if (error instanceof GoDurationError) return value;
    throw error;
  }
}

/** A text that is not of its format stays one: what is done with it has no such overload. */
function textValue(value: string, format: string | undefined): CelValue {
  if (format === "byte") return BASE64.test(value) ? Uint8Array.from(atob(value), (character) => character.charCodeAt(0)) : value;
  if (format === "duration") return durationValue(value);
  if (format !== "date" && format !== "date-time") return value;
  const nanos = parseTimestamp(format === "date" ? `${value}T00:00:00Z` : value);
  return nanos === undefined ? value : new CelTimestamp(nanos);
}

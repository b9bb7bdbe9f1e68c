import { isJsonObject } from "../../base/json.ts";
import { type KubeObject, splitApiVersion } from "../../machinery/object.ts";
import { type Definition, type FieldSchema, loadSchema, type Schema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";

/** Zero values that Go prints for structs with their own marshaller. */
const SCALAR_ZEROS: Readonly<Record<string, unknown>> = { "string:date-time": null, "string:int-or-string": 0, "string:quantity": "0" };

/**
 * An object in the form that Go gives it when a compiled-in type is encoded: fields in struct order, unknown ones dropped, empty
 * ones left out or kept as the type says (`creationTimestamp: null`, `status: {}`). Types that this release does not know stay
 * as they are. `release` is kubectl's own: its types are compiled in.
 */
export function typedObject(release: Release, object: KubeObject): KubeObject {
  const schema = loadSchema(release.minor);
  const { group, version } = splitApiVersion(object.apiVersion);
  const definition = schema.kindDefinition(group, version, object.kind);
  if (definition === undefined) return object;
  return structOf(schema, definition, object) as unknown as KubeObject;
}

function structOf(schema: Schema, definition: Definition, value: unknown): unknown {
  const given = isJsonObject(value) ? value : {};
  const result: Record<string, unknown> = {};
  for (const field of definition.fields) {
    const member = fieldOf(schema, field, given[field.name]);
    if (member !== undefined) result[field.name] = member;
  }
  return result;
}

/** The field's JSON, or undefined when Go leaves it out. */
function fieldOf(schema: Schema, field: FieldSchema, value: unknown): unknown {
  const absent = value === undefined || value === null;
  if (field.type.startsWith("[]") || field.type.startsWith("map[")) {
    if (absent) return field.keep === true ? null : undefined;
    const empty = Array.isArray(value) ? value.length === 0 : Object.keys(value as object).length === 0;
    return empty && field.keep !== true ? undefined : collectionOf(schema, field, value);
  }
  if (absent && field.ptr === true) return field.keep === true ? null : undefined;
  const definition = schema.element(field.type);
  if (definition !== undefined) return elementOf(schema, definition, absent ? undefined : value);
  const present = absent ? zeroOf(field.type) : value;
  if (field.keep === true || field.ptr === true) return present;
  return isZero(present) ? undefined : present;
}

function collectionOf(schema: Schema, field: FieldSchema, value: unknown): unknown {
  const definition = schema.element(field.type);
  if (definition === undefined) return Array.isArray(value) ? value : sortedCopy(value);
  if (Array.isArray(value)) return value.map((item) => elementOf(schema, definition, item));
  const entries = Object.entries(sortedCopy(value)).map(([key, item]) => [key, elementOf(schema, definition, item)]);
  return Object.fromEntries(entries);
}

function elementOf(schema: Schema, definition: Definition, value: unknown): unknown {
  if (definition.free) return value ?? null;
  if (definition.scalar !== undefined) return value ?? SCALAR_ZEROS[definition.scalar] ?? null;
  return structOf(schema, definition, value);
}

/** Go prints the keys of maps in their bytes' order. */
function sortedCopy(value: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value as Record<string, unknown>).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function zeroOf(type: string): unknown {
  if (type.startsWith("string")) return "";
  if (type.startsWith("boolean")) return false;
  return type.startsWith("integer") || type.startsWith("number") ? 0 : null;
}

function isZero(value: unknown): boolean {
  return value === "" || value === 0 || value === false || value === null;
}

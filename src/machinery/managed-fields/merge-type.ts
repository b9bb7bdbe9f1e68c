import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Definition, FieldSchema, Schema } from "../schema/schema.ts";

/** How a value merges and who can own what in it: structured-merge-diff's schema. */
export type MergeType =
  /** Owned as a whole: scalars, atomic lists and maps. */
  | { readonly kind: "leaf" }
  /** No schema: maps are granular, lists atomic. */
  | { readonly kind: "deduced" }
  | { readonly kind: "struct"; field(name: string): MergeType | undefined }
  | { readonly kind: "map"; readonly element: MergeType }
  /** A list of scalars without order. */
  | { readonly kind: "set" }
  /** A list whose items are told apart by some of their members. */
  | { readonly kind: "keyed"; readonly keys: readonly string[]; readonly defaults: JsonObject; readonly element: MergeType };

/** A kind's type, and its empty object as Go prints it: what a new object is compared with. */
export interface ObjectType {
  readonly type: MergeType;
  readonly empty: JsonObject;
}

const LEAF: MergeType = { kind: "leaf" };
const SET: MergeType = { kind: "set" };

/** The type of objects without a published schema. */
export const deducedType: MergeType = { kind: "deduced" };

const objectTypes = new WeakMap<Definition, ObjectType>();
const structTypes = new WeakMap<Definition, MergeType>();

/** The merge type of a definition's objects. Cheap after the first time; fields are looked at when they are met. */
export function objectType(schema: Schema, definition: Definition): ObjectType {
  let type = objectTypes.get(definition);
  if (!type) {
    type = { type: definitionType(schema, definition), empty: emptyStruct(schema, definition) };
    objectTypes.set(definition, type);
  }
  return type;
}

function definitionType(schema: Schema, definition: Definition): MergeType {
  if (definition.free || definition.scalar !== undefined || definition.mapType === "atomic") return LEAF;
  let type = structTypes.get(definition);
  if (!type) {
    const fields = new Map<string, MergeType>();
    type = {
      kind: "struct",
      field(name) {
        const known = fields.get(name);
        if (known) return known;
        const field = definition.field(name);
        if (!field) return undefined;
        const found = fieldType(schema, field);
        fields.set(name, found);
        return found;
      },
    };
    structTypes.set(definition, type);
  }
  return type;
}

/** facts/schema/README.md, server-side apply rules */
function fieldType(schema: Schema, field: FieldSchema): MergeType {
  if (field.type.startsWith("[]")) return listType(schema, field);
  if (field.mapType === "atomic") return LEAF;
  if (field.type.startsWith("map[string]")) return { kind: "map", element: elementType(schema, field.type.slice("map[string]".length)) };
  // A field may ask for more than its type gives: PersistentVolumeSpec.claimRef is granular though ObjectReference is atomic.
  const definition = schema.definition(field.type);
  if (field.mapType === "granular" && definition) return definitionType(schema, { ...definition, mapType: "granular" });
  return elementType(schema, field.type);
}

function elementType(schema: Schema, type: string): MergeType {
  if (type.startsWith("[]")) return LEAF;
  if (type.startsWith("map[string]")) return { kind: "map", element: elementType(schema, type.slice("map[string]".length)) };
  const definition = schema.definition(type);
  return definition ? definitionType(schema, definition) : LEAF;
}

function listType(schema: Schema, field: FieldSchema): MergeType {
  const { kind, keys } = listRelation(field);
  if (kind === "set") return SET;
  if (kind === "atomic") return LEAF;
  const defaults = keyDefaults(schema, field, keys);
  return { kind: "keyed", keys: [...keys].sort(), defaults, element: elementType(schema, field.type.slice("[]".length)) };
}

/** How a list's items relate, and the keys of a `map` in the schema's order. */
export function listRelation(field: FieldSchema): { kind: "atomic" | "set" | "map"; keys: readonly string[] } {
  const byPatch = field.patchStrategy?.split(",").includes("merge") ? (field.patchMergeKey === undefined ? "set" : "map") : "atomic";
  const kind = field.listType ?? byPatch;
  if (kind === "set" || kind === "atomic") return { kind, keys: [] };
  return { kind: "map", keys: field.listType === undefined ? [field.patchMergeKey ?? ""] : (field.mapKeys ?? []) };
}

/** Keys that items may leave out, for they have defaults. */
export function keyDefaults(schema: Schema, field: FieldSchema, keys: readonly string[]): JsonObject {
  const definition = schema.element(field.type);
  const defaults: JsonObject = {};
  for (const key of keys) {
    const value = definition?.field(key)?.default;
    if (value !== undefined) defaults[key] = value;
  }
  return defaults;
}

/** A Go struct's zero value as JSON: fields that are neither pointers nor `omitempty`, and structs. */
function emptyStruct(schema: Schema, definition: Definition): JsonObject {
  const empty: JsonObject = {};
  for (const field of definition.fields) {
    const value = emptyField(schema, field);
    if (value !== undefined) empty[field.name] = value;
  }
  return empty;
}

function emptyField(schema: Schema, field: FieldSchema): Json | undefined {
  if (field.ptr || /^(\[\]|map\[)/.test(field.type)) return field.keep ? null : undefined;
  const definition = schema.definition(field.type);
  if (!definition) return field.keep ? emptyScalar(field.type) : undefined;
  if (definition.scalar === undefined) return emptyStruct(schema, definition);
  return definition.free || definition.scalar === "any" ? null : emptyScalar(definition.scalar, definition.name);
}

function emptyScalar(type: string, definition = ""): Json {
  if (definition.endsWith(".Quantity")) return "0";
  if (type === "string:date-time" || type === "any" || type === "object") return null;
  if (type === "boolean") return false;
  return type.startsWith("integer") || type.startsWith("number") || type === "string:int-or-string" ? 0 : "";
}

/** A value's children are looked at one by one, not owned as a whole. */
export function isGranularMap(type: MergeType, value: Json | undefined): value is JsonObject {
  return (type.kind === "struct" || type.kind === "map" || type.kind === "deduced") && isJsonObject(value);
}

/** The type of a member; undefined for one that the schema does not know, which nobody owns. */
export function memberType(type: MergeType, name: string): MergeType | undefined {
  if (type.kind === "struct") return type.field(name);
  return type.kind === "map" ? type.element : deducedType;
}

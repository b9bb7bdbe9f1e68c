import { sortedKeys } from "../../base/bytewise.ts";
import { goQuote, goValueV } from "../../base/go-format.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import type { Definition, FieldSchema, Schema } from "../schema/schema.ts";
import { keyDefaults, listRelation } from "./merge-type.ts";

interface TypedError {
  path: string;
  text: string;
}

/**
 * What structured-merge-diff finds wrong with an applied configuration when it takes it for a kind's object, as one text; undefined
 * when all fits. It looks before the API server decodes: quantities must be texts, and list items must have their keys.
 */
// structured-merge-diff/v4/typed/validate.go, helpers.go, 1.20
export function typedProblem(schema: Schema, definition: Definition, value: JsonObject): string | undefined {
  const lines = validateStruct(schema, definition, value).map(({ path, text }) => (path === "" ? text : `${path}: ${text}`));
  return lines.length < 2 ? lines[0] : ["errors:", ...lines.map((line) => `  ${line}`)].join("\n");
}

function under(prefix: string, errors: readonly TypedError[]): TypedError[] {
  return errors.map(({ path, text }) => ({ path: `${prefix}${path}`, text }));
}

function wrong(text: string): TypedError[] {
  return [{ path: "", text }];
}

function validateStruct(schema: Schema, definition: Definition, value: Json): TypedError[] {
  if (value === null) return [];
  if (!isJsonObject(value)) return wrong(`expected map, got &{${goValueV(value)}}`);
  const errors: TypedError[] = [];
  for (const key of sortedKeys(value)) {
    const field = definition.field(key);
    // The walk ends at the first field that nobody knows.
    if (!field) return [...errors, { path: `.${key}`, text: "field not declared in schema" }];
    errors.push(...under(`.${key}`, validateField(schema, field, value[key] ?? null)));
  }
  return errors;
}

function validateField(schema: Schema, field: FieldSchema, value: Json): TypedError[] {
  if (!field.type.startsWith("[]")) return validateType(schema, field.type, value);
  if (value === null) return [];
  if (!Array.isArray(value)) return wrong(`expected list, got &{${goValueV(value)}}`);
  return validateItems(schema, field, value);
}

function validateItems(schema: Schema, field: FieldSchema, list: readonly Json[]): TypedError[] {
  const errors: TypedError[] = [];
  const relation = listRelation(field);
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    const element = relation.kind === "atomic" ? { name: `[${index}]` } : elementName(schema, field, relation.keys, item);
    if ("missing" in element) return [...errors, { path: "", text: `element ${index}: ${element.missing}` }];
    if (seen.has(element.name)) errors.push({ path: "", text: `duplicate entries for key ${element.name}` });
    seen.add(element.name);
    errors.push(...under(element.name, validateType(schema, field.type.slice("[]".length), item)));
  }
  return errors;
}

/** How paths name an item of a list without order: `[name="c"]`, `[="x"]`. */
function elementName(schema: Schema, field: FieldSchema, keys: readonly string[], item: Json): { name: string } | { missing: string } {
  if (keys.length === 0) return setElementName(item);
  if (item === null) return { missing: "associative list with keys may not have a null element" };
  if (!isJsonObject(item)) return { missing: "associative list with keys may not have non-map elements" };
  const defaults = keyDefaults(schema, field, keys);
  const parts: string[] = [];
  for (const key of keys) {
    const value = item[key] ?? defaults[key];
    if (value === undefined)
      return { missing: `associative list with keys has an element that omits key field ${goQuote(key)} (and doesn't have default value)` };
    parts.push(`${key}=${JSON.stringify(value)}`);
  }
  return { name: `[${parts.sort().join(",")}]` };
}

function setElementName(item: Json): { name: string } | { missing: string } {
  if (isJsonObject(item)) return { missing: "associative list without keys has an element that's a map type" };
  if (Array.isArray(item)) return { missing: "not supported: associative list with lists as elements" };
  if (item === null) return { missing: "associative list without keys has an element that's an explicit null" };
  return { name: `[=${JSON.stringify(item)}]` };
}

function validateType(schema: Schema, type: string, value: Json): TypedError[] {
  if (value === null) return [];
  if (type.startsWith("map[string]")) return validateMap(schema, type.slice("map[string]".length), value);
  if (type.startsWith("[]")) return [];
  const definition = schema.definition(type);
  if (definition?.free) return [];
  if (definition && definition.scalar === undefined) return validateStruct(schema, definition, value);
  return validateScalar(definition?.scalar ?? type, value);
}

function validateMap(schema: Schema, element: string, value: Json): TypedError[] {
  if (!isJsonObject(value)) return wrong(`expected map, got &{${goValueV(value)}}`);
  return sortedKeys(value).flatMap((key) => under(`.${key}`, validateType(schema, element, value[key] ?? null)));
}

function validateScalar(type: string, value: Json): TypedError[] {
  if (type === "boolean" && typeof value !== "boolean") return wrong(`expected boolean, got &{${goValueV(value)}}`);
  if (/^(integer|number)/.test(type) && typeof value !== "number")
    return wrong("expected numeric (int or float), got *value.valueUnstructured");
  const isText = type.startsWith("string") && type !== "string:int-or-string";
  return isText && typeof value !== "string" ? wrong(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`) : [];
}

/** Go's `%#v` of a value out of JSON. */
function goSyntax(value: Json): string {
  if (typeof value === "string") return goQuote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (!isJsonObject(value)) return value === null ? "interface {}(nil)" : String(value);
  return `map[string]interface {}{${sortedKeys(value)
    .map((key) => `${goQuote(key)}:${goSyntax(value[key] ?? null)}`)
    .join(", ")}}`;
}

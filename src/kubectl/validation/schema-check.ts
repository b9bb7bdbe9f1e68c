import { sortedKeys } from "../../base/bytewise.ts";
import { goQuote } from "../../base/go-format.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import type { Definition, Schema } from "../../machinery/schema/schema.ts";

/** A check under way. */
export interface Check {
  readonly schema: Schema;
  readonly errors: string[];
}

/** Where a value stands: in the manifest, and in the schema for messages. */
export interface Place {
  readonly path: string;
  readonly schemaPath: string;
}

/**
 * What is wrong with an object of a known definition, in kubectl's words and order:
 * `ValidationError(Pod.spec): unknown field "x" in io.k8s.api.core.v1.PodSpec`.
 */
// k8s.io/kube-openapi/pkg/util/proto/validation/types.go, 1.20
export function schemaErrors(schema: Schema, definition: Definition, object: JsonValue, kind: string): string[] {
  const check: Check = { schema, errors: [] };
  checkDefinition(check, definition, object, { path: kind, schemaPath: definition.name });
  return check.errors;
}

function checkDefinition(check: Check, definition: Definition, value: JsonValue, place: Place): void {
  // What a definition describes goes by its name, not by the field that refers to it.
  const named = { path: place.path, schemaPath: definition.name };
  if (definition.scalar !== undefined) checkType(check, definition.scalar, value, named);
  else if (definition.free) return;
  else if (!isJsonObject(value)) wrongType(check, value, "map", named);
  else checkFields(check, definition, value, named);
}

function checkFields(check: Check, definition: Definition, object: JsonObject, place: Place): void {
  for (const key of sortedKeys(object)) {
    const value = object[key] as JsonValue;
    if (value === null) continue;
    const field = definition.field(key);
    if (field === undefined) report(check, place, `unknown field ${goQuote(key)} in ${place.schemaPath}`);
    else checkType(check, field.type, value, { path: `${place.path}.${key}`, schemaPath: `${place.schemaPath}.${key}` });
  }
  // In the order of the type's own fields, in which the published schema lists them.
  for (const field of definition.fields.filter((each) => each.required === true)) {
    if (object[field.name] === undefined || object[field.name] === null) {
      report(check, place, `missing required field ${goQuote(field.name)} in ${place.schemaPath}`);
    }
  }
}

/** Checks a value against a type expression. `type` is the schema's: `[]T`, `map[string]T`, a definition's name, or a primitive with its format. */
export function checkType(check: Check, type: string, value: JsonValue, place: Place): void {
  if (type.startsWith("[]")) checkList(check, type.slice(2), value, place);
  else if (type.startsWith("map[string]")) checkMap(check, type.slice("map[string]".length), value, place);
  else {
    const definition = check.schema.definition(type);
    if (definition !== undefined) checkDefinition(check, definition, value, place);
    else checkPrimitive(check, type.split(":")[0] as string, value, place);
  }
}

function checkList(check: Check, element: string, value: JsonValue, place: Place): void {
  if (!Array.isArray(value)) return wrongType(check, value, "array", place);
  value.forEach((item, index) => {
    const path = `${place.path}[${index}]`;
    if (item === null) check.errors.push(`ValidationError(${place.path}): unknown object type "nil" in ${path}`);
    else checkType(check, element, item, { path, schemaPath: place.schemaPath });
  });
}

function checkMap(check: Check, element: string, value: JsonValue, place: Place): void {
  if (!isJsonObject(value)) return wrongType(check, value, "map", place);
  for (const key of sortedKeys(value)) {
    const path = `${place.path}.${key}`;
    const member = value[key] as JsonValue;
    if (member === null) check.errors.push(`unknown object type "nil" in ${path}`);
    else checkType(check, element, member, { path, schemaPath: place.schemaPath });
  }
}

/** Checks a simple value; `type` is boolean, integer, number, string, object or any. */
export function checkPrimitive(check: Check, type: string, value: JsonValue, place: Place): void {
  if (type === "object" || type === "any") return;
  const actual = typeName(value);
  const isPrimitive = actual !== "map" && actual !== "array";
  // Anything simple will do as a string: numbers turn into text later.
  if (isPrimitive && (type === "string" || type === actual)) return;
  if ((type === "integer" || type === "number") && (actual === "integer" || actual === "number")) return;
  wrongType(check, value, type, place);
}

/** Notes a value of the wrong type. */
export function wrongType(check: Check, value: JsonValue, expected: string, place: Place): void {
  report(check, place, `invalid type for ${place.schemaPath}: got "${typeName(value)}", expected "${expected}"`);
}

function typeName(value: JsonValue): string {
  if (Array.isArray(value)) return "array";
  if (isJsonObject(value)) return "map";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** Notes a mistake at a place. */
export function report(check: Check, place: Place, message: string): void {
  check.errors.push(`ValidationError(${place.path}): ${message}`);
}

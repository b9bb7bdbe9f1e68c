import { deepClone } from "../../base/deep.ts";
import { goValueV } from "../../base/go-format.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import { type FieldError, invalid, notSupported, required } from "../../machinery/validation/field-error.ts";

/** The parts of apiextensions/v1 JSONSchemaProps that the server acts on. */
export interface StructuralSchema {
  type?: string;
  properties?: Record<string, StructuralSchema>;
  additionalProperties?: StructuralSchema | boolean;
  items?: StructuralSchema;
  required?: string[];
  enum?: Json[];
  default?: Json;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  nullable?: boolean;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  "x-kubernetes-int-or-string"?: boolean;
}

/** A copy without the fields that the schema does not name. apiextensions-apiserver/pkg/apiserver/schema/pruning */
export function pruneBySchema(value: Json, schema: StructuralSchema | undefined): Json {
  if (!schema || (schema["x-kubernetes-preserve-unknown-fields"] === true && !schema.properties)) return deepClone(value);
  if (Array.isArray(value)) return value.map((item) => pruneBySchema(item, schema.items));
  if (!isJsonObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const below = memberSchema(schema, key);
    if (below === undefined && schema["x-kubernetes-preserve-unknown-fields"] !== true) continue;
    kept[key] = below === undefined || below === true ? deepClone(member) : pruneBySchema(member, below);
  }
  return kept;
}

function memberSchema(schema: StructuralSchema, key: string): StructuralSchema | true | undefined {
  const own = schema.properties?.[key];
  if (own) return own;
  return schema.additionalProperties === false ? undefined : schema.additionalProperties;
}

/** Fills in the schema's defaults, in place. schema/defaulting */
export function defaultBySchema(value: Json | undefined, schema: StructuralSchema | undefined): void {
  if (!schema || value === undefined) return;
  if (Array.isArray(value)) return value.forEach((item) => defaultBySchema(item, schema.items));
  if (!isJsonObject(value)) return;
  for (const [key, below] of Object.entries(schema.properties ?? {})) {
    if (below.default !== undefined && (value[key] === undefined || (value[key] === null && !below.nullable)))
      value[key] = deepClone(below.default);
  }
  for (const key of Object.keys(value)) {
    const below = memberSchema(schema, key);
    if (below !== undefined && below !== true) defaultBySchema(value[key], below);
  }
}

/** What is wrong with a value by its schema, sorted by field. kube-openapi's validator, texts in recordings A/a-crd */
export function validateBySchema(value: Json, schema: StructuralSchema | undefined): FieldError[] {
  const errors: FieldError[] = [];
  if (schema) check(value, schema, "", errors);
  return errors.sort((left, right) => (left.field < right.field ? -1 : left.field > right.field ? 1 : 0));
}

function check(value: Json, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  if (value === null && schema.nullable) return;
  const actual = typeName(value);
  if (!hasType(actual, schema)) {
    errors.push(invalid(path, actual, `${path} in body must be of type ${schema.type ?? ""}: ${JSON.stringify(actual)}`));
    return;
  }
  if (schema.enum && !schema.enum.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    errors.push(notSupported(path, value, schema.enum.map(goValueV)));
  const wrong = (detail: string): number => errors.push(invalid(path, value, `${path} in body ${detail}`));
  if (typeof value === "string") checkString(value, schema, wrong);
  if (typeof value === "number") checkNumber(value, schema, wrong);
  if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) wrong(`should have at least ${schema.minItems} items`);
    if (schema.maxItems !== undefined && value.length > schema.maxItems) wrong(`should have at most ${schema.maxItems} items`);
    value.forEach((item, index) => schema.items && check(item, schema.items, `${path}[${index}]`, errors));
  } else if (isJsonObject(value)) checkMembers(value, schema, path, errors);
}

function checkMembers(value: JsonObject, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
  for (const key of schema.required ?? []) if (value[key] === undefined) errors.push(required(at(key)));
  for (const [key, member] of Object.entries(value)) {
    const below = memberSchema(schema, key);
    // metadata has rules of its own.
    if (below !== undefined && below !== true && !(path === "" && key === "metadata")) check(member, below, at(key), errors);
  }
}

function checkString(value: string, schema: StructuralSchema, wrong: (detail: string) => void): void {
  if (schema.minLength !== undefined && value.length < schema.minLength) wrong(`should be at least ${schema.minLength} chars long`);
  if (schema.maxLength !== undefined && value.length > schema.maxLength) wrong(`should be at most ${schema.maxLength} chars long`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) wrong(`should match '${schema.pattern}'`);
}

function checkNumber(value: number, schema: StructuralSchema, wrong: (detail: string) => void): void {
  const { minimum, maximum } = schema;
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    wrong(`should be greater than ${schema.exclusiveMinimum ? "" : "or equal to "}${minimum}`);
  }
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    wrong(`should be less than ${schema.exclusiveMaximum ? "" : "or equal to "}${maximum}`);
  }
}

function typeName(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function hasType(actual: string, schema: StructuralSchema): boolean {
  if (schema["x-kubernetes-int-or-string"]) return actual === "integer" || actual === "string";
  return schema.type === undefined || schema.type === actual || (schema.type === "number" && actual === "integer");
}

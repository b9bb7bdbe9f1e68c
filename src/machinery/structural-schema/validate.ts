import { fromGoRegexp } from "../../base/go-regexp.ts";
import { deepEqual } from "../../base/deep.ts";
import { goFloat, goQuote, isGoInteger } from "../../base/go-format.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import type { Release } from "../../release/release.ts";
import { goJson } from "../go-json.ts";
import { type FieldError, invalid, notSupported, required } from "../validation/field-error.ts";
import { formatRule } from "./formats.ts";
import { itemsOf, type JsonSchema } from "./json-schema.ts";

/** Where an error of a whole schema stands: Go prints a path that is none. */
const NO_PATH = "<nil>";

/** What came of a value: its errors, and how many checks it passed, by which the nearest of several schemas is found. */
interface Result {
  readonly errors: FieldError[];
  passed: number;
}

/** What is wrong with a value by its schema, sorted by field. `at`: where the value stands; `release` tells how items are named. */
// go-openapi/validate (1.20) or kube-openapi/pkg/validation/validate, and apiextensions-apiserver/pkg/apiserver/validation
export function validateBySchema(value: Json, schema: JsonSchema | undefined, release: Release, at = ""): FieldError[] {
  if (!schema) return [];
  const { errors } = check(value, schema, "", release.has("itemsOfCustomResourcesNumbered"));
  const placed = at === "" ? errors : errors.map((error) => ({ ...error, field: placeAt(at, error.field) }));
  return placed.sort((left, right) => (left.field < right.field ? -1 : left.field > right.field ? 1 : 0));
}

function placeAt(at: string, field: string): string {
  return field === "" || field === NO_PATH ? at : `${at}.${field}`;
}

function check(value: Json, schema: JsonSchema, path: string, numbered: boolean): Result {
  const result: Result = { errors: [], passed: 0 };
  const wrong = (bad: Json, detail: string): number => result.errors.push(invalid(path, bad, `${path} in body ${detail}`));
  const before = result.errors.length;
  checkType(value, schema, wrong);
  if (result.errors.length === before) result.passed++;
  if (schema.enum && !schema.enum.some((one) => deepEqual(one, value))) {
    const known = schema.enum.map((one) => (typeof one === "string" ? one : goJson(one)));
    result.errors.push(notSupported(path, value, known));
  } else result.passed++;
  if (value === null) return result;
  checkCombinations(value, schema, path, numbered, result);
  if (typeof value === "string") checkString(value, schema, wrong);
  else if (typeof value === "number") checkNumber(value, schema, wrong);
  else if (Array.isArray(value)) checkItems(value, schema, path, numbered, result, wrong);
  else if (isJsonObject(value)) checkMembers(value, schema, path, numbered, result, wrong);
  return result;
}

type Wrong = (bad: Json, detail: string) => number;

function checkType(value: Json, schema: JsonSchema, wrong: Wrong): void {
  const types = schema["x-kubernetes-int-or-string"] ? ["integer", "string"] : schema.type ? [schema.type] : [];
  const actual = typeName(value);
  if (types.length === 0 || (value === null && schema.nullable) || types.includes(actual)) return;
  if (types.includes("number") && actual === "integer") return;
  wrong(actual, `must be of type ${types.join(",")}: ${goQuote(actual)}`);
}

function typeName(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function merge(into: Result, from: Result): void {
  into.errors.push(...from.errors);
  into.passed += from.passed;
}

// kube-openapi/pkg/validation/validate/schema_props.go
function checkCombinations(value: Json, schema: JsonSchema, path: string, numbered: boolean, result: Result): void {
  const of = (schemas: readonly JsonSchema[] | undefined): Result[] => (schemas ?? []).map((one) => check(value, one, path, numbered));
  const whole = (why: string): number => result.errors.push(invalid(NO_PATH, "", `${goQuote(path)} must ${why}`));
  const any = of(schema.anyOf);
  if (any.length > 0) {
    const valid = any.find(({ errors }) => errors.length === 0);
    if (!valid) whole("validate at least one schema (anyOf)");
    merge(result, valid ?? nearest(any));
  }
  const one = of(schema.oneOf);
  if (one.length > 0) {
    const valid = one.filter(({ errors }) => errors.length === 0);
    const why = "validate one and only one schema (oneOf).";
    if (valid.length === 0) whole(`${why} Found none valid`);
    else if (valid.length > 1) whole(`${why} Found ${valid.length} valid alternatives`);
    if (valid.length < 2) merge(result, valid[0] ?? nearest(one));
  }
  const all = of(schema.allOf);
  const failed = all.filter(({ errors }) => errors.length > 0);
  for (const each of all) merge(result, each);
  if (failed.length > 0) whole(`validate all the schemas (allOf)${failed.length === all.length ? ". None validated" : ""}`);
  if (schema.not && check(value, schema.not, path, numbered).errors.length === 0) whole("not validate the schema (not)");
}

/** The first of those that passed most checks. */
function nearest(results: readonly Result[]): Result {
  return results.reduce((best, each) => (each.passed > best.passed ? each : best));
}

function checkItems(value: readonly Json[], schema: JsonSchema, path: string, numbered: boolean, result: Result, wrong: Wrong): void {
  const items = itemsOf(schema);
  // The checks of an item are made before it has its number, and keep the list's path.
  const at = (index: number): string => (numbered ? `${path}[${index}]` : path);
  if (items) for (const [index, item] of value.entries()) merge(result, check(item, items, at(index), numbered));
  const { minItems, maxItems } = schema;
  if (minItems !== undefined && value.length < minItems) wrong(value.length, `should have at least ${minItems} items`);
  if (maxItems !== undefined && value.length > maxItems) wrong(value.length, `should have at most ${maxItems} items`);
}

function checkMembers(value: JsonObject, schema: JsonSchema, path: string, numbered: boolean, result: Result, wrong: Wrong): void {
  const { properties = {}, additionalProperties: more, minProperties, maxProperties } = schema;
  const keys = Object.keys(value);
  // Real servers look no further into an object of the wrong size.
  if (minProperties !== undefined && keys.length < minProperties)
    return void wrong(minProperties, `should have at least ${minProperties} properties`);
  if (maxProperties !== undefined && keys.length > maxProperties)
    return void wrong(maxProperties, `should have at most ${maxProperties} properties`);
  const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
  for (const key of keys) {
    const below = properties[key] ?? more;
    if (below === false) result.errors.push(invalid(path, key, `${path}.${key} in body is a forbidden property`));
    else if (typeof below === "object") merge(result, check(value[key] ?? null, below, at(key), numbered));
  }
  for (const key of schema.required ?? []) {
    if (value[key] === undefined) result.errors.push(required(at(key)));
    else result.passed++;
  }
}

function checkString(value: string, schema: JsonSchema, wrong: Wrong): void {
  const { minLength, maxLength, pattern, format } = schema;
  const length = [...value].length;
  // Of these, real servers tell the first.
  if (maxLength !== undefined && length > maxLength) wrong(value, `should be at most ${maxLength} chars long`);
  else if (minLength !== undefined && length < minLength) wrong(value, `should be at least ${minLength} chars long`);
  else if (pattern && !matches(pattern, value)) wrong(value, `should match '${pattern}'`);
  const isRight = format === undefined ? undefined : formatRule(format);
  if (isRight && !isRight(value)) wrong(value, `must be of type ${format ?? ""}: ${goQuote(value)}`);
}

const compiled = new Map<string, RegExp | undefined>();

/** Whether Go's pattern matches; one that cannot be read in JavaScript is taken to match. */
function matches(pattern: string, value: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(value) ?? true;
}

function compile(pattern: string): RegExp | undefined {
  const { source, flags } = fromGoRegexp(pattern);
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

function checkNumber(value: number, schema: JsonSchema, wrong: Wrong): void {
  const { minimum, maximum, multipleOf } = schema;
  const limit = (bound: number): string => (isGoInteger(value) ? String(Math.trunc(bound)) : goFloat(bound));
  if (multipleOf && !Number.isInteger(multipleOf < 1 ? (1 / multipleOf) * value : value / multipleOf))
    wrong(value, `should be a multiple of ${limit(multipleOf)}`);
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum))
    wrong(value, `should be less than ${schema.exclusiveMaximum ? "" : "or equal to "}${limit(maximum)}`);
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum))
    wrong(value, `should be greater than ${schema.exclusiveMinimum ? "" : "or equal to "}${limit(minimum)}`);
}

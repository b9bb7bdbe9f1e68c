import { expect, test } from "bun:test";
import { fieldErrorBody } from "../../../../src/machinery/validation/field-error.ts";
import type { Json } from "../../../../src/base/json.ts";
import { defaultBySchema } from "../../../../src/machinery/structural-schema/defaults.ts";
import type { JsonSchema } from "../../../../src/machinery/structural-schema/json-schema.ts";
import { validateListTypes } from "../../../../src/machinery/structural-schema/list-types.ts";
import { pruneBySchema } from "../../../../src/machinery/structural-schema/prune.ts";
import { validateBySchema } from "../../../../src/machinery/structural-schema/validate.ts";
import { parseRelease, type Release } from "../../../../src/release/release.ts";

const errorsOf = (value: Json, a: JsonSchema, version = "v1.20.2"): string[] =>
  validateBySchema({ a: value }, { type: "object", properties: { a } }, parseRelease(version) as Release).map(
    (error) => `${error.field}: ${fieldErrorBody(error)}`,
  );

test("words of a wrong value", () => {
  expect(errorsOf(true, { "x-kubernetes-int-or-string": true })).toEqual([
    'a: Invalid value: "boolean": a in body must be of type integer,string: "boolean"',
  ]);
  expect(errorsOf([1], { type: "array", minItems: 2, items: { type: "string" } })).toEqual([
    'a: Invalid value: "integer": a in body must be of type string: "integer"',
    "a: Invalid value: 1: a in body should have at least 2 items",
  ]);
  expect(errorsOf("ABC", { type: "string", maxLength: 2, pattern: "^[a-z]*$" })).toHaveLength(1);
  expect(errorsOf("abc", { type: "string", maxLength: 2 })).toEqual(['a: Invalid value: "abc": a in body should be at most 2 chars long']);
  expect(errorsOf("x", { type: "string", format: "date-time" })).toEqual([
    'a: Invalid value: "x": a in body must be of type date-time: "x"',
  ]);
  expect(errorsOf({}, { type: "object", required: ["b"] })).toEqual(["a.b: Required value"]);
  expect(errorsOf({ b: 1 }, { type: "object", oneOf: [{ required: ["c"] }, { required: ["d"] }] })).toEqual([
    '<nil>: Invalid value: "": "a" must validate one and only one schema (oneOf). Found none valid',
    "a.c: Required value",
  ]);
});

test.each([
  ["v1.20.2", "a.b: Required value"],
  ["v1.24.0", "a.b: Required value"],
  ["v1.25.0", "a[1].b: Required value"],
])("%s: what lacks in an item of a list", (version, text) => {
  const schema: JsonSchema = { type: "array", items: { type: "object", required: ["b"], properties: { b: { type: "string" } } } };
  expect(errorsOf([{ b: "x" }, {}], schema, version)).toEqual([text]);
});

test("sets and maps hold nothing twice", () => {
  const map: JsonSchema = { type: "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] };
  const [error] = validateListTypes({ l: [{ name: "a" }, { name: "b" }, { name: "a" }] }, { properties: { l: map } });
  expect(error && `${error.field}: ${fieldErrorBody(error)}`).toBe('l[2]: Duplicate value: map[string]interface {}{"name":"a"}');
});

test("prunes and fills in", () => {
  const schema: JsonSchema = {
    type: "object",
    properties: {
      keep: { type: "object", "x-kubernetes-preserve-unknown-fields": true, properties: { known: { type: "object" } } },
      preset: { type: "string", default: "x" },
      plain: { type: "string" },
    },
  };
  const pruned = pruneBySchema({ kind: "K", other: 1, keep: { any: 1, known: { gone: 1 } }, plain: null }, schema, true);
  defaultBySchema(pruned, schema);
  expect(pruned).toEqual({ kind: "K", keep: { any: 1, known: {} }, preset: "x" });
});

import { describe, expect, test } from "bun:test";
import { union } from "../../../../src/machinery/managed-fields/field-set.ts";

describe("union", () => {
  const left = { "f:spec": { ".": {}, "f:replicas": {} }, "f:status": { "f:phase": {} } };

  test("what adds nothing leaves the very same set", () => {
    expect(union(left, { "f:spec": { "f:replicas": {} } })).toBe(left);
    expect(union(left, { "f:spec": {} })).toBe(left);
  });

  test("a node that only holds others is no path itself, so it is added", () => {
    expect(union(left, { "f:status": {} })).toEqual({ ...left, "f:status": { ".": {}, "f:phase": {} } });
  });

  test("parts that stay are shared", () => {
    const both = union(left, { "f:status": { "f:hostIP": {} } });
    expect(both).toEqual({ ...left, "f:status": { "f:phase": {}, "f:hostIP": {} } });
    expect(both?.["f:spec"]).toBe(left["f:spec"]);
  });
});

import { expect, test } from "bun:test";
import { createShapes } from "../../../../src/apiserver/registry/shapes.ts";

const shapes = createShapes();
const same = (left: object, right: object): boolean => shapes.of("v1/X", left) === shapes.of("v1/X", right);

test("values of members do not count, names and their nesting do", () => {
  expect(same({ a: 1, b: { c: "x" } }, { a: "2", b: { c: "y" } })).toBe(true);
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(same({ a: 1 }, { a: {} })).toBe(false);
  expect(same({ a: { b: 1 }, c: 1 }, { a: { b: 1, c: 1 } })).toBe(false);
  expect(same({ a: null }, { a: 1 })).toBe(false);
  expect(shapes.of("v1/X", {})).not.toBe(shapes.of("v1/Y", {}));
});

test("scalars of list items count, for they may be keys", () => {
  expect(same({ list: [{ name: "a" }] }, { list: [{ name: "b" }] })).toBe(false);
  expect(same({ list: [{ name: "a", deep: { x: 1 } }] }, { list: [{ name: "a", deep: { x: 2 } }] })).toBe(true);
  expect(same({ list: ["a"] }, { list: ["b"] })).toBe(false);
  expect(same({ list: [1] }, { list: ["1"] })).toBe(false);
  expect(same({ list: ["a", "b"] }, { list: [["a"], "b"] })).toBe(false);
});

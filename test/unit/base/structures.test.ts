import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { compareBytewise } from "../../../src/base/bytewise.ts";
import { canonicalJson } from "../../../src/base/canonical-json.ts";
import { deepClone, deepEqual, deepFreeze } from "../../../src/base/deep.ts";
import { createHeap } from "../../../src/base/heap.ts";

describe("heap", () => {
  test("pops in order, whether filled at once or one by one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (initial, pushed) => {
        const heap = createHeap((a: number, b: number) => a - b, initial);
        for (const item of pushed) heap.push(item);
        const popped: number[] = [];
        while (heap.size > 0) popped.push(heap.pop() as number);
        expect(popped).toEqual([...initial, ...pushed].sort((a, b) => a - b));
      }),
    );
  });
  test("an empty heap gives undefined", () => {
    const heap = createHeap((a: number, b: number) => a - b);
    expect([heap.pop(), heap.peek(), heap.size]).toEqual([undefined, undefined, 0]);
  });
});

test("strings compare as their UTF-8 bytes do", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(Math.sign(compareBytewise(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect(compareBytewise("\uffff", "\u{1f600}")).toBeLessThan(0);
});

test("canonical JSON sorts keys at every level and skips undefined", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: "<", u: undefined })).toBe('{"a":"<","b":[{"c":null,"d":1}]}');
});

describe("deep", () => {
  test("equality ignores key order and undefined members", () => {
    expect(deepEqual({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
    expect(deepEqual({ a: 1, u: undefined }, { a: 1 })).toBe(true);
    expect(deepEqual({ a: 1 }, { a: 1, u: undefined })).toBe(true);
    expect(deepEqual({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(deepEqual([], {})).toBe(false);
    expect(deepEqual(null, {})).toBe(false);
    expect(deepEqual({ a: null }, {})).toBe(false);
  });
  test("a clone is equal, unshared and unfrozen, even with a key __proto__", () => {
    const value = JSON.parse('{"a":{"b":[1]},"__proto__":{"c":1}}') as Record<string, unknown>;
    const copy = deepClone(deepFreeze(value));
    expect(deepEqual(copy, value)).toBe(true);
    expect(Object.isFrozen(copy["a"])).toBe(false);
    expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
  });
});

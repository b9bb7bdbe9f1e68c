import { describe, expect, test } from "bun:test";
import { applyJsonPatch } from "../../../../src/machinery/patch/json-patch.ts";
import {
  applyMergePatch,
  createMergePatch,
  createThreeWayJsonMergePatch,
  leavesUnchanged,
} from "../../../../src/machinery/patch/merge-patch.ts";

describe("applyJsonPatch", () => {
  const document = { spec: { list: ["a", "b"], map: { "x/y": 1 } } };

  test("all operations", () => {
    const patched = applyJsonPatch(document, [
      { op: "test", path: "/spec/map/x~1y", value: 1 },
      { op: "add", path: "/spec/list/1", value: "n" },
      { op: "add", path: "/spec/list/-", value: "z" },
      { op: "replace", path: "/spec/list/0", value: "A" },
      { op: "replace", path: "/spec/absent", value: true },
      { op: "copy", from: "/spec/map", path: "/spec/copy" },
      { op: "move", from: "/spec/map/x~1y", path: "/moved" },
      { op: "remove", path: "/spec/list/2" },
    ]);
    expect(patched).toEqual({ moved: 1, spec: { list: ["A", "n", "z"], map: {}, absent: true, copy: { "x/y": 1 } } });
    expect(document).toEqual({ spec: { list: ["a", "b"], map: { "x/y": 1 } } });
  });

  test.each([
    [{ op: "remove", path: "/spec/none" }, "error in remove for path: '/spec/none': Unable to remove nonexistent key: none: missing value"],
    [{ op: "remove", path: "/a/b" }, 'remove operation does not apply: doc is missing path: "/a/b": missing value'],
    [
      { op: "replace", path: "/spec/list/9", value: 1 },
      "replace operation does not apply: doc is missing key: /spec/list/9: missing value",
    ],
    [
      { op: "add", path: "/spec/list/9", value: 1 },
      "error in add for path: '/spec/list/9': Unable to access invalid index: 9: invalid index referenced",
    ],
    [{ op: "test", path: "/spec/list/0", value: 1 }, "testing value /spec/list/0 failed: test failed"],
    [{ op: "frob", path: "/spec" }, "Unexpected kind: frob"],
  ])("%p fails in the library's words", (operation, text) => {
    expect(() => applyJsonPatch(document, [operation])).toThrow(text);
  });
});

test("merge patches follow RFC 7396", () => {
  expect(applyMergePatch({ a: "b", c: { d: "e", f: "g" } }, { a: "z", c: { f: null } })).toEqual({ a: "z", c: { d: "e" } });
  expect(applyMergePatch({}, { a: { bb: { ccc: null } } })).toEqual({ a: { bb: {} } });
  expect(createMergePatch({ a: 1, b: { c: 1, d: 2 }, l: [1] }, { b: { c: 1, d: 3 }, l: [2] })).toEqual({ a: null, b: { d: 3 }, l: [2] });
});

test("three-way merge for custom resources", () => {
  const patch = createThreeWayJsonMergePatch({ a: 1, b: { c: 1 } }, { b: { d: 1 } }, { a: 1, b: { c: 1, live: 1 } });
  expect(patch).toEqual({ a: null, b: { c: null, d: 1 } });
});

test("preconditions see a member that a patch would change", () => {
  expect(leavesUnchanged({ metadata: { labels: {} } }, "metadata", "name")).toBe(true);
  expect(leavesUnchanged({ metadata: { name: "x" } }, "metadata", "name")).toBe(false);
});

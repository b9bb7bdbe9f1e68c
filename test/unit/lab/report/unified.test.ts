import { expect, test } from "bun:test";
import fc from "fast-check";
import { diffLines } from "../../../../src/lab/report/line-diff.ts";
import { differingLines, firstDifference, unifiedDiff } from "../../../../src/lab/report/unified.ts";

function step(expected: readonly string[], actual: readonly string[], from = 11) {
  return { line: from - 1, lines: expected.map((_, index) => from + index), expected: expected.join("\n"), actual: actual.join("\n") };
}

const lines = fc.array(fc.constantFrom<string>("a", "b", "c", "d"), { maxLength: 12 });

test("a comparison leads from one text to the other, and each of its lines is one of theirs", () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const diff = diffLines(a, b);
      expect(diff.filter(({ kind }) => kind !== "actual").map(({ text }) => text)).toEqual(a);
      expect(diff.filter(({ kind }) => kind !== "expected").map(({ text }) => text)).toEqual(b);
      for (const { kind, index, text } of diff) if (kind !== "actual") expect(a[index]).toBe(text);
    }),
  );
});

test("blanks at line ends are no difference", () => {
  expect(unifiedDiff("a.md", step(["a  ", "b"], ["a", "b\t"]))).toBe("");
});

test("far apart differences are hunks of their own, with the document's line numbers", () => {
  const expected = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const actual = expected.map((line) => (line === "line 1" ? "new" : line)).concat("more");
  expect(unifiedDiff("a.md", step(expected, actual))).toBe(`--- a.md
+++ k8sim
@@ -11,5 +11,5 @@
 line 0
-line 1
+new
 line 2
 line 3
 line 4
@@ -28,3 +28,4 @@
 line 17
 line 18
 line 19
+more
`);
  expect(firstDifference(step(expected, actual))).toBe(12);
  expect(differingLines(step(expected, actual))).toEqual([12, 13, 31]);
});

test("an output that is not there at all, and one that the document has not got", () => {
  expect(unifiedDiff("a.md", step(["a", "b"], []))).toBe("--- a.md\n+++ k8sim\n@@ -11,2 +10,0 @@\n-a\n-b\n");
  expect(unifiedDiff("a.md", { ...step([], ["x"]), lines: [] })).toBe("--- a.md\n+++ k8sim\n@@ -10,0 +11,1 @@\n+x\n");
});

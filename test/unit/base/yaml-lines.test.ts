import { expect, test } from "bun:test";
import { yamlLines } from "../../../src/base/yaml-lines.ts";

test("members are found by their path; what is not there is where its container is", () => {
  const lineAt = yamlLines(
    ["# head", "a: 1", "steps:", "- at: 5", "  excuse:", "    x: y", "- {at: b,", "   c: d}", "'q/r': [1,", " 2]"].join("\n"),
  );
  expect(lineAt("a")).toBe(2);
  expect(lineAt("steps", 0, "at")).toBe(4);
  expect(lineAt("steps", 0, "excuse", "x")).toBe(6);
  expect(lineAt("steps", 0, "skip")).toBe(4);
  expect(lineAt("steps", 1, "c")).toBe(8);
  expect(lineAt("q/r", 1)).toBe(10);
  expect(lineAt("nowhere")).toBe(1);
});

import { expect, test } from "bun:test";
import { glob } from "../../../../src/kubectl/resources/glob.ts";

const TREE = ["a.yaml", "b.yml", "d/c.yaml", "d/e/f.yaml", "x[1].yaml"];

const files = {
  kind: (path: string) =>
    TREE.includes(path)
      ? ("file" as const)
      : path === "." || TREE.some((file) => file.startsWith(`${path}/`))
        ? ("directory" as const)
        : undefined,
  list: (path: string) =>
    [
      ...new Set(
        TREE.map((file) => (path === "." ? file : file.startsWith(`${path}/`) ? file.slice(path.length + 1) : "")).map(
          (rest) => rest.split("/")[0] ?? "",
        ),
      ),
    ]
      .filter((name) => name !== "")
      .sort(),
};

test.each([
  ["*.yaml", ["a.yaml", "x[1].yaml"]],
  ["d/*.yaml", ["d/c.yaml"]],
  ["*/*/f.yaml", ["d/e/f.yaml"]],
  ["[ab].y?ml", ["a.yaml"]],
  ["x\\[1\\].yaml", ["x[1].yaml"]],
  ["q*", []],
])("%s", (pattern, paths) => {
  expect(glob(files, pattern)).toEqual(paths);
});

test("a bracket left open is no pattern", () => {
  expect(glob(files, "[a")).toBeUndefined();
});

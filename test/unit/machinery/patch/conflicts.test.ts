import { expect, test } from "bun:test";
import { patchesConflict } from "../../../../src/machinery/patch/conflicts.ts";
import { patchSchema } from "../../../../src/machinery/patch/patch-schema.ts";
import { createThreeWayMergePatch } from "../../../../src/machinery/patch/strategic-diff.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);
const pod = patchSchema(schema, schema.kindDefinition("", "v1", "Pod"));
const deployment = patchSchema(schema, schema.kindDefinition("apps", "v1", "Deployment"));

const image = (name: string, value: string) => ({ spec: { containers: [{ name, image: value }] } });
const args = (...words: string[]) => ({ spec: { containers: [{ name: "a", args: words }] } });
const finalizers = (...names: string[]) => ({ metadata: { finalizers: names } });

test.each([
  ["the same value", image("a", "x"), image("a", "x"), false],
  ["another value", image("a", "x"), image("a", "y"), true],
  ["another element", image("a", "x"), image("b", "y"), false],
  ["a list that is replaced", args("1", "2"), args("1", "3"), true],
  ["a list that is replaced, of another length", args("1"), args("1", "1"), true],
  ["a list that is replaced, in another order", args("2", "1"), args("1", "2"), false],
  ["a merged list of scalars", finalizers("a"), finalizers("b"), false],
  ["a directive that only one has", { spec: { $patch: "replace" } }, { spec: {} }, true],
  ["gone here, changed there", { metadata: { labels: { a: null } } }, { metadata: { labels: { a: "b" } } }, true],
  ["another type", { spec: "x" }, { spec: {} }, true],
])("patchesConflict: %s", (_, left, right, expected) => {
  expect(patchesConflict(left, right, pod)).toBe(expected);
});

test("createThreeWayMergePatch shows both patches when it may not overwrite", () => {
  const applied = { spec: { replicas: 1 } };
  const live = { spec: { replicas: 3 } };
  expect(() => createThreeWayMergePatch(applied, { spec: { replicas: 2 } }, live, deployment, false)).toThrow(
    "patch:\nspec:\n  replicas: 2\n\nconflicts with changes made from original to current:\nspec:\n  replicas: 3\n\n",
  );
  expect(createThreeWayMergePatch(applied, { spec: { replicas: 3 } }, live, deployment, false)).toEqual({});
});

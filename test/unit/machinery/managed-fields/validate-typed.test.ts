import { expect, test } from "bun:test";
import type { JsonObject } from "../../../../src/base/json.ts";
import { typedProblem } from "../../../../src/machinery/managed-fields/validate-typed.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);

function problem(version: string, kind: string, value: JsonObject): string | undefined {
  const definition = schema.kindDefinition("", version, kind);
  if (!definition) throw new Error(`no ${kind}`);
  return typedProblem(schema, definition, value);
}

test("an applied configuration is checked against the kind's schema", () => {
  expect(problem("v1", "ConfigMap", { data: { a: "b" }, metadata: { name: "m", labels: null } })).toBeUndefined();
  expect(problem("v1", "ConfigMap", { data: { a: 5 } })).toBe(".data.a: expected string, got &value.valueUnstructured{Value:5}");
  expect(problem("v1", "ConfigMap", { datum: {} })).toBe(".datum: field not declared in schema");
});

test("items of keyed lists need their keys, each once", () => {
  expect(problem("v1", "Service", { spec: { ports: [{ port: 80 }] } })).toBe(
    '.spec.ports: element 0: associative list with keys has an element that omits key field "protocol" (and doesn\'t have default value)',
  );
  const containers = [
    { name: "c", image: "x" },
    { name: "c", image: true },
  ];
  expect(problem("v1", "Pod", { spec: { containers } })).toBe(
    [
      "errors:",
      '  .spec.containers: duplicate entries for key [name="c"]',
      '  .spec.containers[name="c"].image: expected string, got &value.valueUnstructured{Value:true}',
    ].join("\n"),
  );
});

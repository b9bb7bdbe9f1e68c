import { expect, test } from "bun:test";
import { objectType } from "../../../../src/machinery/managed-fields/merge-type.ts";
import { reconcileEntries } from "../../../../src/machinery/managed-fields/reconcile.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);

function typeOf(kind: string) {
  const definition = schema.kindDefinition("", "v1", kind);
  if (!definition) throw new Error(kind);
  return objectType(schema, definition).type;
}

function entry(fieldsV1: object) {
  return { manager: "m", operation: "Update", apiVersion: "v1", fieldsType: "FieldsV1", fieldsV1: fieldsV1 as never };
}

test("who owns a map and nothing in it comes to own what it holds", () => {
  const [after] = reconcileEntries([entry({ "f:data": {} })], { data: { a: "2", b: "3" } }, typeOf("ConfigMap"), "v1");
  expect(JSON.stringify(after?.fieldsV1)).toBe('{"f:data":{".":{},"f:a":{},"f:b":{}}}');
});

test("an empty struct, a leaf, a map with owned members and another version's entry stay as they are", () => {
  const container = { "f:spec": { "f:containers": { 'k:{"name":"c"}': { ".": {}, "f:image": {}, "f:resources": {} } } } };
  const pod = { spec: { containers: [{ name: "c", image: "x", resources: {} }] } };
  const entries = [entry(container)];
  expect(reconcileEntries(entries, pod, typeOf("Pod"), "v1")).toBe(entries);
  const partly = [entry({ "f:data": { "f:a": {} } }), { ...entry({ "f:data": {} }), apiVersion: "v2" }];
  expect(reconcileEntries(partly, { data: { a: "2", b: "3" } }, typeOf("ConfigMap"), "v1")).toBe(partly);
});

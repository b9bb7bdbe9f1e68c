import { expect, test } from "bun:test";
import type { JsonObject } from "../../../../src/base/json.ts";
import { customObjectType } from "../../../../src/machinery/managed-fields/custom-type.ts";
import { updateManagedFields } from "../../../../src/machinery/managed-fields/update.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const text = { type: "string" };
const openApi: JsonObject = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      properties: {
        cronSpec: text,
        atomic: { type: "array", items: text },
        labels: { type: "object", additionalProperties: text },
        ports: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["port", "protocol"],
          items: { type: "object", properties: { port: { type: "integer" }, protocol: { type: "string", default: "TCP" } } },
        },
      },
    },
  },
};

function fieldsOf(schema: JsonObject | undefined): JsonObject | undefined {
  const next = {
    apiVersion: "stable.example.com/v1",
    kind: "CronTab",
    metadata: { name: "c", labels: { a: "1" } },
    spec: { cronSpec: "*", atomic: ["x"], labels: { b: "2" }, ports: [{ port: 1 }], unknown: 1 },
  };
  const type = customObjectType(loadSchema(20), schema);
  const update = {
    live: undefined,
    next,
    manager: "kubectl-create",
    apiVersion: next.apiVersion,
    time: "2026-01-01T00:00:00Z",
    type,
    bumpsTimeAlways: false,
  };
  return updateManagedFields(update)?.[0]?.fieldsV1;
}

test("a custom object's fields follow its structural schema", () => {
  expect(fieldsOf(openApi)).toEqual({
    "f:metadata": { "f:labels": { ".": {}, "f:a": {} } },
    "f:spec": {
      ".": {},
      "f:atomic": {},
      "f:cronSpec": {},
      "f:labels": { ".": {}, "f:b": {} },
      "f:ports": { ".": {}, 'k:{"port":1,"protocol":"TCP"}': { ".": {}, "f:port": {} } },
    },
  });
});

test("without a schema they follow the values", () => {
  expect(fieldsOf(undefined)?.["f:spec"]).toEqual({
    ".": {},
    "f:atomic": {},
    "f:cronSpec": {},
    "f:labels": { ".": {}, "f:b": {} },
    "f:ports": {},
    "f:unknown": {},
  });
});

import { expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ApiResponse, ResourceRequest } from "../../../src/machinery/api.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Status } from "../../../src/machinery/status.ts";
import type { Table } from "../../../src/machinery/table.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

const crd: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "crontabs.stable.example.com" },
  spec: {
    group: "stable.example.com",
    scope: "Namespaced",
    names: { plural: "crontabs", singular: "crontab", kind: "CronTab", shortNames: ["ct"], categories: ["all"] },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" } },
        additionalPrinterColumns: [
          { name: "Spec", type: "string", jsonPath: ".spec.cronSpec" },
          { name: "Replicas", type: "integer", jsonPath: ".spec.replicas" },
          { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
        ],
        schema: {
          openAPIV3Schema: {
            type: "object",
            required: ["spec"],
            properties: {
              spec: {
                type: "object",
                required: ["cronSpec"],
                properties: {
                  cronSpec: { type: "string", pattern: "^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$" },
                  image: { type: "string", default: "busybox" },
                  replicas: { type: "integer", minimum: 1, maximum: 10 },
                  mode: { type: "string", enum: ["fast", "slow"] },
                },
              },
            },
          },
        },
      },
    ],
  },
  status: { conditions: [{ type: "Established", status: "True" }] },
};

function world() {
  const release = parseRelease("v1.20.2");
  if (!release) throw new Error("no release");
  const store = createMemoryStore();
  const api = createApiServer({
    store,
    sim: simAt("2026-11-20T10:00:00Z"),
    catalog: createCatalog(),
    release,
    schema: loadSchema(20),
    settings,
  });
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  store.put("customresourcedefinitions.apiextensions.k8s.io", crd);
  const ask = (request: Partial<ResourceRequest>): ApiResponse =>
    api.handle({
      verb: "get",
      group: "stable.example.com",
      version: "v1",
      resource: "crontabs",
      namespace: "default",
      user: { name: "a", groups: ["system:masters"] },
      userAgent: "kubectl",
      ...request,
    });
  const make = (name: string, spec: object): ApiResponse =>
    ask({ verb: "create", body: { apiVersion: "stable.example.com/v1", kind: "CronTab", metadata: { name }, spec } });
  return { api, store, ask, make };
}

test("prunes and fills in by the schema, tracks fields, shows the printer columns", () => {
  const { make, ask } = world();
  const made = make("my-ct", { cronSpec: "* * * * */5", replicas: 2, nope: 1 }).body as KubeObject;
  expect(made.spec).toEqual({ cronSpec: "* * * * */5", replicas: 2, image: "busybox" });
  expect(made.metadata.generation).toBe(1);
  expect(made.metadata.managedFields?.[0]?.fieldsV1).toEqual({ "f:spec": { ".": {}, "f:cronSpec": {}, "f:image": {}, "f:replicas": {} } });
  const table = ask({ verb: "list", as: "table" }).body as Table;
  expect(table.columnDefinitions.map((column) => column.name)).toEqual(["Name", "Spec", "Replicas", "Age"]);
  expect(table.rows[0]?.cells).toEqual(["my-ct", "* * * * */5", 2, "0s"]);
});

test("is selected by name and namespace alone (1.20.2's own answer)", () => {
  const { ask, make } = world();
  make("my-ct", { cronSpec: "* * * * */5" });
  const select = (fieldSelector: string): unknown => ask({ verb: "list", fieldSelector }).body;
  expect((select("metadata.namespace=default") as { items: unknown[] }).items).toHaveLength(1);
  expect((select("spec.mode=slow") as Status).message).toBe("field label not supported: spec.mode");
});

test("refuses in the recorded words", () => {
  const { make } = world();
  expect(
    (make("bad-ct", { cronSpec: "every day", replicas: 15, mode: "odd", image: 5 }).body as Status).details?.causes?.map(
      ({ field, message }) => `${field}: ${message}`,
    ),
  ).toEqual([
    "spec.cronSpec: Invalid value: \"every day\": spec.cronSpec in body should match '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$'",
    'spec.image: Invalid value: "integer": spec.image in body must be of type string: "integer"',
    'spec.mode: Unsupported value: "odd": supported values: "fast", "slow"',
    "spec.replicas: Invalid value: 15: spec.replicas in body should be less than or equal to 10",
  ]);
});

test("scales, patches by merge only, and ceases with its definition", () => {
  const { make, ask, store } = world();
  make("my-ct", { cronSpec: "* * * * *" });
  ask({ verb: "patch", name: "my-ct", subresource: "scale", patchType: "merge", body: { spec: { replicas: 3 } } });
  expect((ask({ name: "my-ct" }).body as KubeObject).spec).toMatchObject({ replicas: 3 });
  expect((ask({ verb: "patch", name: "my-ct", patchType: "strategic", body: { spec: { replicas: 4 } } }).body as Status).reason).toBe(
    "UnsupportedMediaType",
  );
  store.delete("customresourcedefinitions.apiextensions.k8s.io", "", "crontabs.stable.example.com");
  expect((ask({ verb: "list" }).body as Status).message).toBe(
    "the server could not find the requested resource (get crontabs.stable.example.com)",
  );
});

test("appears in discovery", () => {
  const { api } = world();
  const path = (text: string) =>
    api.handle({ verb: "path", method: "GET", path: text, user: { name: "a", groups: ["system:masters"] }, userAgent: "k" }).body;
  expect(path("/apis/stable.example.com/v1")).toMatchObject({
    resources: [
      { name: "crontabs", kind: "CronTab", singularName: "crontab", shortNames: ["ct"] },
      { name: "crontabs/status" },
      { name: "crontabs/scale" },
    ],
  });
});

test("appears in OpenAPI, as clients can read it", () => {
  const { api } = world();
  const { body } = api.handle({
    verb: "path",
    method: "GET",
    path: "/openapi/v2",
    user: { name: "a", groups: ["system:masters"] },
    userAgent: "k",
  });
  const { definitions, paths } = body as unknown as { definitions: Record<string, { properties: object }>; paths: object };
  expect(definitions["com.example.stable.v1.CronTab"]).toMatchObject({
    type: "object",
    required: ["spec"],
    properties: {
      metadata: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" },
      spec: { type: "object", required: ["cronSpec"], properties: { replicas: { type: "integer", minimum: 1, maximum: 10 } } },
    },
    "x-kubernetes-group-version-kind": [{ group: "stable.example.com", kind: "CronTab", version: "v1" }],
  });
  expect(Object.keys(paths)).toContain("/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}");
});

import { describe, expect, test } from "bun:test";
import { customErrors } from "../../../src/kubectl/validation/custom-check.ts";
import { schemaErrors } from "../../../src/kubectl/validation/schema-check.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Definition } from "../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);

function errorsOf(group: string, version: string, kind: string, object: Record<string, unknown>): string[] {
  return schemaErrors(schema, schema.kindDefinition(group, version, kind) as Definition, { kind, ...object } as never, kind);
}

describe("client-side schema", () => {
  test("unknown fields come in the order of the keys", () => {
    const spec = { containerz: [], containers: [{ name: "c", image: "nginx", imagePolicy: "Always" }] };
    expect(errorsOf("", "v1", "Pod", { spec })).toEqual([
      'ValidationError(Pod.spec.containers[0]): unknown field "imagePolicy" in io.k8s.api.core.v1.Container',
      'ValidationError(Pod.spec): unknown field "containerz" in io.k8s.api.core.v1.PodSpec',
    ]);
  });

  test("wrong types name the field, and a number passes as a string", () => {
    const container = { name: "c", image: 5, ports: [{ containerPort: "eighty" }], env: [{ name: "A", value: 1 }] };
    expect(errorsOf("", "v1", "Pod", { spec: { containers: [container] } })).toEqual([
      'ValidationError(Pod.spec.containers[0].ports[0].containerPort): invalid type for io.k8s.api.core.v1.ContainerPort.containerPort: got "string", expected "integer"',
    ]);
    expect(errorsOf("", "v1", "Pod", { spec: { containers: { name: "c" } } })).toEqual([
      'ValidationError(Pod.spec.containers): invalid type for io.k8s.api.core.v1.PodSpec.containers: got "map", expected "array"',
    ]);
  });

  test("missing fields come after what is inside", () => {
    const spec = { template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ image: "nginx" }] } } };
    expect(errorsOf("apps", "v1", "Deployment", { spec })).toEqual([
      'ValidationError(Deployment.spec.template.spec.containers[0]): missing required field "name" in io.k8s.api.core.v1.Container',
      'ValidationError(Deployment.spec): missing required field "selector" in io.k8s.api.apps.v1.DeploymentSpec',
    ]);
  });

  test("missing fields of one type come in its own order", () => {
    const missing = (field: string) =>
      `ValidationError(StatefulSet.spec): missing required field "${field}" in io.k8s.api.apps.v1.StatefulSetSpec`;
    expect(errorsOf("apps", "v1", "StatefulSet", { spec: {} })).toEqual(["selector", "template", "serviceName"].map(missing));
  });

  test("quantities, times and int-or-strings take either form", () => {
    const container = { name: "c", resources: { limits: { cpu: 1, memory: "1Gi" } }, livenessProbe: { httpGet: { port: "http" } } };
    expect(errorsOf("", "v1", "Pod", { metadata: { creationTimestamp: null }, spec: { containers: [container] } })).toEqual([]);
  });
});

test("custom resources are checked against their own schema", () => {
  const spec = { type: "object", required: ["cronSpec"], properties: { cronSpec: { type: "string" }, replicas: { type: "integer" } } };
  const node = { type: "object", required: ["spec"], properties: { spec } };
  const object = {
    apiVersion: "stable.example.com/v1",
    kind: "CronTab",
    metadata: { name: "x" },
    spec: { cronSpec: "* * * * *", nope: 1, replicas: "2" },
  };
  expect(customErrors(schema, node, object, "CronTab", "com.example.stable.v1.CronTab")).toEqual([
    'ValidationError(CronTab.spec): unknown field "nope" in com.example.stable.v1.CronTab.spec',
    'ValidationError(CronTab.spec.replicas): invalid type for com.example.stable.v1.CronTab.spec.replicas: got "string", expected "integer"',
  ]);
});

import { describe, expect, test } from "bun:test";
import { assert } from "../../../../src/base/assert.ts";
import { deepFreeze } from "../../../../src/base/deep.ts";
import type { ObjectType } from "../../../../src/machinery/managed-fields/merge-type.ts";
import { objectType } from "../../../../src/machinery/managed-fields/merge-type.ts";
import type { FieldsUpdate } from "../../../../src/machinery/managed-fields/update.ts";
import { updateManagedFields } from "../../../../src/machinery/managed-fields/update.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";
import { createdTemplate } from "../hash/templates.ts";

function typeOf(minor: number, group: string, kind: string): ObjectType {
  const schema = loadSchema(minor);
  const definition = schema.kindDefinition(group, "v1", kind);
  assert(definition, `no ${kind}`);
  return objectType(schema, definition);
}

const T1 = "2026-01-01T00:00:00Z";
const T2 = "2026-01-01T00:01:00Z";

function deployment(fields: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "x", namespace: "default", uid: "u", labels: { app: "x" } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "x" } },
      template: createdTemplate("x", "nginx", "nginx", { ports: [{ containerPort: 80, protocol: "TCP" }] }),
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
      ...fields,
    },
    status: {},
  };
}

function update(fields: Partial<FieldsUpdate> & { next: KubeObject }): FieldsUpdate {
  return {
    live: undefined,
    manager: "kubectl",
    apiVersion: "apps/v1",
    time: T1,
    type: typeOf(20, "apps", "Deployment"),
    bumpsTimeAlways: false,
    ...fields,
  };
}

const templateFields =
  '"f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"nginx\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},' +
  '"f:ports":{".":{},"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},' +
  '"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}';

describe("a created Deployment", () => {
  const setOf = (minor: number): string => {
    const entries = updateManagedFields(update({ next: deployment(), type: typeOf(minor, "apps", "Deployment") }));
    expect(entries).toHaveLength(1);
    expect(entries?.[0]).toMatchObject({
      manager: "kubectl",
      operation: "Update",
      apiVersion: "apps/v1",
      time: T1,
      fieldsType: "FieldsV1",
    });
    return JSON.stringify(entries?.[0]?.fieldsV1);
  };
  const expected = (selector: string): string =>
    `{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:replicas":{},${selector},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},${templateFields}}}`;

  test("belongs to its creator, field by field; selectors whole from 1.20 on", () => {
    expect(setOf(20)).toBe(expected('"f:selector":{}'));
    expect(setOf(18)).toBe(expected('"f:selector":{"f:matchLabels":{".":{},"f:app":{}}}'));
  });
});

describe("an update", () => {
  const created = deployment();
  const entries = updateManagedFields(update({ next: created })) ?? [];
  const live: KubeObject = deepFreeze({ ...created, metadata: { ...created.metadata, managedFields: entries } });

  test("takes the fields that it changes from others", () => {
    const next: KubeObject = { ...live, spec: { ...(live["spec"] as object), replicas: 3 } };
    const [mine, theirs] = updateManagedFields(update({ live, next, manager: "scaler", time: T2 }))?.toReversed() ?? [];
    expect(mine).toMatchObject({ manager: "scaler", time: T2, fieldsV1: { "f:spec": { "f:replicas": {} } } });
    expect(theirs).toMatchObject({ manager: "kubectl", time: T1 });
    expect((theirs?.fieldsV1?.["f:spec"] as object | undefined) ?? {}).not.toHaveProperty("f:replicas");
  });

  test("of nothing leaves the entries themselves", () => {
    expect(updateManagedFields(update({ live, next: { ...live }, manager: "other", time: T2 }))).toBe(live.metadata.managedFields);
  });

  test("of own values moves the time in 1.18 only", () => {
    const next: KubeObject = { ...live, spec: { ...(live["spec"] as object), replicas: 3 } };
    expect(updateManagedFields(update({ live, next, time: T2 }))?.[0]?.time).toBe(T1);
    expect(updateManagedFields(update({ live, next, time: T2, bumpsTimeAlways: true }))?.[0]?.time).toBe(T2);
  });

  test("that removes a field takes it from everybody", () => {
    const { replicas: _gone, ...spec } = live["spec"] as Record<string, unknown>;
    const left = updateManagedFields(update({ live, next: { ...live, spec }, manager: "other", time: T2 }));
    expect(left).toHaveLength(1);
    expect(left?.[0]?.fieldsV1?.["f:spec"]).not.toHaveProperty("f:replicas");
  });

  test("of a status has an entry of its own where subresources have", () => {
    const next: KubeObject = { ...live, status: { replicas: 1, conditions: [{ type: "Available", status: "True" }] } };
    const written = updateManagedFields(update({ live, next, manager: "kube-controller-manager", time: T2, subresource: "status" }));
    expect(written?.[1]).toMatchObject({
      subresource: "status",
      fieldsV1: {
        "f:status": { "f:conditions": { ".": {}, 'k:{"type":"Available"}': { ".": {}, "f:status": {}, "f:type": {} } }, "f:replicas": {} },
      },
    });
  });

  test("of an object that was never tracked tracks nothing", () => {
    expect(updateManagedFields(update({ live: created, next: { ...created, spec: {} } }))).toBeUndefined();
  });
});

test("an eleventh manager puts the two oldest together", () => {
  let live = deployment();
  for (let index = 0; index < 12; index++) {
    const labels = { ...live.metadata.labels, [`l${index}`]: "1" };
    const next = { ...live, metadata: { ...live.metadata, labels } };
    const time = `2026-01-01T00:00:${10 + index}Z`;
    const managedFields = updateManagedFields(update({ live: index === 0 ? undefined : live, next, manager: `m${index}`, time })) ?? [];
    live = { ...next, metadata: { ...next.metadata, managedFields } };
  }
  expect(live.metadata.managedFields?.map(({ manager }) => manager)).toEqual([
    "ancient-changes",
    "m3",
    "m4",
    "m5",
    "m6",
    "m7",
    "m8",
    "m9",
    "m10",
    "m11",
  ]);
});

test("a Service's selector is atomic from 1.22 on", () => {
  const service: KubeObject = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s" },
    spec: { ports: [{ port: 80, protocol: "TCP", targetPort: 80 }], selector: { app: "x" } },
    status: { loadBalancer: {} },
  };
  const specOf = (minor: number): unknown =>
    updateManagedFields(update({ next: service, apiVersion: "v1", type: typeOf(minor, "", "Service") }))?.[0]?.fieldsV1?.["f:spec"];
  const ports = { ".": {}, 'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:port": {}, "f:protocol": {}, "f:targetPort": {} } };
  expect(specOf(21)).toEqual({ "f:ports": ports, "f:selector": { ".": {}, "f:app": {} } });
  expect(specOf(22)).toEqual({ "f:ports": ports, "f:selector": {} });
});

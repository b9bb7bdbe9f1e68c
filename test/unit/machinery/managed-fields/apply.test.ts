import { describe, expect, test } from "bun:test";
import { assert } from "../../../../src/base/assert.ts";
import type { FieldsApply } from "../../../../src/machinery/managed-fields/apply.ts";
import { applyConfiguration } from "../../../../src/machinery/managed-fields/apply.ts";
import { objectType } from "../../../../src/machinery/managed-fields/merge-type.ts";
import { updateManagedFields } from "../../../../src/machinery/managed-fields/update.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { StatusError } from "../../../../src/machinery/status.ts";
import { loadSchema } from "../../../../src/machinery/schema/schema.ts";

const schema = loadSchema(20);
const definition = schema.kindDefinition("", "v1", "ConfigMap");
assert(definition, "no ConfigMap");
const type = objectType(schema, definition);
const T1 = "2026-01-01T00:00:00Z";
const T2 = "2026-01-01T00:01:00Z";

function configMap(data: Record<string, string>): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "default" }, data };
}

function apply(live: KubeObject | undefined, config: KubeObject, fields: Partial<FieldsApply> = {}): KubeObject {
  return applyConfiguration({ live, config, manager: "kubectl", force: false, time: T2, type, ...fields }).object;
}

function errorOf(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    if (error instanceof StatusError) return error;
  }
  throw new Error("no StatusError was thrown");
}

describe("applyConfiguration", () => {
  test("owns what it says, and not the structs around", () => {
    const created = apply(undefined, configMap({ a: "1" }));
    expect(created["data"]).toEqual({ a: "1" });
    expect(created.metadata.managedFields).toEqual([
      { manager: "kubectl", operation: "Apply", apiVersion: "v1", time: T2, fieldsType: "FieldsV1", fieldsV1: { "f:data": { "f:a": {} } } },
    ]);
  });

  test("removes what it no longer says, but not what others own", () => {
    const first = apply(undefined, configMap({ a: "1", b: "2" }));
    const second = apply(apply(first, configMap({ b: "2" }), { manager: "other" }), configMap({ c: "3" }));
    expect(second["data"]).toEqual({ b: "2", c: "3" });
  });

  test("fails on another's field, takes it by force", () => {
    const next = configMap({ a: "1", b: "1" });
    const managedFields =
      updateManagedFields({ live: undefined, next, manager: "kubectl-create", apiVersion: "v1", time: T1, type, bumpsTimeAlways: false }) ??
      [];
    const live = { ...next, metadata: { ...next.metadata, managedFields } };
    const one = errorOf(() => apply(live, configMap({ a: "2" })));
    expect(one.message).toBe('Apply failed with 1 conflict: conflict with "kubectl-create" using v1: .data.a');
    expect(one.status.details?.causes).toEqual([
      { reason: "FieldManagerConflict", message: 'conflict with "kubectl-create" using v1', field: ".data.a" },
    ]);
    const two = errorOf(() => apply(live, configMap({ a: "2", b: "2" })));
    expect(two.message).toBe('Apply failed with 2 conflicts: conflicts with "kubectl-create" using v1:\n- .data.a\n- .data.b');
    const forced = apply(live, configMap({ a: "2" }), { force: true });
    expect(forced.metadata.managedFields?.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
      ["kubectl", { "f:data": { "f:a": {} } }],
      ["kubectl-create", { "f:data": { ".": {}, "f:b": {} } }],
    ]);
  });

  test("takes over what client-side apply has put there and nobody has changed since (1.20.2's own answer)", () => {
    const last = JSON.stringify(configMap({ a: "1", b: "1" }));
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": last };
    const next = { ...configMap({ a: "1", b: "changed", c: "1" }), metadata: { name: "c", namespace: "default", annotations } };
    const managedFields =
      updateManagedFields({
        live: undefined,
        next,
        manager: "kubectl-client-side-apply",
        apiVersion: "v1",
        time: T1,
        type,
        bumpsTimeAlways: false,
      }) ?? [];
    const live = { ...next, metadata: { ...next.metadata, managedFields } };
    expect(apply(live, configMap({ a: "2" }), { takesOver: true })["data"]).toEqual({ a: "2", b: "changed", c: "1" });
    const taken = errorOf(() => apply(live, configMap({ a: "2", b: "2", c: "2" }), { takesOver: true }));
    expect(taken.status.details?.causes?.map(({ field }) => field)).toEqual([".data.b", ".data.c"]);
    expect(errorOf(() => apply(live, configMap({ a: "2" }))).message).toContain(".data.a");
  });

  test("of the same again changes nothing", () => {
    const live = apply(undefined, configMap({ a: "1" }), { time: T1 });
    const again = applyConfiguration({ live, config: configMap({ a: "1" }), manager: "kubectl", force: false, time: T2, type });
    expect(again.changed).toBe(false);
    expect(again.object.metadata.managedFields?.[0]?.time).toBe(T1);
  });

  test("on an untracked object records what was there before", () => {
    const merged = apply(configMap({ a: "1" }), configMap({ b: "2" }));
    expect(merged.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["kubectl", "before-first-apply"]);
  });

  test("refuses managedFields in the configuration", () => {
    const config = configMap({});
    expect(() => apply(undefined, { ...config, metadata: { ...config.metadata, managedFields: [] } })).toThrow(
      "metadata.managedFields must be nil",
    );
  });
});

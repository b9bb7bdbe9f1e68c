import { describe, expect, test } from "bun:test";
import type { KubeObject, ManagedFieldsEntry } from "../../../../src/machinery/object.ts";
import { recordOwners, upgradedManagedFields } from "../../../../src/kubectl/apply/upgrade-managed-fields.ts";

const RECORD = { "f:metadata": { "f:annotations": { "f:kubectl.kubernetes.io/last-applied-configuration": {} } } };

function object(...managedFields: ManagedFieldsEntry[]): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", managedFields } };
}

const clientSide = {
  manager: "kubectl-client-side-apply",
  operation: "Update",
  apiVersion: "v1",
  fieldsV1: { ...RECORD, "f:data": { "f:a": {} } },
};
const serverSide = { manager: "kubectl", operation: "Apply", apiVersion: "v1", fieldsV1: { "f:data": { "f:b": {} } } };

describe("upgradedManagedFields", () => {
  test("who wrote the record of client-side apply", () => {
    expect(recordOwners(object(clientSide, serverSide), "Update")).toEqual(["kubectl-client-side-apply"]);
    expect(recordOwners(object(clientSide, serverSide), "Apply")).toEqual([]);
  });

  test("fields of the old manager go to the one that is there", () => {
    expect(upgradedManagedFields(object(clientSide, serverSide), ["kubectl-client-side-apply"], "kubectl")).toEqual([
      { ...serverSide, fieldsV1: { "f:data": { "f:b": {}, "f:a": {} }, ...RECORD } },
    ]);
  });

  test("without one the old entry becomes it", () => {
    expect(upgradedManagedFields(object(clientSide), ["kubectl-client-side-apply"], "me")).toEqual([
      { ...clientSide, manager: "me", operation: "Apply" },
    ]);
  });

  test("nothing to move", () => {
    expect(upgradedManagedFields(object(serverSide), [], "kubectl")).toBeUndefined();
  });
});

import { expect, test } from "bun:test";
import { admissionWorld } from "./admission-world.ts";

const API = "admissionregistration.k8s.io/v1";
const RULE = { apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["deployments"] };
const policy = (spec: object) => ({ apiVersion: API, kind: "ValidatingAdmissionPolicy", metadata: { name: "demo" }, spec });

test("policies are kept; what would put them in force is refused by name", () => {
  const { create, send } = admissionWorld("v1.30.0");
  const spec = { matchConstraints: { resourceRules: [RULE] }, validations: [{ expression: "object.spec.replicas <= 5" }] };
  const made = create("validatingadmissionpolicies", policy(spec));
  expect(made.object["spec"]).toMatchObject({ failurePolicy: "Fail", matchConstraints: { matchPolicy: "Equivalent" } });
  const table = send({ verb: "list", resource: "validatingadmissionpolicies", group: "admissionregistration.k8s.io", as: "table" });
  expect((table.object as unknown as { rows: { cells: unknown[] }[] }).rows[0]?.cells).toEqual(["demo", 1, "<unset>", "0s"]);
  const binding = { apiVersion: API, kind: "ValidatingAdmissionPolicyBinding", metadata: { name: "demo" }, spec: { policyName: "demo" } };
  expect(create("validatingadmissionpolicybindings", binding).error).toContain("ValidatingAdmissionPolicyBindings are not emulated");
});

test("a policy says what it is for and what it checks", () => {
  expect(admissionWorld("v1.30.0").create("validatingadmissionpolicies", policy({})).error).toBe(
    'ValidatingAdmissionPolicy.admissionregistration.k8s.io "demo" is invalid: [spec.matchConstraints: Required value, ' +
      "spec.validations: Required value: validations or auditAnnotations must contain at least one item, " +
      "spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]",
  );
});

import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { defaultMatchResources } from "../shared/match-resources.ts";
import { policyColumns, policyRow } from "./columns.ts";
import type { ValidatingAdmissionPolicy } from "./types.ts";
import { validatePolicy, validatePolicyUpdate } from "./validate.ts";

/** admissionregistration.k8s.io ValidatingAdmissionPolicy. By itself it decides nothing: its bindings put it in force. */
export const validatingAdmissionPolicy: KindDefinition = {
  group: "admissionregistration.k8s.io",
  kind: "ValidatingAdmissionPolicy",
  plural: "validatingadmissionpolicies",
  namespaced: false,
  hasGeneration: true,
  unconditionalUpdate: false,
  defaults: defaultPolicy,
  prepareForCreate(object: Draft) {
    object["status"] = {};
  },
  validate: validatePolicy,
  validateUpdate: validatePolicyUpdate,
  columns: () => policyColumns,
  row: policyRow,
};

// pkg/apis/admissionregistration/v1/defaults.go, 1.30
function defaultPolicy(object: Draft): void {
  const { spec } = object as ValidatingAdmissionPolicy;
  if (!spec) return;
  spec.failurePolicy ??= "Fail";
  defaultMatchResources(spec.matchConstraints);
}

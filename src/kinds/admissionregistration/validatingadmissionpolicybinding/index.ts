import type { KindDefinition } from "../../../machinery/kind.ts";
import { bindingColumns, bindingRow } from "./columns.ts";

/** admissionregistration.k8s.io ValidatingAdmissionPolicyBinding. It would put a policy in force whose expressions nobody evaluates here. */
export const validatingAdmissionPolicyBinding: KindDefinition = {
  group: "admissionregistration.k8s.io",
  kind: "ValidatingAdmissionPolicyBinding",
  plural: "validatingadmissionpolicybindings",
  namespaced: false,
  hasGeneration: true,
  notEmulated:
    "ValidatingAdmissionPolicyBindings are not emulated: the policy's CEL expressions would not be evaluated, and so it would decide nothing",
  unconditionalUpdate: false,
  columns: () => bindingColumns,
  row: bindingRow,
};

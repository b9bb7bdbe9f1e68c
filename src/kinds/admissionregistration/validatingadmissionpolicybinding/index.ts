import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { defaultMatchResources } from "../shared/match-resources.ts";
import { bindingColumns, bindingRow } from "./columns.ts";
import type { ValidatingAdmissionPolicyBinding } from "./types.ts";
import { validateBinding, validateBindingUpdate } from "./validate.ts";

/** admissionregistration.k8s.io ValidatingAdmissionPolicyBinding: puts a policy in force. */
export const validatingAdmissionPolicyBinding: KindDefinition = {
  group: "admissionregistration.k8s.io",
  kind: "ValidatingAdmissionPolicyBinding",
  plural: "validatingadmissionpolicybindings",
  namespaced: false,
  hasGeneration: true,
  unconditionalUpdate: false,
  defaults: (object: Draft) => defaultMatchResources((object as ValidatingAdmissionPolicyBinding).spec?.matchResources),
  validate: validateBinding,
  validateUpdate: validateBindingUpdate,
  columns: () => bindingColumns,
  row: bindingRow,
};

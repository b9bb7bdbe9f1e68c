import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { podSecurityPolicyColumns, podSecurityPolicyRow } from "./columns.ts";
import { podSecurityPolicyDescribe } from "./describe.ts";
import type { PodSecurityPolicy } from "./types.ts";
import { validatePodSecurityPolicy, validatePodSecurityPolicyUpdate } from "./validate.ts";

/** policy/v1beta1 PodSecurityPolicy, until 1.25. The admission plug-in that would enforce them is off unless asked for. */
export const podSecurityPolicy: KindDefinition = {
  group: "policy",
  kind: "PodSecurityPolicy",
  plural: "podsecuritypolicies",
  namespaced: false,
  // pkg/apis/policy/v1beta1/defaults.go, 1.20
  defaults(object: Draft) {
    (object as PodSecurityPolicy).spec.allowPrivilegeEscalation ??= true;
  },
  validate: validatePodSecurityPolicy,
  validateUpdate: validatePodSecurityPolicyUpdate,
  columns: () => podSecurityPolicyColumns,
  row: podSecurityPolicyRow,
  describe: podSecurityPolicyDescribe,
};

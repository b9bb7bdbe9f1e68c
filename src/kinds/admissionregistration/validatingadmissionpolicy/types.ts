import type { PolicyExpressions } from "../../../machinery/cel/policy.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { MatchResources } from "../shared/match-resources.ts";

/** admissionregistration.k8s.io ValidatingAdmissionPolicy, as far as it is read. */
export interface ValidatingAdmissionPolicy extends KubeObject {
  spec?: PolicyExpressions & { matchConstraints?: MatchResources; failurePolicy?: string };
}

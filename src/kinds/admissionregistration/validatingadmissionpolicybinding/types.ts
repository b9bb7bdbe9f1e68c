import type { KubeObject } from "../../../machinery/object.ts";
import type { LabelSelector } from "../../shared/types.ts";

/** admissionregistration.k8s.io ValidatingAdmissionPolicyBinding, as far as it is read. */
export interface ValidatingAdmissionPolicyBinding extends KubeObject {
  spec?: { policyName?: string; paramRef?: { name?: string; namespace?: string; selector?: LabelSelector } };
}

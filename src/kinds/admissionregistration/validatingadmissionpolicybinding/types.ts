import type { KubeObject } from "../../../machinery/object.ts";
import type { LabelSelector } from "../../shared/types.ts";
import type { MatchResources } from "../shared/match-resources.ts";

/** admissionregistration.k8s.io ParamRef */
export interface ParamRef {
  name?: string;
  namespace?: string;
  selector?: LabelSelector;
  parameterNotFoundAction?: string;
}

/** admissionregistration.k8s.io ValidatingAdmissionPolicyBinding */
export interface ValidatingAdmissionPolicyBinding extends KubeObject {
  spec?: { policyName?: string; paramRef?: ParamRef; matchResources?: MatchResources; validationActions?: string[] };
}

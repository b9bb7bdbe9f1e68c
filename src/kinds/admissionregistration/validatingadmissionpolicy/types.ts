import type { KubeObject } from "../../../machinery/object.ts";
import type { LabelSelector } from "../../shared/types.ts";

/** admissionregistration.k8s.io ValidatingAdmissionPolicy, as far as it is read. */
export interface ValidatingAdmissionPolicy extends KubeObject {
  spec?: {
    paramKind?: { apiVersion?: string; kind?: string };
    matchConstraints?: MatchResources;
    validations?: { expression: string; message?: string; reason?: string; messageExpression?: string }[];
    failurePolicy?: string;
    auditAnnotations?: { key: string; valueExpression: string }[];
  };
}

/** admissionregistration.k8s.io MatchResources */
export interface MatchResources {
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  resourceRules?: NamedRule[];
  excludeResourceRules?: NamedRule[];
  matchPolicy?: string;
}

interface NamedRule {
  operations?: string[];
  apiGroups?: string[];
  apiVersions?: string[];
  resources?: string[];
  scope?: string;
}

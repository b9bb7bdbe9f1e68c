import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, notSupported } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { PodSecurityPolicy } from "./types.ts";

const ANY = "RunAsAny";
const SE_LINUX = ["MustRunAs", ANY];
const USERS = ["MustRunAs", "MustRunAsNonRoot", ANY];
const GROUPS = ["MayRunAs", "MustRunAs", ANY];

// pkg/apis/policy/validation/validation.go ValidatePodSecurityPolicySpec, 1.20: the strategies
export function validatePodSecurityPolicy(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release),
    ...validateSpec(object as PodSecurityPolicy),
  ];
}

// ValidatePodSecurityPolicyUpdate
export function validatePodSecurityPolicyUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec(object as PodSecurityPolicy)];
}

function validateSpec({ spec }: PodSecurityPolicy): FieldError[] {
  const rule = (field: "runAsUser" | "seLinux" | "supplementalGroups" | "fsGroup", known: readonly string[]) =>
    known.includes(spec[field].rule) ? [] : [notSupported(`spec.${field}.rule`, spec[field].rule, known)];
  const errors = [
    ...rule("runAsUser", USERS),
    ...rule("seLinux", SE_LINUX),
    ...rule("supplementalGroups", GROUPS),
    ...rule("fsGroup", GROUPS),
  ];
  if (spec.defaultAllowPrivilegeEscalation && spec.allowPrivilegeEscalation === false) {
    const detail = "Cannot set DefaultAllowPrivilegeEscalation to true without also setting AllowPrivilegeEscalation to true";
    errors.push(invalid("spec.defaultAllowPrivilegeEscalation", true, detail));
  }
  return errors;
}

import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { checkEach } from "../../shared/checks.ts";
import type { ValidatingAdmissionPolicy } from "./types.ts";

const FAILURE_POLICIES = ["Fail", "Ignore"];

/** What the expressions say is not looked at. */
// pkg/apis/admissionregistration/validation/validation.go validateValidatingAdmissionPolicySpec, 1.30
export function validatePolicy(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release), ...validateSpec(object)];
}

export function validatePolicyUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec(object)];
}

function validateSpec(object: KubeObject): FieldError[] {
  const { spec = {} } = object as ValidatingAdmissionPolicy;
  const { failurePolicy, paramKind, matchConstraints, validations = [], auditAnnotations = [] } = spec;
  const errors: FieldError[] = [];
  if (failurePolicy === undefined) errors.push(required("spec.failurePolicy"));
  else if (!FAILURE_POLICIES.includes(failurePolicy)) errors.push(notSupported("spec.failurePolicy", failurePolicy, FAILURE_POLICIES));
  if (paramKind) {
    if (!paramKind.apiVersion) errors.push(required("spec.paramKind.apiVersion"));
    if (!paramKind.kind) errors.push(required("spec.paramKind.kind"));
  }
  if (!matchConstraints) errors.push(required("spec.matchConstraints"));
  else if ((matchConstraints.resourceRules ?? []).length === 0) errors.push(required("spec.matchConstraints.resourceRules"));
  if (validations.length === 0 && auditAnnotations.length === 0) {
    const why = "validations or auditAnnotations must contain at least one item";
    return [...errors, required("spec.validations", why), required("spec.auditAnnotations", why)];
  }
  return [
    ...errors,
    ...checkEach("spec.validations", validations, ({ expression }, path) =>
      expression.trim() === "" ? [required(`${path}.expression`, "expression is not specified")] : [],
    ),
  ];
}

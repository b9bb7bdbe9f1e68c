import { compilePolicy, type PolicyProgram } from "../../../machinery/cel/policy.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import type { ValidatingAdmissionPolicy } from "./types.ts";

const FAILURE_POLICIES = ["Fail", "Ignore"];

const REASONS = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];

// pkg/apis/admissionregistration/validation/validation.go validateValidatingAdmissionPolicySpec, 1.30
export function validatePolicy(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release), ...validateSpec(object, release)];
}

export function validatePolicyUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec(object, release)];
}

type Spec = NonNullable<ValidatingAdmissionPolicy["spec"]>;

function validateSpec(object: KubeObject, release: Release): FieldError[] {
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
  errors.push(...validateExpressions(spec, release));
  if (validations.length > 0 || auditAnnotations.length > 0) return errors;
  const why = "validations or auditAnnotations must contain at least one item";
  return [...errors, required("spec.validations", why), required("spec.auditAnnotations", why)];
}

function validateExpressions(spec: Spec, release: Release): FieldError[] {
  const { matchConditions, variables, validations } = compilePolicy(spec, release);
  return [
    ...checkEach("spec.matchConditions", matchConditions, (condition, path) => [
      ...expressionErrors(condition, `${path}.expression`, ""),
      ...(condition.name === "" ? [required(`${path}.name`)] : []),
    ]),
    ...checkEach("spec.variables", variables, (variable, path) => [
      ...(variable.name.trim() === "" ? [required(`${path}.name`, "name is not specified")] : []),
      ...expressionErrors(variable, `${path}.expression`, "expression is not specified"),
    ]),
    ...checkEach("spec.validations", validations, (validation, path, index) => [
      ...expressionErrors(validation, `${path}.expression`, "expression is not specified"),
      ...messageErrors(spec.validations?.[index] ?? { expression: "" }, validation.message, path),
    ]),
  ];
}

function expressionErrors({ expression, problem }: PolicyProgram, path: string, missing: string): FieldError[] {
  if (expression.trim() === "") return [required(path, missing)];
  return problem === undefined ? [] : [invalid(path, expression, problem)];
}

function messageErrors(
  { message = "", messageExpression = "", reason }: NonNullable<Spec["validations"]>[number],
  program: PolicyProgram | undefined,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (messageExpression !== "" && messageExpression.trim() === "")
    errors.push(invalid(`${path}.messageExpression`, messageExpression, "must be non-empty if specified"));
  else if (program?.problem !== undefined) errors.push(invalid(`${path}.messageExpression`, messageExpression, program.problem));
  if (message !== "" && message.trim() === "") errors.push(invalid(`${path}.message`, message, "message must be non-empty if specified"));
  else if (/[\n\r]/.test(message.trim())) errors.push(invalid(`${path}.message`, message, "message must not contain line breaks"));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  return errors;
}

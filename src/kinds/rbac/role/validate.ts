import { goStringSliceSyntax } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkPathSegment } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { PolicyRule, Role } from "./types.ts";

// pkg/apis/rbac/validation/validation.go ValidateRole, 1.20
export function validateRole(object: KubeObject, context: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkPathSegment }, context.release),
    ...((object as Role).rules ?? []).flatMap((rule, index) => validatePolicyRule(rule, true, `rules[${index}]`)),
  ];
}

// ValidateRoleUpdate
export function validateRoleUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateRole(object, context), ...validateObjectMetaUpdate(object, old, context.release)];
}

/** One rule; those of a Role may not name URLs. ValidatePolicyRule */
export function validatePolicyRule(rule: PolicyRule, namespaced: boolean, path: string): FieldError[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  // A list that a rule must have is null when it was left out.
  const verbs = rule.verbs ?? [];
  const errors: FieldError[] = verbs.length === 0 ? [required(`${path}.verbs`, "verbs must contain at least one value")] : [];
  if (nonResourceURLs.length > 0) {
    const wrong = (detail: string) => errors.push(invalidStruct(`${path}.nonResourceURLs`, goStringSliceSyntax(nonResourceURLs), detail));
    if (namespaced) wrong("namespaced rules cannot apply to non-resource URLs");
    if (apiGroups.length + resources.length + resourceNames.length > 0)
      wrong("rules cannot apply to both regular resources and non-resource URLs");
    return errors;
  }
  if (apiGroups.length === 0) errors.push(required(`${path}.apiGroups`, "resource rules must supply at least one api group"));
  if (resources.length === 0) errors.push(required(`${path}.resources`, "resource rules must supply at least one resource"));
  return errors;
}

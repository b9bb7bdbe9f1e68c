import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, required } from "../../../machinery/validation/field-error.ts";
import { checkPathSegment } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { validateLabelSelector } from "../../shared/validate-selector.ts";
import type { Role } from "../role/types.ts";
import { validatePolicyRule } from "../role/validate.ts";

// pkg/apis/rbac/validation/validation.go ValidateClusterRole, 1.20
export function validateClusterRole(object: KubeObject, context: RequestContext): FieldError[] {
  const { rules, aggregationRule } = object as Role;
  const errors = validateObjectMeta(object, { namespaced: false, name: checkPathSegment }, context.release);
  errors.push(...(rules ?? []).flatMap((rule, index) => validatePolicyRule(rule, false, `rules[${index}]`)));
  const selectors = aggregationRule?.clusterRoleSelectors ?? [];
  for (const [index, selector] of selectors.entries()) {
    const path = `aggregationRule.clusterRoleSelectors[${index}]`;
    const wrong = validateLabelSelector(selector, path, context.release);
    errors.push(...wrong, ...(wrong.length > 0 ? [invalid(path, "null", "invalid label selector.")] : []));
  }
  if (aggregationRule && selectors.length === 0) {
    errors.push(
      required("aggregationRule.clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil"),
    );
  }
  return errors;
}

// ValidateClusterRoleUpdate
export function validateClusterRoleUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateClusterRole(object, context), ...validateObjectMetaUpdate(object, old, context.release)];
}

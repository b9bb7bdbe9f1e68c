import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { FieldError } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";

// pkg/apis/core/validation/validation.go ValidateServiceAccount, 1.20
export function validateServiceAccount(object: KubeObject, context: RequestContext): FieldError[] {
  return validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, context.release);
}

export function validateServiceAccountUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateServiceAccount(object, context)];
}

import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkQualifiedName } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Namespace } from "./types.ts";

// pkg/apis/core/validation/validation.go ValidateNamespace, 1.20
export function validateNamespace(object: KubeObject, context: RequestContext): FieldError[] {
  const errors = validateObjectMeta(object, { namespaced: false, name: checkLabel }, context.release);
  for (const finalizer of (object as Namespace).spec.finalizers ?? []) {
    const path = "spec.finalizers";
    for (const wrong of checkQualifiedName(finalizer, context.release)) errors.push(invalid(path, finalizer, wrong));
    if (!finalizer.includes("/") && finalizer !== "kubernetes") {
      errors.push(invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
    }
  }
  return errors;
}

export function validateNamespaceUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return validateObjectMetaUpdate(object, old, context.release);
}

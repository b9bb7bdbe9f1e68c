import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateLabels, validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { validateTolerations } from "../../core/pod/validate-tolerations.ts";
import { checkText } from "../../shared/checks.ts";
import type { RuntimeClass } from "./types.ts";

// pkg/apis/node/validation/validation.go ValidateRuntimeClass, 1.20
export function validateRuntimeClass(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { handler, scheduling } = object as RuntimeClass;
  return [
    ...validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release),
    ...checkText("handler", handler, checkLabel, release),
    ...validateLabels(scheduling?.nodeSelector, "scheduling.nodeSelector", release),
    ...validateTolerations(scheduling?.tolerations, "scheduling.tolerations.tolerations", release),
  ];
}

// ValidateRuntimeClassUpdate
export function validateRuntimeClassUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const { handler } = object as RuntimeClass;
  const errors = validateObjectMetaUpdate(object, old, release);
  return handler === (old as RuntimeClass).handler ? errors : [...errors, invalid("handler", handler, "field is immutable")];
}

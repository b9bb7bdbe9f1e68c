import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { FieldError } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { validatePodTemplateSpec } from "../pod/validate-spec.ts";
import type { PodTemplate } from "./types.ts";

// pkg/apis/core/validation/validation.go ValidatePodTemplate, 1.20
export function validatePodTemplate(object: KubeObject, { release }: RequestContext): FieldError[] {
  const meta = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  return [...meta, ...validatePodTemplateSpec((object as PodTemplate).template, "template", release)];
}

export function validatePodTemplateUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMetaUpdate(object, old, release),
    ...validatePodTemplateSpec((object as PodTemplate).template, "template", release),
  ];
}

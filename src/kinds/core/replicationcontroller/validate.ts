import { goStringMapSyntax } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import { mapSelects } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { nonNegative } from "../../shared/numbers.ts";
import { validateRunsForever } from "../../shared/validate-template.ts";
import type { PodTemplateSpec } from "../pod/types.ts";
import { validatePodTemplateSpec } from "../pod/validate-spec.ts";
import type { ReplicationController, ReplicationControllerSpec } from "./types.ts";

// pkg/apis/core/validation/validation.go ValidateReplicationController, 1.20
export function validateReplicationController(object: KubeObject, { release }: RequestContext): FieldError[] {
  const meta = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  return [...meta, ...validateSpec((object as ReplicationController).spec, release)];
}

/** Validated both as new and as updated, so an error of the spec is said twice. */
// pkg/registry/core/replicationcontroller/strategy.go ValidateUpdate, 1.20
export function validateReplicationControllerUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [
    ...validateReplicationController(object, context),
    ...validateObjectMetaUpdate(object, old, context.release),
    ...validateSpec((object as ReplicationController).spec, context.release),
  ];
}

function validateSpec({ minReadySeconds, selector = {}, replicas, template }: ReplicationControllerSpec, release: Release): FieldError[] {
  return [
    ...nonNegative("spec.minReadySeconds", minReadySeconds),
    ...(Object.keys(selector).length > 0 ? [] : [required("spec.selector")]),
    ...nonNegative("spec.replicas", replicas),
    ...(template ? validateTemplate(template, selector, release) : [required("spec.template")]),
  ];
}

function validateTemplate(template: PodTemplateSpec, selector: Record<string, string>, release: Release): FieldError[] {
  const { labels } = template.metadata ?? {};
  const path = "spec.template";
  return [
    ...(mapSelects(selector, labels)
      ? []
      : [invalidStruct(`${path}.metadata.labels`, goStringMapSyntax(labels), "`selector` does not match template `labels`")]),
    ...validatePodTemplateSpec(template, path, release),
    ...validateRunsForever(template, path, "ReplicationController"),
  ];
}

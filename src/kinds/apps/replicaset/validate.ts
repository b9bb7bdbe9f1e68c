import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { FieldError } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { nonNegative } from "../../shared/numbers.ts";
import { validateSelectorKept, validateWorkloadSelector } from "../../shared/validate-selector.ts";
import { validateReplicatedTemplate } from "../../shared/validate-template.ts";
import type { ReplicaSet, ReplicaSetSpec } from "./types.ts";

// pkg/apis/apps/validation/validation.go ValidateReplicaSet, 1.20
export function validateReplicaSet(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateSpec((object as ReplicaSet).spec, release),
  ];
}

/** Kubernetes validates an updated ReplicaSet both as new and as updated, so an error of its spec is said twice. */
// pkg/registry/apps/replicaset/strategy.go ValidateUpdate, 1.20
export function validateReplicaSetUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const { spec } = object as ReplicaSet;
  return [
    ...validateReplicaSet(object, context),
    ...validateObjectMetaUpdate(object, old, context.release),
    ...validateSpec(spec, context.release),
    ...validateSelectorKept(spec.selector, (old as ReplicaSet).spec.selector, "spec.selector"),
  ];
}

function validateSpec({ replicas, minReadySeconds, selector, template }: ReplicaSetSpec, release: Release): FieldError[] {
  return [
    ...nonNegative("spec.replicas", replicas),
    ...nonNegative("spec.minReadySeconds", minReadySeconds),
    // The text says deployment in Kubernetes, too.
    ...validateWorkloadSelector(selector, "spec.selector", "deployment", release),
    ...(template ? validateReplicatedTemplate(template, selector, "spec.template", release) : []),
  ];
}

import { deepEqual } from "../../../base/deep.ts";
import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import {
  validateAnnotations,
  validateLabels,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { nonNegative } from "../../shared/numbers.ts";
import { validateWorkloadSelector } from "../../shared/validate-selector.ts";
import { validateRunsForever, validateSelectorMatches } from "../../shared/validate-template.ts";
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from "./types.ts";

const MANAGEMENT_POLICIES: readonly string[] = ["OrderedReady", "Parallel"];

/** The pod template itself is not validated: its mounts may name claims, and a wrong one shows when pods are created. */
// pkg/apis/apps/validation/validation.go ValidateStatefulSet, 1.20
export function validateStatefulSet(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateSpec((object as StatefulSet).spec, release),
  ];
}

function validateSpec(spec: StatefulSetSpec, release: Release): FieldError[] {
  const { template } = spec;
  return [
    ...validatePolicy(spec.podManagementPolicy ?? "", "spec.podManagementPolicy"),
    ...validateStrategy(spec.updateStrategy ?? {}, "spec.updateStrategy"),
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateWorkloadSelector(spec.selector, "spec.selector", "statefulset", release),
    ...validateSelectorMatches(spec.selector, template, "spec.template"),
    ...validateLabels(template.metadata?.labels, "spec.template.labels", release),
    ...validateAnnotations(template.metadata?.annotations, "spec.template.annotations", release),
    ...validateRunsForever(template, "spec.template", "StatefulSet"),
  ];
}

function validatePolicy(policy: string, path: string): FieldError[] {
  if (policy === "") return [required(path)];
  return MANAGEMENT_POLICIES.includes(policy) ? [] : [invalid(path, policy, "must be 'OrderedReady' or 'Parallel'")];
}

function validateStrategy({ type, rollingUpdate }: StatefulSetUpdateStrategy, path: string): FieldError[] {
  const partition = rollingUpdate?.partition ?? 0;
  if (type === "RollingUpdate") return nonNegative(`${path}.rollingUpdate.partition`, partition);
  if (type === "OnDelete") {
    const value = `apps.RollingUpdateStatefulSetStrategy{Partition:${partition}}`;
    return rollingUpdate ? [invalidStruct(`${path}.rollingUpdate`, value, "only allowed for updateStrategy 'RollingUpdate'")] : [];
  }
  const update = rollingUpdate ? goPointer("apps.RollingUpdateStatefulSetStrategy") : "(*apps.RollingUpdateStatefulSetStrategy)(nil)";
  const value = `apps.StatefulSetUpdateStrategy{Type:${goQuote(type ?? "")}, RollingUpdate:${update}}`;
  return [invalidStruct(path, value, "must be 'RollingUpdate' or 'OnDelete'")];
}

const CHANGEABLE = ["replicas", "template", "updateStrategy"] as const;
const CHANGEABLE_LATER = ["minReadySeconds", "persistentVolumeClaimRetentionPolicy"] as const;

/** Kubernetes validates an updated StatefulSet as new, then what changed. */
// pkg/registry/apps/statefulset/strategy.go ValidateUpdate, 1.20
export function validateStatefulSetUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const { release } = context;
  const { spec } = object as StatefulSet;
  const errors = [...validateStatefulSet(object, context), ...validateObjectMetaUpdate(object, old, release)];
  if (!deepEqual(fixedPart(spec, release), fixedPart((old as StatefulSet).spec, release))) {
    errors.push(forbidden("spec", release.value("statefulSetUpdateText")));
  }
  return [...errors, ...nonNegative("spec.replicas", spec.replicas)];
}

function fixedPart(spec: StatefulSetSpec, release: Release): Partial<StatefulSetSpec> {
  const fixed: Partial<StatefulSetSpec> = { ...spec };
  for (const field of CHANGEABLE) delete fixed[field];
  if (release.has("statefulSetAvailability")) for (const field of CHANGEABLE_LATER) delete fixed[field];
  if (release.has("statefulSetOrdinals")) delete fixed.ordinals;
  return fixed;
}

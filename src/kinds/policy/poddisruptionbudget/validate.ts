import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalidStruct } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { validateAtMost100Percent, validateIntOrPercent } from "../../shared/int-or-percent.ts";
import { nonNegative } from "../../shared/numbers.ts";
import type { IntOrString } from "../../shared/types.ts";
import { validateLabelSelector } from "../../shared/validate-selector.ts";
import type { PodDisruptionBudget } from "./types.ts";

/** The registry checks metadata by itself, with the same texts. */
// pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudget, 1.20
export function validateDisruptionBudget(object: KubeObject, context: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, context.release),
    ...validateSpec(object as PodDisruptionBudget, context),
  ];
}

// pkg/registry/policy/poddisruptionbudget/strategy.go ValidateUpdate, 1.20
export function validateDisruptionBudgetUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateSpec(object as PodDisruptionBudget, context)];
}

function validateSpec({ spec = {}, status }: PodDisruptionBudget, { release }: RequestContext): FieldError[] {
  const { minAvailable, maxUnavailable, selector } = spec;
  const amount = (field: string, value: IntOrString | undefined) =>
    value === undefined ? [] : [...validateIntOrPercent(value, `spec.${field}`), ...validateAtMost100Percent(value, `spec.${field}`)];
  const pointer = goPointer("intstr.IntOrString");
  const value = `policy.PodDisruptionBudgetSpec{MinAvailable:${pointer}, Selector:${goPointer("v1.LabelSelector")}, MaxUnavailable:${pointer}}`;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  return [
    ...(both ? [invalidStruct("spec", value, "minAvailable and maxUnavailable cannot be both set")] : []),
    ...amount("minAvailable", minAvailable),
    ...amount("maxUnavailable", maxUnavailable),
    ...validateLabelSelector(selector, "spec.selector", release),
    ...nonNegative("status.disruptionsAllowed", status?.disruptionsAllowed),
    ...nonNegative("status.currentHealthy", status?.currentHealthy),
    ...nonNegative("status.desiredHealthy", status?.desiredHealthy),
    ...nonNegative("status.expectedPods", status?.expectedPods),
  ];
}

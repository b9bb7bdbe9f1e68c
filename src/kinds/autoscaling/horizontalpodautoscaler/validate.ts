import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { checkEach } from "../../shared/checks.ts";
import { nonNegative } from "../../shared/numbers.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, HPAScalingPolicy, HPAScalingRules } from "./types.ts";
import { validateReference } from "./validate-reference.ts";
import { validateMetric } from "./validate-metric.ts";

const WINDOW_SECONDS_MAX = 3600;
const PERIOD_SECONDS_MAX = 1800;
const SELECT_POLICIES = ["Disabled", "Max", "Min"];
const POLICY_TYPES = ["Percent", "Pods"];

// pkg/apis/autoscaling/validation/validation.go ValidateHorizontalPodAutoscaler, 1.20
export function validateAutoscaler(object: KubeObject, { release }: RequestContext): FieldError[] {
  const errors = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  return [...errors, ...validateSpec((object as HorizontalPodAutoscaler).spec, 1, release)];
}

// ValidateHorizontalPodAutoscalerUpdate
export function validateAutoscalerUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const atLeast = (old as HorizontalPodAutoscaler).spec.minReplicas === 0 ? 0 : 1;
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec((object as HorizontalPodAutoscaler).spec, atLeast, release)];
}

// ValidateHorizontalPodAutoscalerStatusUpdate
export function validateAutoscalerStatus(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const { status } = object as HorizontalPodAutoscaler;
  return [
    ...validateObjectMetaUpdate(object, old, release),
    ...nonNegative("status.currentReplicas", status?.currentReplicas),
    ...nonNegative("status.desiredReplicas", status?.desiredReplicas),
  ];
}

function validateSpec(spec: HorizontalPodAutoscalerSpec, atLeast: number, release: Release): FieldError[] {
  const { minReplicas: min, maxReplicas: max, metrics } = spec;
  const errors: FieldError[] = [];
  if (min !== undefined && min < atLeast) errors.push(invalid("spec.minReplicas", min, `must be greater than or equal to ${atLeast}`));
  if (max < 1) errors.push(invalid("spec.maxReplicas", max, "must be greater than 0"));
  if (min !== undefined && max < min) errors.push(invalid("spec.maxReplicas", max, "must be greater than or equal to `minReplicas`"));
  errors.push(
    ...validateReference(spec.scaleTargetRef, "spec.scaleTargetRef"),
    ...checkEach("spec.metrics", metrics ?? [], (metric, path) => validateMetric(metric, path, release)),
  );
  if (min === 0 && !metrics?.some(({ type }) => type === "Object" || type === "External")) {
    errors.push(forbidden("spec.metrics", "must specify at least one Object or External metric to support scaling to zero replicas"));
  }
  return [
    ...errors,
    ...validateRules(spec.behavior?.scaleUp, "spec.behavior.scaleUp"),
    ...validateRules(spec.behavior?.scaleDown, "spec.behavior.scaleDown"),
  ];
}

function validateRules(rules: HPAScalingRules | undefined, path: string): FieldError[] {
  if (!rules) return [];
  const { stabilizationWindowSeconds: window, selectPolicy, policies } = rules;
  const errors: FieldError[] = [];
  if (window !== undefined && window < 0)
    errors.push(invalid(`${path}.stabilizationWindowSeconds`, window, "must be greater than or equal to zero"));
  if (window !== undefined && window > WINDOW_SECONDS_MAX) {
    errors.push(invalid(`${path}.stabilizationWindowSeconds`, window, `must be less than or equal to ${WINDOW_SECONDS_MAX}`));
  }
  if (selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy)) {
    errors.push(notSupported(`${path}.selectPolicy`, selectPolicy, SELECT_POLICIES));
  }
  if ((policies ?? []).length === 0) errors.push(required(`${path}.policies`, "must specify at least one Policy"));
  return [...errors, ...checkEach(`${path}.policies`, policies, validatePolicy)];
}

function validatePolicy({ type, value, periodSeconds }: HPAScalingPolicy, path: string): FieldError[] {
  const errors: FieldError[] = POLICY_TYPES.includes(type) ? [] : [notSupported(`${path}.type`, type, POLICY_TYPES)];
  if (value <= 0) errors.push(invalid(`${path}.value`, value, "must be greater than zero"));
  if (periodSeconds <= 0) errors.push(invalid(`${path}.periodSeconds`, periodSeconds, "must be greater than zero"));
  if (periodSeconds > PERIOD_SECONDS_MAX) {
    errors.push(invalid(`${path}.periodSeconds`, periodSeconds, `must be less than or equal to ${PERIOD_SECONDS_MAX}`));
  }
  return errors;
}

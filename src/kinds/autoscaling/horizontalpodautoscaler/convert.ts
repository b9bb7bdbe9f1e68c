import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { behaviorFromText, behaviorText } from "./behavior-text.ts";
import { fromOldMetric, fromOldStatus, type OldMetricSpec, type OldMetricStatus, toOldMetric, toOldStatus } from "./old-metrics.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerCondition, HorizontalPodAutoscalerStatus, MetricSpec } from "./types.ts";

/** Where v1 keeps what it has no field for. */
const METRICS = "autoscaling.alpha.kubernetes.io/metrics";
const CURRENT_METRICS = "autoscaling.alpha.kubernetes.io/current-metrics";
const CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
const BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

/** Whether a v1 annotation speaks of metrics: then there is no default target. */
export function hasMetricsAnnotation(object: Draft): boolean {
  return object.metadata.annotations?.[METRICS] !== undefined;
}

/** In place, to any version of the group. v2 and v2beta2 are alike, and every other version is made from and to them. */
// pkg/apis/autoscaling/v1/conversion.go, v2beta1/conversion.go, 1.20
export function convertAutoscaler(object: Draft, toVersion: string): void {
  const from = splitApiVersion(object.apiVersion).version;
  if (from === toVersion) return;
  // A status update lends its draft the spec of the object as others still see it.
  object["spec"] = { ...(object["spec"] as object) };
  if (object["status"]) object["status"] = { ...object["status"] };
  if (from === "v1") fromV1(object);
  else if (from === "v2beta1") fromV2beta1(object);
  if (toVersion === "v1") toV1(object);
  else if (toVersion === "v2beta1") toV2beta1(object);
  completeStatus(object, toVersion);
}

/** Writes what each version's Go type writes of an empty field: v2 leaves out what is zero, the betas write all of it; no metrics are null. */
export function completeStatus(object: Draft, version: string): void {
  const status = (object as HorizontalPodAutoscaler).status;
  if (!status) return;
  if (version !== "v1") status.currentMetrics ??= null;
  if (version === "v2") {
    if (status.conditions?.length === 0 || status.conditions === null) delete status.conditions;
    if (status.currentReplicas === 0) delete status.currentReplicas;
    return;
  }
  status.currentReplicas ??= 0;
  if (version !== "v1") status.conditions ??= null;
}

function fromV2beta1(object: Draft): void {
  const { spec, status } = object as HorizontalPodAutoscaler;
  if (spec.metrics) spec.metrics = (spec.metrics as unknown as OldMetricSpec[]).map(fromOldMetric);
  if (status?.currentMetrics) status.currentMetrics = (status.currentMetrics as unknown as OldMetricStatus[]).map(fromOldStatus);
  // v2beta1 carries behavior as v1 does, in an annotation
  const text = takeAnnotation(object, BEHAVIOR);
  const behavior = text === undefined ? undefined : behaviorFromText(text);
  if (behavior) spec.behavior = behavior;
}

function toV2beta1(object: Draft): void {
  const { spec, status } = object as HorizontalPodAutoscaler;
  if (spec.metrics) spec.metrics = spec.metrics.map(toOldMetric) as unknown as MetricSpec[];
  if (status?.currentMetrics)
    status.currentMetrics = status.currentMetrics.map(toOldStatus) as unknown as HorizontalPodAutoscalerStatus["currentMetrics"] & object;
  if (spec.behavior) setAnnotation(object, BEHAVIOR, behaviorText(spec.behavior));
  delete spec.behavior;
}

/** v1's own fields. */
interface FirstVersion {
  spec: { targetCPUUtilizationPercentage?: number };
  status?: { currentCPUUtilizationPercentage?: number };
}

function fromV1(object: Draft): void {
  const { spec, status } = object as HorizontalPodAutoscaler;
  const first = object as unknown as FirstVersion;
  const target = first.spec.targetCPUUtilizationPercentage;
  delete first.spec.targetCPUUtilizationPercentage;
  const own: MetricSpec[] = target === undefined ? [] : [cpuMetric(target)];
  const others = takeJson<OldMetricSpec[]>(object, METRICS);
  const metrics = [...(others ?? []).map(fromOldMetric), ...own];
  spec.metrics = metrics.length > 0 ? metrics : [cpuMetric(80)];
  const text = takeAnnotation(object, BEHAVIOR);
  const behavior = text === undefined ? undefined : behaviorFromText(text);
  if (behavior) spec.behavior = behavior;
  const measured = takeJson<OldMetricStatus[]>(object, CURRENT_METRICS);
  const conditions = takeJson<HorizontalPodAutoscalerCondition[]>(object, CONDITIONS);
  if (!status) return;
  const current = first.status?.currentCPUUtilizationPercentage;
  if (first.status) delete first.status.currentCPUUtilizationPercentage;
  if (current !== undefined)
    status.currentMetrics = [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: current } } }];
  if (measured) status.currentMetrics = measured.map(fromOldStatus);
  if (conditions) status.conditions = conditions;
}

/** The metric of a CPU target in percent. */
export function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } };
}

function toV1(object: Draft): void {
  const { spec, status } = object as HorizontalPodAutoscaler;
  const first = object as unknown as FirstVersion;
  const metrics = spec.metrics ?? [];
  const utilization = metrics.find(({ type, resource }) => type === "Resource" && resource?.name === "cpu")?.resource?.target
    .averageUtilization;
  const others = metrics.filter(
    ({ type, resource }) => !(type === "Resource" && resource?.name === "cpu" && resource.target.averageUtilization !== undefined),
  );
  delete spec.metrics;
  if (utilization !== undefined) first.spec.targetCPUUtilizationPercentage = utilization;
  if (others.length > 0) setAnnotation(object, METRICS, JSON.stringify(others.map(toOldMetric)));
  if (status?.currentMetrics && status.currentMetrics.length > 0) {
    setAnnotation(object, CURRENT_METRICS, JSON.stringify(status.currentMetrics.map(toOldStatus)));
  }
  if (spec.behavior) setAnnotation(object, BEHAVIOR, behaviorText(spec.behavior));
  delete spec.behavior;
  if (!status) return;
  if (status.conditions && status.conditions.length > 0)
    setAnnotation(object, CONDITIONS, JSON.stringify(status.conditions.map(orderedCondition)));
  const current = status.currentMetrics?.findLast(
    ({ resource }) => resource?.name === "cpu" && resource.current.averageUtilization !== undefined,
  );
  delete status.currentMetrics;
  delete status.conditions;
  if (current?.resource?.current.averageUtilization !== undefined && first.status) {
    first.status.currentCPUUtilizationPercentage = current.resource.current.averageUtilization;
  }
}

/** In Go's field order, which the annotation shows. */
function orderedCondition({
  type,
  status,
  lastTransitionTime,
  reason,
  message,
}: HorizontalPodAutoscalerCondition): HorizontalPodAutoscalerCondition {
  return {
    type,
    status,
    ...(lastTransitionTime ? { lastTransitionTime } : {}),
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}

function setAnnotation(object: Draft, key: string, value: string): void {
  object.metadata.annotations = { ...object.metadata.annotations, [key]: value };
}

function takeAnnotation({ metadata }: Draft, key: string): string | undefined {
  const value = metadata.annotations?.[key];
  if (value === undefined) return undefined;
  const { [key]: _taken, ...rest } = metadata.annotations ?? {};
  if (Object.keys(rest).length > 0) metadata.annotations = rest;
  else delete metadata.annotations;
  return value;
}

/** An annotation that is no JSON list is dropped, as the real conversion drops it. */
function takeJson<T extends unknown[]>(object: Draft, key: string): T | undefined {
  const text = takeAnnotation(object, key);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

import type { LabelSelector } from "../../shared/types.ts";
import type { CrossVersionObjectReference, MetricSpec, MetricStatus } from "./types.ts";

/** A metric as v2beta1 has it, and v1 in its annotation: identifier and target are spread over the source. Go's field order. */
export interface OldMetricSpec {
  type: string;
  object?: {
    target: CrossVersionObjectReference;
    metricName: string;
    targetValue: string;
    selector?: LabelSelector;
    averageValue?: string;
  };
  pods?: { metricName: string; targetAverageValue: string; selector?: LabelSelector };
  resource?: { name: string; targetAverageUtilization?: number; targetAverageValue?: string };
  containerResource?: { name: string; targetAverageUtilization?: number; targetAverageValue?: string; container: string };
  external?: { metricName: string; metricSelector?: LabelSelector; targetValue?: string; targetAverageValue?: string };
}

/** The same for what was measured. */
export interface OldMetricStatus {
  type: string;
  object?: {
    target: CrossVersionObjectReference;
    metricName: string;
    currentValue: string;
    selector?: LabelSelector;
    averageValue?: string;
  };
  pods?: { metricName: string; currentAverageValue: string; selector?: LabelSelector };
  resource?: { name: string; currentAverageUtilization?: number; currentAverageValue: string };
  containerResource?: { name: string; currentAverageUtilization?: number; currentAverageValue: string; container: string };
  external?: { metricName: string; metricSelector?: LabelSelector; currentValue: string; currentAverageValue?: string };
}

// pkg/apis/autoscaling/v2beta1/conversion.go, 1.20
export function toOldMetric({ type, object, pods, resource, containerResource, external }: MetricSpec): OldMetricSpec {
  const old: OldMetricSpec = { type };
  if (object) {
    const { metric, target } = object;
    old.object = {
      target: object.describedObject,
      metricName: metric.name,
      targetValue: target.value ?? "0",
      ...part("selector", metric.selector),
      ...part("averageValue", target.averageValue),
    };
  }
  if (pods)
    old.pods = {
      metricName: pods.metric.name,
      targetAverageValue: pods.target.averageValue ?? "0",
      ...part("selector", pods.metric.selector),
    };
  if (resource) old.resource = { name: resource.name, ...oldTarget(resource.target) };
  if (containerResource) {
    old.containerResource = {
      name: containerResource.name,
      ...oldTarget(containerResource.target),
      container: containerResource.container,
    };
  }
  if (external) {
    const { metric, target } = external;
    old.external = {
      metricName: metric.name,
      ...part("metricSelector", metric.selector),
      ...part("targetValue", target.value),
      ...part("targetAverageValue", target.averageValue),
    };
  }
  return old;
}

function oldTarget({ averageUtilization, averageValue }: { averageUtilization?: number; averageValue?: string }): {
  targetAverageUtilization?: number;
  targetAverageValue?: string;
} {
  return { ...part("targetAverageUtilization", averageUtilization), ...part("targetAverageValue", averageValue) };
}

export function fromOldMetric({ type, object, pods, resource, containerResource, external }: OldMetricSpec): MetricSpec {
  const metric: MetricSpec = { type };
  if (object) {
    const average = object.averageValue !== undefined;
    const target = { type: average ? "AverageValue" : "Value", value: object.targetValue, ...part("averageValue", object.averageValue) };
    metric.object = { describedObject: object.target, target, metric: { name: object.metricName, ...part("selector", object.selector) } };
  }
  if (pods) {
    metric.pods = {
      metric: { name: pods.metricName, ...part("selector", pods.selector) },
      target: { type: "AverageValue", averageValue: pods.targetAverageValue },
    };
  }
  if (resource) metric.resource = { name: resource.name, target: newTarget(resource) };
  if (containerResource) {
    metric.containerResource = {
      name: containerResource.name,
      target: newTarget(containerResource),
      container: containerResource.container,
    };
  }
  if (external) {
    const type = external.targetValue === undefined ? "AverageValue" : "Value";
    metric.external = {
      metric: { name: external.metricName, ...part("selector", external.metricSelector) },
      target: { type, ...part("value", external.targetValue), ...part("averageValue", external.targetAverageValue) },
    };
  }
  return metric;
}

function newTarget({
  targetAverageUtilization: utilization,
  targetAverageValue: value,
}: {
  targetAverageUtilization?: number;
  targetAverageValue?: string;
}) {
  return {
    type: utilization === undefined ? "AverageValue" : "Utilization",
    ...part("averageValue", value),
    ...part("averageUtilization", utilization),
  };
}

export function toOldStatus({ type, object, pods, resource, containerResource, external }: MetricStatus): OldMetricStatus {
  const old: OldMetricStatus = { type };
  if (object) {
    const { metric, current } = object;
    old.object = {
      target: object.describedObject,
      metricName: metric.name,
      currentValue: current.value ?? "0",
      ...part("selector", metric.selector),
      ...part("averageValue", current.averageValue),
    };
  }
  if (pods)
    old.pods = {
      metricName: pods.metric.name,
      currentAverageValue: pods.current.averageValue ?? "0",
      ...part("selector", pods.metric.selector),
    };
  if (resource) old.resource = { name: resource.name, ...oldCurrent(resource.current) };
  if (containerResource) {
    old.containerResource = {
      name: containerResource.name,
      ...oldCurrent(containerResource.current),
      container: containerResource.container,
    };
  }
  if (external) {
    const { metric, current } = external;
    old.external = {
      metricName: metric.name,
      ...part("metricSelector", metric.selector),
      currentValue: current.value ?? "0",
      ...part("currentAverageValue", current.averageValue),
    };
  }
  return old;
}

function oldCurrent({ averageUtilization, averageValue = "0" }: { averageUtilization?: number; averageValue?: string }): {
  currentAverageUtilization?: number;
  currentAverageValue: string;
} {
  return { ...part("currentAverageUtilization", averageUtilization), currentAverageValue: averageValue };
}

export function fromOldStatus({ type, object, pods, resource, containerResource, external }: OldMetricStatus): MetricStatus {
  const status: MetricStatus = { type };
  if (object) {
    const current = { value: object.currentValue, ...part("averageValue", object.averageValue) };
    status.object = { metric: { name: object.metricName, ...part("selector", object.selector) }, current, describedObject: object.target };
  }
  if (pods)
    status.pods = {
      metric: { name: pods.metricName, ...part("selector", pods.selector) },
      current: { averageValue: pods.currentAverageValue },
    };
  if (resource) status.resource = { name: resource.name, current: newCurrent(resource) };
  if (containerResource) {
    status.containerResource = {
      name: containerResource.name,
      current: newCurrent(containerResource),
      container: containerResource.container,
    };
  }
  if (external) {
    const current = { value: external.currentValue, ...part("averageValue", external.currentAverageValue) };
    status.external = { metric: { name: external.metricName, ...part("selector", external.metricSelector) }, current };
  }
  return status;
}

function newCurrent({
  currentAverageUtilization,
  currentAverageValue,
}: {
  currentAverageUtilization?: number;
  currentAverageValue: string;
}) {
  return { averageValue: currentAverageValue, ...part("averageUtilization", currentAverageUtilization) };
}

/** A field that is left out when it has no value, as Go's omitempty does. */
function part<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

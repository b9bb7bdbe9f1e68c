import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { compareQuantities, newQuantity, parseQuantity } from "../../../machinery/quantity.ts";
import type { Release } from "../../../release/release.ts";
import { checkLabel, checkPathSegment } from "../../../machinery/validation/names.ts";
import type { MetricIdentifier, MetricSpec, MetricTarget } from "./types.ts";
import { validateReference } from "./validate-reference.ts";

const TYPES = ["ContainerResource", "External", "Object", "Pods", "Resource"];
const TARGET_TYPES = ["Utilization", "Value", "AverageValue"];
const SOURCES = ["object", "external", "pods", "resource", "containerResource"] as const;

/** One metric: exactly the source that its type names. */
// pkg/apis/autoscaling/validation/validation.go validateMetricSpec, 1.20
export function validateMetric(metric: MetricSpec, path: string, release: Release): FieldError[] {
  const { type } = metric;
  const errors: FieldError[] = type ? [] : [required(`${path}.type`, "must specify a metric source type")];
  if (!TYPES.includes(type)) errors.push(notSupported(`${path}.type`, type, TYPES));
  const present = SOURCES.filter((source) => metric[source] !== undefined);
  const [first] = present;
  if (first) errors.push(...validateSource(metric, first, `${path}.${first}`, release));
  const expected = SOURCES.find((source) => source.toLowerCase() === type.toLowerCase());
  if (!expected) errors.push(notSupported(`${path}.type`, type, TYPES));
  else if (!metric[expected]) errors.push(required(`${path}.${expected}`, missingText(expected, release)));
  if (present.length === 1) return errors;
  return [
    ...errors,
    ...present
      .filter((source) => source !== expected)
      .map((source) => forbidden(`${path}.${source}`, "must populate the given metric source only")),
  ];
}

function missingText(source: (typeof SOURCES)[number], release: Release): string {
  const text = "must populate information for the given metric source";
  const isGated = source === "containerResource" && !release.has("autoscalerContainerMetrics");
  return isGated ? `${text} (only allowed when HPAContainerMetrics feature is enabled)` : text;
}

function validateSource(metric: MetricSpec, source: (typeof SOURCES)[number], path: string, release: Release): FieldError[] {
  const { object, external, pods, resource, containerResource } = metric;
  if (source === "object" && object) {
    const { value, averageValue } = object.target;
    return [
      ...validateReference(object.describedObject, `${path}.describedObject`),
      ...validateIdentifier(object.metric, `${path}.metric`),
      ...validateTarget(object.target, `${path}.target`),
      ...((value ?? averageValue) === undefined
        ? [required(`${path}.target.averageValue`, "must set either a target value or averageValue")]
        : []),
    ];
  }
  if (source === "external" && external) {
    const { value, averageValue } = external.target;
    const errors = [...validateIdentifier(external.metric, `${path}.metric`), ...validateTarget(external.target, `${path}.target`)];
    if ((value ?? averageValue) === undefined)
      errors.push(required(`${path}.target.averageValue`, "must set either a target value for metric or a per-pod target"));
    if (value !== undefined && averageValue !== undefined) {
      errors.push(forbidden(`${path}.target.value`, "may not set both a target value for metric and a per-pod target"));
    }
    return errors;
  }
  if (source === "pods" && pods) {
    const errors = [...validateIdentifier(pods.metric, `${path}.metric`), ...validateTarget(pods.target, `${path}.target`)];
    if (pods.target.averageValue === undefined)
      errors.push(required(`${path}.target.averageValue`, "must specify a positive target averageValue"));
    return errors;
  }
  const named = resource ?? containerResource;
  if (!named) return [];
  const errors: FieldError[] = named.name ? [] : [required(`${path}.name`, "must specify a resource name")];
  if (containerResource?.container === "") errors.push(required(`${path}.container`, "must specify a container"));
  else if (containerResource) {
    errors.push(
      ...checkLabel(containerResource.container, release).map((wrong) => invalid(`${path}.container`, containerResource.container, wrong)),
    );
  }
  return [...errors, ...validateResourceTarget(named.target, `${path}.target`)];
}

function validateResourceTarget(target: MetricTarget, path: string): FieldError[] {
  const { averageUtilization, averageValue } = target;
  const errors = validateTarget(target, path);
  if (averageUtilization === undefined && averageValue === undefined) {
    errors.push(required(`${path}.averageUtilization`, "must set either a target raw value or a target utilization"));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    errors.push(forbidden(`${path}.averageValue`, "may not set both a target raw value and a target utilization"));
  }
  return errors;
}

function validateIdentifier({ name }: MetricIdentifier, path: string): FieldError[] {
  if (!name) return [required(`${path}.name`, "must specify a metric name")];
  return checkPathSegment(name).map((wrong) => invalid(`${path}.name`, name, wrong));
}

function validateTarget({ type, value, averageValue, averageUtilization }: MetricTarget, path: string): FieldError[] {
  const errors: FieldError[] = type ? [] : [required(`${path}.type`, "must specify a metric target type")];
  if (!TARGET_TYPES.includes(type)) errors.push(invalid(`${path}.type`, type, "must be either Utilization, Value, or AverageValue"));
  if (value !== undefined && !isPositive(value)) errors.push(invalid(`${path}.value`, value, "must be positive"));
  if (averageValue !== undefined && !isPositive(averageValue))
    errors.push(invalid(`${path}.averageValue`, averageValue, "must be positive"));
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(`${path}.averageUtilization`, averageUtilization, "must be greater than 0"));
  }
  return errors;
}

function isPositive(text: string): boolean {
  return compareQuantities(parseQuantity(text), newQuantity(0, "DecimalSI")) > 0;
}

import { deepClone } from "../../../base/deep.ts";
import { goQuote } from "../../../base/go-format.ts";
import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeMeta } from "../../../machinery/describing/meta.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import { quantity } from "./columns.ts";
import { convertAutoscaler } from "./convert.ts";
import type { HorizontalPodAutoscaler, HPAScalingRules, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from "./types.ts";

/** `kubectl describe hpa`. kubectl/pkg/describe/describe.go describeHorizontalPodAutoscalerV2beta2 */
export const autoscalerDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const draft = deepClone(object);
    convertAutoscaler(draft, "v2");
    const { spec, status } = draft as HorizontalPodAutoscaler;
    describeMeta(draft, out, context);
    out.write(0, `CreationTimestamp:\t${describeTime(draft.metadata.creationTimestamp)}\n`);
    out.write(0, `Reference:\t${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}\n`);
    out.write(0, "Metrics:\t( current / target )\n");
    for (const [index, metric] of (spec.metrics ?? []).entries()) out.write(1, `${metricText(metric, status?.currentMetrics?.[index])}\n`);
    out.write(0, `Min replicas:\t${spec.minReplicas ?? "<unset>"}\n`);
    out.write(0, `Max replicas:\t${spec.maxReplicas}\n`);
    if (spec.behavior) {
      out.write(0, "Behavior:\n");
      describeDirection(out, "Scale Up", spec.behavior.scaleUp);
      describeDirection(out, "Scale Down", spec.behavior.scaleDown);
    }
    out.write(0, `${spec.scaleTargetRef.kind} pods:\t${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired\n`);
    const conditions = status?.conditions ?? [];
    if (conditions.length > 0) {
      out.write(0, "Conditions:\n");
      out.write(1, "Type\tStatus\tReason\tMessage\n");
      out.write(1, "----\t------\t------\t-------\n");
    }
    for (const { type, status: value, reason = "", message = "" } of conditions) out.write(1, `${type}\t${value}\t${reason}\t${message}\n`);
    await describeEvents(object, out, context);
  },
};

function metricText(metric: MetricSpec, current: MetricStatus | undefined): string {
  const { type, external, pods, object, resource, containerResource } = metric;
  if (type === "External" && external) return `${goQuote(external.metric.name)} ${targetText(external.target, current?.external?.current)}`;
  if (type === "Pods" && pods) {
    return `${goQuote(pods.metric.name)} on pods:\t${quantity(current?.pods?.current.averageValue)} / ${quantity(pods.target.averageValue)}`;
  }
  if (type === "Object" && object) {
    const { kind, name } = object.describedObject;
    return `${goQuote(object.metric.name)} on ${kind}/${name} ${targetText(object.target, current?.object?.current)}`;
  }
  if (type === "Resource" && resource)
    return `resource ${resource.name} on pods${resourceText(resource.target, current?.resource?.current)}`;
  if (type === "ContainerResource" && containerResource) {
    const { name, container, target } = containerResource;
    return `resource ${name} of container ${goQuote(container)} on pods${resourceText(target, current?.containerResource?.current)}`;
  }
  return `<unknown metric type ${goQuote(type)}>`;
}

function targetText(target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined)
    return `(target average value):\t${quantity(current?.averageValue)} / ${quantity(target.averageValue)}`;
  return `(target value):\t${quantity(current?.value)} / ${quantity(target.value)}`;
}

/** A share of the request comes after two blanks: it is written with an indentation of its own. */
function resourceText(target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) return `:\t${quantity(current?.averageValue)} / ${quantity(target.averageValue)}`;
  const used =
    current?.averageUtilization === undefined ? "<unknown>" : `${current.averageUtilization}% (${quantity(current.averageValue)})`;
  return `  (as a percentage of request):\t${used} / ${target.averageUtilization === undefined ? "<auto>" : `${target.averageUtilization}%`}`;
}

// printDirectionBehavior
function describeDirection(out: DescribeWriter, title: string, rules: HPAScalingRules | undefined): void {
  if (!rules) return;
  const { stabilizationWindowSeconds: seconds, selectPolicy = "Max", policies = [] } = rules;
  out.write(1, `${title}:\n`);
  if (seconds !== undefined) out.write(2, `Stabilization Window: ${seconds} seconds\n`);
  if (policies.length === 0) return;
  out.write(2, `Select Policy: ${selectPolicy}\n`);
  out.write(2, "Policies:\n");
  for (const { type, value, periodSeconds } of policies)
    out.write(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds\n`);
}

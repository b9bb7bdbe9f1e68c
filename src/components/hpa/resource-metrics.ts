import { parseGoDuration } from "../../base/go-duration.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { formatLabelSelector } from "../../machinery/labels.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { milliValue, parseQuantity } from "../../machinery/quantity.ts";
import { StatusError } from "../../machinery/status.ts";
import { requestSamples, servesRequestMetric } from "./request-metrics.ts";
import { MetricsError, type MetricsClient, type MetricTarget, noMetrics, type PodSample, type PodSamples } from "./metrics.ts";

/** metrics.k8s.io/v1beta1 PodMetrics */
interface PodMetrics extends KubeObject {
  timestamp: string;
  window: string;
  containers: { name: string; usage: Record<string, string | undefined> }[];
}

/** Asks the resource metrics API, whoever serves it. Nobody serves external metrics, and custom ones only a sweep. */
// pkg/controller/podautoscaler/metrics/client.go, 1.20
export const apiMetrics: MetricsClient = {
  ...noMetrics,
  resource(name, container, target, context) {
    const items = listPodMetrics(target, context);
    if (items.length === 0) throw new MetricsError("no metrics returned from resource metrics API");
    const samples = items.map((item): [string, PodSample | undefined] => [item.metadata.name ?? "", sampleOf(item, name, container)]);
    return new Map(samples.filter((entry): entry is [string, PodSample] => entry[1] !== undefined)) satisfies PodSamples;
  },
  pods: (metric, target, context) =>
    servesRequestMetric(metric.name, context) ? requestSamples(target, context) : noMetrics.pods(metric, target, context),
  object(metric, object, target, context) {
    if (!servesRequestMetric(metric.name, context)) return noMetrics.object(metric, object, target, context);
    return [...requestSamples(target, context).values()].reduce((sum, { value }) => sum + value, 0);
  },
};

function listPodMetrics({ namespace, selector }: MetricTarget, { client }: ComponentContext): readonly PodMetrics[] {
  const ref = { group: "metrics.k8s.io", version: "v1beta1", resource: "pods", namespace };
  try {
    return client.list(ref, { labelSelector: formatLabelSelector(selector) }).items as PodMetrics[];
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw new MetricsError(`unable to fetch metrics from resource metrics API: ${error.message}`);
  }
}

/** The sum over a pod's containers, or one of them; undefined when one of them does not say. Throws MetricsError without that container. */
function sampleOf(
  { metadata, containers, timestamp, window }: PodMetrics,
  name: string,
  container: string | undefined,
): PodSample | undefined {
  const counted = container === undefined ? containers : containers.filter((one) => one.name === container);
  if (container !== undefined && counted.length === 0) {
    const pod = `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
    throw new MetricsError(`failed to get container metrics: container ${container} not present in metrics for pod ${pod}`);
  }
  const amounts = counted.map(({ usage }) => usage[name]);
  if (amounts.length === 0 || amounts.includes(undefined)) return undefined;
  const value = amounts.reduce((sum, amount) => sum + milliValue(parseQuantity(amount ?? "0")), 0);
  return { value, at: parseRfc3339(timestamp) ?? 0, windowMs: parseGoDuration(window) };
}

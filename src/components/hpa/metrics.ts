import { formatLabelSelector } from "../../machinery/labels.ts";
import type { MetricSpec, MetricStatus } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";

/** Whose pods a metric is about: the target's namespace, its selector as text and its replicas. */
export interface MetricTarget {
  namespace: string;
  selector: string;
  replicas: number;
}

/** What a metric says: the replicas it proposes, its name in events and conditions, and its value. */
export interface Proposal {
  replicas: number;
  name: string;
  status: MetricStatus;
}

/** Why a metric cannot be had: the condition's and event's reason, what went wrong, and how the sum of all metrics tells it. */
export interface MetricFailure {
  reason: string;
  error: string;
  summary: string;
}

/** Where autoscalers get their metrics from. */
export interface MetricsSource {
  propose(metric: MetricSpec, target: MetricTarget, context: ComponentContext): Proposal | MetricFailure;
}

const NO_RESOURCE_METRICS =
  "unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)";
const NO_CUSTOM_METRICS = "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered";
const NO_EXTERNAL_METRICS =
  "unable to fetch metrics from external metrics API: no external metrics API (external.metrics.k8s.io) registered";

/** A cluster in which nobody serves the metrics APIs. */
// pkg/controller/podautoscaler/horizontal.go computeStatusFor…, replica_calculator.go, 1.20
export const noMetrics: MetricsSource = {
  propose(metric, { namespace }, { release }) {
    if (metric.type === "Resource" || metric.type === "ContainerResource") {
      const name = (metric.resource ?? metric.containerResource)?.name ?? "";
      const why = `unable to get metrics for resource ${name}: ${NO_RESOURCE_METRICS}`;
      const full = `failed to get ${name} utilization: ${why}`;
      const error = release.has("hpaErrorPrefix") ? full : why;
      const summary = release.has("hpaValueErrorPrefix") ? `failed to get ${name} resource metric value: ${full}` : full;
      return { reason: "FailedGetResourceMetric", error, summary };
    }
    const [reason, word, error] = customFailure(metric, namespace);
    return { reason, error, summary: `failed to get ${word} metric value: ${error}` };
  },
};

function customFailure({ type, pods, object, external }: MetricSpec, namespace: string): [reason: string, word: string, error: string] {
  if (type === "Pods") return ["FailedGetPodsMetric", "pods", `unable to get metric ${pods?.metric.name ?? ""}: ${NO_CUSTOM_METRICS}`];
  if (type === "Object") {
    const { kind = "", name = "" } = object?.describedObject ?? {};
    return [
      "FailedGetObjectMetric",
      "object",
      `unable to get metric ${object?.metric.name ?? ""}: ${kind} on ${namespace} ${name}/${NO_CUSTOM_METRICS}`,
    ];
  }
  const { name = "", selector } = external?.metric ?? {};
  return [
    "FailedGetExternalMetric",
    "external",
    `unable to get external metric ${namespace}/${name}/${formatLabelSelector(selector)}: ${NO_EXTERNAL_METRICS}`,
  ];
}

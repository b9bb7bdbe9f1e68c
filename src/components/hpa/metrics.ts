import type { CrossVersionObjectReference } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { LabelSelector } from "../../machinery/labels.ts";

/** Whose pods a metric is about: the target's namespace, its selector as text and as labels say it, and its sizes. */
export interface MetricTarget {
  readonly namespace: string;
  readonly selector: LabelSelector;
  /** spec.replicas of its scale. */
  readonly replicas: number;
  /** status.replicas of its scale. */
  readonly statusReplicas: number;
}

/** What was measured of one pod. */
export interface PodSample {
  /** In thousandths of the metric's unit. */
  readonly value: number;
  /** The end of the time it was measured over, ms since the Unix epoch, and how long that was. */
  readonly at: number;
  readonly windowMs: number;
}

/** Samples by pod name; a pod that is not in it has no metrics. */
export type PodSamples = ReadonlyMap<string, PodSample>;

/** A metric that cannot be had. The message is what the metrics client says: `unable to fetch metrics from resource metrics API: …` */
export class MetricsError extends Error {
  override name = "MetricsError";
}

/** Where autoscalers get their metrics from. Every question throws {@link MetricsError} when nobody answers it. */
// pkg/controller/podautoscaler/metrics/interfaces.go, 1.20
export interface MetricsClient {
  /** CPU, memory … of the target's pods, of one container where that is named. */
  resource(name: string, container: string | undefined, target: MetricTarget, context: ComponentContext): PodSamples;
  /** A metric of its own of each of the target's pods. */
  pods(metric: MetricName, target: MetricTarget, context: ComponentContext): PodSamples;
  /** A metric of one object, in thousandths. */
  object(metric: MetricName, object: CrossVersionObjectReference, target: MetricTarget, context: ComponentContext): number;
  /** The values of an external metric, in thousandths. */
  external(metric: MetricName, target: MetricTarget, context: ComponentContext): readonly number[];
}

/** A custom or external metric. */
export interface MetricName {
  readonly name: string;
  readonly selector?: LabelSelector;
}

const UNABLE = "unable to fetch metrics from";

/** A cluster in which nobody serves the metrics APIs. */
export const noMetrics: MetricsClient = {
  resource() {
    throw new MetricsError(`${UNABLE} resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`);
  },
  pods() {
    throw new MetricsError(NO_CUSTOM_METRICS);
  },
  object() {
    throw new MetricsError(NO_CUSTOM_METRICS);
  },
  external() {
    throw new MetricsError(`${UNABLE} external metrics API: no external metrics API (external.metrics.k8s.io) registered`);
  },
};

const NO_CUSTOM_METRICS = `${UNABLE} custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered`;

import type { Draft } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import type { HorizontalPodAutoscaler, MetricSpec } from "./types.ts";

/** What the server makes of a spec's metrics before it looks at them: gated ones lose their source, and the order is the stored one's. */
export function prepareMetrics(object: Draft, old: KubeObject | undefined, release: Release): void {
  dropContainerMetrics(object, old, release);
  orderMetrics(object, release);
}

// pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go dropContainerMetricSources, 1.20
function dropContainerMetrics(object: Draft, old: KubeObject | undefined, release: Release): void {
  const { spec } = object as HorizontalPodAutoscaler;
  const had = (old as HorizontalPodAutoscaler | undefined)?.spec.metrics?.some(({ containerResource }) => containerResource) ?? false;
  if (release.has("autoscalerContainerMetrics") || had || !spec.metrics?.some(({ containerResource }) => containerResource)) return;
  object["spec"] = { ...spec, metrics: spec.metrics.map(({ containerResource: _dropped, ...metric }) => metric) };
}

/** Servers that keep autoscalers as v1 have a field of its own for the CPU target: it comes back after all other metrics. */
// pkg/apis/autoscaling/v1/conversion.go Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler, 1.20
function orderMetrics(object: Draft, release: Release): void {
  if (release.value("hpaControllerVersion") !== "v1") return;
  const { spec } = object as HorizontalPodAutoscaler;
  const metrics = spec.metrics ?? [];
  const first = metrics.findIndex(isCpuTarget);
  if (first < 0 || first === metrics.length - 1) return;
  object["spec"] = { ...spec, metrics: [...metrics.filter((metric) => !isCpuTarget(metric)), ...metrics.filter(isCpuTarget)] };
}

function isCpuTarget({ type, resource }: MetricSpec): boolean {
  return type === "Resource" && resource?.name === "cpu" && resource.target.averageUtilization !== undefined;
}

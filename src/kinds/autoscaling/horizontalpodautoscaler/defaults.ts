import type { Draft } from "../../../machinery/kind.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { cpuMetric, hasMetricsAnnotation } from "./convert.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior, HPAScalingRules } from "./types.ts";

const CPU_UTILIZATION = 80;

/** One replica at least, 80 % of CPU; the rules of a behavior that is given are filled up. */
// pkg/apis/autoscaling/v2beta2/defaults.go, v1/conversion.go, 1.20
export function defaultAutoscaler(object: Draft): void {
  const { spec } = object as HorizontalPodAutoscaler;
  spec.minReplicas ??= 1;
  const { version } = splitApiVersion(object.apiVersion);
  if (version === "v1") {
    const first = object.spec as { targetCPUUtilizationPercentage?: number };
    if (!hasMetricsAnnotation(object)) first.targetCPUUtilizationPercentage ??= CPU_UTILIZATION;
    return;
  }
  if ((spec.metrics ?? []).length === 0) {
    const old = { type: "Resource", resource: { name: "cpu", targetAverageUtilization: CPU_UTILIZATION } };
    object.spec = { ...spec, metrics: [version === "v2beta1" ? old : cpuMetric(CPU_UTILIZATION)] };
  }
  if (spec.behavior) defaultBehavior(spec.behavior);
}

function defaultBehavior(behavior: HorizontalPodAutoscalerBehavior): void {
  behavior.scaleUp = withDefaults(behavior.scaleUp, {
    stabilizationWindowSeconds: 0,
    selectPolicy: "Max",
    policies: [
      { type: "Pods", value: 4, periodSeconds: 15 },
      { type: "Percent", value: 100, periodSeconds: 15 },
    ],
  });
  behavior.scaleDown = withDefaults(behavior.scaleDown, {
    selectPolicy: "Max",
    policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
  });
}

function withDefaults(rules: HPAScalingRules | undefined, defaults: HPAScalingRules): HPAScalingRules {
  return { ...defaults, ...rules };
}

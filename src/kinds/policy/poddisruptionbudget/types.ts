import type { KubeObject } from "../../../machinery/object.ts";
import type { Condition, IntOrString, LabelSelector } from "../../shared/types.ts";

/** policy PodDisruptionBudget: the same shape in v1 and v1beta1. */
export interface PodDisruptionBudget extends KubeObject {
  spec?: {
    minAvailable?: IntOrString;
    selector?: LabelSelector;
    maxUnavailable?: IntOrString;
    unhealthyPodEvictionPolicy?: string;
  };
  status?: PodDisruptionBudgetStatus;
}

/** policy/v1 PodDisruptionBudgetStatus */
export interface PodDisruptionBudgetStatus {
  observedGeneration?: number;
  disruptedPods?: Record<string, string>;
  disruptionsAllowed: number;
  currentHealthy: number;
  desiredHealthy: number;
  expectedPods: number;
  conditions?: Condition[];
}

import type { KubeObject } from "../../../machinery/object.ts";
import type { IntOrString, LabelSelector } from "../../shared/types.ts";
import type { PodTemplateSpec } from "../../core/pod/types.ts";

/** apps/v1 DaemonSet */
export interface DaemonSet extends KubeObject {
  spec: DaemonSetSpec;
  status?: DaemonSetStatus;
}

/** apps/v1 DaemonSetSpec */
export interface DaemonSetSpec {
  selector: LabelSelector;
  template: PodTemplateSpec;
  updateStrategy?: DaemonSetUpdateStrategy;
  minReadySeconds?: number;
  revisionHistoryLimit?: number;
}

/** apps/v1 DaemonSetUpdateStrategy */
export interface DaemonSetUpdateStrategy {
  type?: "OnDelete" | "RollingUpdate";
  rollingUpdate?: RollingUpdateDaemonSet;
}

/** apps/v1 RollingUpdateDaemonSet */
export interface RollingUpdateDaemonSet {
  maxUnavailable?: IntOrString;
  maxSurge?: IntOrString;
}

/** apps/v1 DaemonSetStatus */
export interface DaemonSetStatus {
  currentNumberScheduled: number;
  numberMisscheduled: number;
  desiredNumberScheduled: number;
  numberReady: number;
  observedGeneration?: number;
  updatedNumberScheduled?: number;
  numberAvailable?: number;
  numberUnavailable?: number;
  collisionCount?: number;
  conditions?: DaemonSetCondition[];
}

/** apps/v1 DaemonSetCondition */
export interface DaemonSetCondition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

import type { KubeObject } from "../../../machinery/object.ts";

/** v1.ComponentStatus */
export interface ComponentStatus extends KubeObject {
  conditions?: ComponentCondition[];
}

/** v1.ComponentCondition */
export interface ComponentCondition {
  type: string;
  status: string;
  message?: string;
  error?: string;
}

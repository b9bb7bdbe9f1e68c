import type { KubeObject } from "../../../machinery/object.ts";

/** scheduling/v1 PriorityClass */
export interface PriorityClass extends KubeObject {
  value: number;
  globalDefault?: boolean;
  description?: string;
  preemptionPolicy?: string;
}

import type { KubeObject } from "../../../machinery/object.ts";
import type { PodTemplateSpec } from "../pod/types.ts";

/** v1.PodTemplate */
export interface PodTemplate extends KubeObject {
  template: PodTemplateSpec;
}

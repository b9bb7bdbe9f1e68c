import type { KubeObject } from "../../../machinery/object.ts";
import type { ResourceList } from "../../shared/resources.ts";
import type { Toleration } from "../../shared/types.ts";

/** node.k8s.io RuntimeClass: the same shape in v1 and v1beta1. */
export interface RuntimeClass extends KubeObject {
  handler: string;
  overhead?: { podFixed?: ResourceList };
  scheduling?: { nodeSelector?: Record<string, string>; tolerations?: Toleration[] };
}

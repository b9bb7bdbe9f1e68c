import type { KubeObject } from "../../../machinery/object.ts";

/** storage.k8s.io/v1 CSINode */
export interface CSINode extends KubeObject {
  spec: { drivers?: { name: string; nodeID: string; topologyKeys?: string[]; allocatable?: { count?: number } }[] | null };
}

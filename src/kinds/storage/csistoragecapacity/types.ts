import type { KubeObject } from "../../../machinery/object.ts";
import type { LabelSelector } from "../../shared/types.ts";

/** storage.k8s.io/v1 CSIStorageCapacity */
export interface CSIStorageCapacity extends KubeObject {
  nodeTopology?: LabelSelector;
  storageClassName: string;
  capacity?: string;
  maximumVolumeSize?: string;
}

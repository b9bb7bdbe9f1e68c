import type { JsonObject } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { LabelSelector, TypedLocalObjectReference } from "../../shared/types.ts";

/** v1.PersistentVolumeClaim */
export interface PersistentVolumeClaim extends KubeObject {
  spec: PersistentVolumeClaimSpec;
  status?: PersistentVolumeClaimStatus;
}

/** v1.PersistentVolumeClaimSpec */
export interface PersistentVolumeClaimSpec {
  accessModes?: string[];
  selector?: LabelSelector;
  resources?: VolumeResourceRequirements;
  volumeName?: string;
  storageClassName?: string;
  volumeMode?: "Block" | "Filesystem";
  dataSource?: TypedLocalObjectReference;
  dataSourceRef?: JsonObject;
  volumeAttributesClassName?: string;
}

/** v1.VolumeResourceRequirements */
export interface VolumeResourceRequirements {
  limits?: Record<string, string>;
  requests?: Record<string, string>;
}

/** v1.PersistentVolumeClaimStatus */
export interface PersistentVolumeClaimStatus {
  phase?: "Bound" | "Lost" | "Pending";
  accessModes?: string[];
  capacity?: Record<string, string>;
  conditions?: PersistentVolumeClaimCondition[];
  allocatedResources?: Record<string, string>;
  resizeStatus?:
    | "ControllerExpansionFailed"
    | "ControllerExpansionInProgress"
    | "NodeExpansionFailed"
    | "NodeExpansionInProgress"
    | "NodeExpansionPending";
  allocatedResourceStatuses?: Record<string, string>;
  currentVolumeAttributesClassName?: string;
  modifyVolumeStatus?: JsonObject;
}

/** v1.PersistentVolumeClaimCondition */
export interface PersistentVolumeClaimCondition {
  type: string;
  status: string;
  lastProbeTime?: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

import type { JsonObject } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { NodeSelector, ObjectReference } from "../../shared/types.ts";
import type { HostPathVolumeSource, NFSVolumeSource } from "../pod/volume/types.ts";

/** v1.PersistentVolume */
export interface PersistentVolume extends KubeObject {
  spec: PersistentVolumeSpec;
  status?: PersistentVolumeStatus;
}

/** v1.PersistentVolumeSpec */
export interface PersistentVolumeSpec {
  capacity?: Record<string, string>;
  gcePersistentDisk?: JsonObject;
  awsElasticBlockStore?: JsonObject;
  hostPath?: HostPathVolumeSource;
  glusterfs?: JsonObject;
  nfs?: NFSVolumeSource;
  rbd?: JsonObject;
  iscsi?: JsonObject;
  cinder?: JsonObject;
  cephfs?: JsonObject;
  fc?: JsonObject;
  flocker?: JsonObject;
  flexVolume?: JsonObject;
  azureFile?: JsonObject;
  vsphereVolume?: JsonObject;
  quobyte?: JsonObject;
  azureDisk?: JsonObject;
  photonPersistentDisk?: JsonObject;
  portworxVolume?: JsonObject;
  scaleIO?: JsonObject;
  local?: LocalVolumeSource;
  storageos?: JsonObject;
  csi?: CSIPersistentVolumeSource;
  accessModes?: string[];
  claimRef?: ObjectReference;
  persistentVolumeReclaimPolicy?: "Delete" | "Recycle" | "Retain";
  storageClassName?: string;
  mountOptions?: string[];
  volumeMode?: "Block" | "Filesystem";
  nodeAffinity?: VolumeNodeAffinity;
  volumeAttributesClassName?: string;
}

/** v1.VolumeNodeAffinity */
export interface VolumeNodeAffinity {
  required?: NodeSelector;
}

/** v1.LocalVolumeSource */
export interface LocalVolumeSource {
  path: string;
  fsType?: string;
}

/** v1.PersistentVolumeStatus */
export interface PersistentVolumeStatus {
  phase?: "Available" | "Bound" | "Failed" | "Pending" | "Released";
  message?: string;
  reason?: string;
  lastPhaseTransitionTime?: string;
}

/** A volume that a CSI driver serves. */
export interface CSIPersistentVolumeSource {
  driver: string;
  volumeHandle: string;
  readOnly?: boolean;
  fsType?: string;
  volumeAttributes?: Record<string, string>;
}

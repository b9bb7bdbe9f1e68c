import type { JsonObject } from "../../../../base/json.ts";
import type { ObjectFieldSelector, ResourceFieldSelector } from "../container/types.ts";

/** v1.Volume */
export interface Volume {
  name: string;
  hostPath?: HostPathVolumeSource;
  emptyDir?: EmptyDirVolumeSource;
  gcePersistentDisk?: JsonObject;
  awsElasticBlockStore?: JsonObject;
  gitRepo?: JsonObject;
  secret?: SecretVolumeSource;
  nfs?: NFSVolumeSource;
  iscsi?: JsonObject;
  glusterfs?: JsonObject;
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  rbd?: JsonObject;
  flexVolume?: JsonObject;
  cinder?: JsonObject;
  cephfs?: JsonObject;
  flocker?: JsonObject;
  downwardAPI?: DownwardAPIVolumeSource;
  fc?: JsonObject;
  azureFile?: JsonObject;
  configMap?: ConfigMapVolumeSource;
  vsphereVolume?: JsonObject;
  quobyte?: JsonObject;
  azureDisk?: JsonObject;
  photonPersistentDisk?: JsonObject;
  projected?: ProjectedVolumeSource;
  portworxVolume?: JsonObject;
  scaleIO?: JsonObject;
  storageos?: JsonObject;
  csi?: JsonObject;
  ephemeral?: JsonObject;
  image?: JsonObject;
}

/** v1.EmptyDirVolumeSource */
export interface EmptyDirVolumeSource {
  medium?: string;
  sizeLimit?: string;
}

/** v1.HostPathVolumeSource */
export interface HostPathVolumeSource {
  path: string;
  type?: "" | "BlockDevice" | "CharDevice" | "Directory" | "DirectoryOrCreate" | "File" | "FileOrCreate" | "Socket";
}

/** v1.ConfigMapVolumeSource */
export interface ConfigMapVolumeSource {
  name?: string;
  items?: KeyToPath[];
  defaultMode?: number;
  optional?: boolean;
}

/** v1.SecretVolumeSource */
export interface SecretVolumeSource {
  secretName?: string;
  items?: KeyToPath[];
  defaultMode?: number;
  optional?: boolean;
}

/** v1.PersistentVolumeClaimVolumeSource */
export interface PersistentVolumeClaimVolumeSource {
  claimName: string;
  readOnly?: boolean;
}

/** v1.NFSVolumeSource */
export interface NFSVolumeSource {
  server: string;
  path: string;
  readOnly?: boolean;
}

/** v1.DownwardAPIVolumeSource */
export interface DownwardAPIVolumeSource {
  items?: DownwardAPIVolumeFile[];
  defaultMode?: number;
}

/** v1.DownwardAPIVolumeFile */
export interface DownwardAPIVolumeFile {
  path: string;
  fieldRef?: ObjectFieldSelector;
  resourceFieldRef?: ResourceFieldSelector;
  mode?: number;
}

/** v1.ProjectedVolumeSource */
export interface ProjectedVolumeSource {
  sources: VolumeProjection[];
  defaultMode?: number;
}

/** v1.VolumeProjection */
export interface VolumeProjection {
  secret?: SecretProjection;
  downwardAPI?: DownwardAPIProjection;
  configMap?: ConfigMapProjection;
  serviceAccountToken?: ServiceAccountTokenProjection;
  clusterTrustBundle?: JsonObject;
}

/** v1.SecretProjection */
export interface SecretProjection {
  name?: string;
  items?: KeyToPath[];
  optional?: boolean;
}

/** v1.ConfigMapProjection */
export interface ConfigMapProjection {
  name?: string;
  items?: KeyToPath[];
  optional?: boolean;
}

/** v1.DownwardAPIProjection */
export interface DownwardAPIProjection {
  items?: DownwardAPIVolumeFile[];
}

/** v1.ServiceAccountTokenProjection */
export interface ServiceAccountTokenProjection {
  audience?: string;
  expirationSeconds?: number;
  path: string;
}

/** v1.KeyToPath */
export interface KeyToPath {
  key: string;
  path: string;
  mode?: number;
}

import type { JsonObject } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";

/** v1.Node */
export interface Node extends KubeObject {
  spec: NodeSpec;
  status?: NodeStatus;
}

/** v1.NodeSpec */
export interface NodeSpec {
  podCIDR?: string;
  podCIDRs?: string[];
  providerID?: string;
  unschedulable?: boolean;
  taints?: Taint[];
  configSource?: JsonObject;
  externalID?: string;
}

/** v1.NodeStatus */
export interface NodeStatus {
  capacity?: Record<string, string>;
  allocatable?: Record<string, string>;
  phase?: "Pending" | "Running" | "Terminated";
  conditions?: NodeCondition[];
  addresses?: NodeAddress[];
  daemonEndpoints?: NodeDaemonEndpoints;
  nodeInfo?: NodeSystemInfo;
  images?: ContainerImage[];
  volumesInUse?: string[];
  volumesAttached?: AttachedVolume[];
  config?: JsonObject;
  runtimeHandlers?: JsonObject[];
  features?: JsonObject;
}

/** v1.NodeCondition */
export interface NodeCondition {
  type: string;
  status: string;
  lastHeartbeatTime?: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

/** v1.NodeAddress */
export interface NodeAddress {
  type: string;
  address: string;
}

/** v1.NodeDaemonEndpoints */
export interface NodeDaemonEndpoints {
  kubeletEndpoint?: DaemonEndpoint;
}

/** v1.DaemonEndpoint */
export interface DaemonEndpoint {
  Port: number;
}

/** v1.NodeSystemInfo */
export interface NodeSystemInfo {
  machineID: string;
  systemUUID: string;
  bootID: string;
  kernelVersion: string;
  osImage: string;
  containerRuntimeVersion: string;
  kubeletVersion: string;
  kubeProxyVersion: string;
  operatingSystem: string;
  architecture: string;
}

/** v1.ContainerImage */
export interface ContainerImage {
  names: string[];
  sizeBytes?: number;
}

/** v1.AttachedVolume */
export interface AttachedVolume {
  name: string;
  devicePath: string;
}

/** v1.Taint */
export interface Taint {
  key: string;
  value?: string;
  effect: "NoExecute" | "NoSchedule" | "PreferNoSchedule";
  timeAdded?: string;
}

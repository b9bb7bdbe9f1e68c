import type { KubeObject } from "../../machinery/object.ts";

/** discovery.k8s.io EndpointSlice, v1beta1 (`topology`) and v1 (`nodeName`, `zone`) in one. */
export interface EndpointSlice extends KubeObject {
  addressType: string;
  endpoints: SliceEndpoint[];
  ports: SlicePort[];
}

export interface SliceEndpoint {
  addresses: string[];
  conditions: { ready: boolean; serving?: boolean; terminating?: boolean };
  hostname?: string;
  nodeName?: string;
  zone?: string;
  topology?: Record<string, string>;
  targetRef: { kind: string; namespace: string; name: string; uid: string; resourceVersion?: string };
}

export interface SlicePort {
  name: string;
  port: number;
  protocol: string;
  appProtocol?: string;
}

/** How this version writes endpoints. */
export interface SliceStyle {
  /** `nodeName` and `zone` (v1) instead of `topology` (v1beta1). */
  nodeNames: boolean;
  /** Terminating pods stay listed, and `serving` and `terminating` are told. */
  terminating: boolean;
  resourceVersions: boolean;
}

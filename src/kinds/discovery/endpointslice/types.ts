import type { KubeObject } from "../../../machinery/object.ts";
import type { ObjectReference } from "../../shared/types.ts";

/** discovery.k8s.io EndpointSlice; `topology` is v1beta1's, `zone` and `deprecatedTopology` are v1's. */
export interface EndpointSlice extends KubeObject {
  addressType: string;
  endpoints?: Endpoint[] | null;
  ports?: EndpointPort[] | null;
}

/** discovery.k8s.io/v1 Endpoint */
export interface Endpoint {
  addresses: string[];
  conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean };
  hostname?: string;
  targetRef?: ObjectReference;
  topology?: Record<string, string>;
  deprecatedTopology?: Record<string, string>;
  nodeName?: string;
  zone?: string;
}

/** discovery.k8s.io/v1 EndpointPort */
export interface EndpointPort {
  name?: string;
  protocol?: string;
  port?: number;
  appProtocol?: string;
}

import type { KubeObject } from "../../../machinery/object.ts";
import type { ObjectReference } from "../../shared/types.ts";

/** v1.Endpoints */
export interface Endpoints extends KubeObject {
  subsets?: EndpointSubset[];
}

/** v1.EndpointSubset */
export interface EndpointSubset {
  addresses?: EndpointAddress[];
  notReadyAddresses?: EndpointAddress[];
  ports?: EndpointPort[];
}

/** v1.EndpointAddress */
export interface EndpointAddress {
  ip: string;
  hostname?: string;
  nodeName?: string;
  targetRef?: ObjectReference;
}

/** v1.EndpointPort */
export interface EndpointPort {
  name?: string;
  port: number;
  protocol?: "SCTP" | "TCP" | "UDP";
  appProtocol?: string;
}

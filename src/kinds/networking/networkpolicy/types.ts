import type { KubeObject } from "../../../machinery/object.ts";
import type { IntOrString, LabelSelector } from "../../shared/types.ts";

/** networking.k8s.io/v1 NetworkPolicy */
export interface NetworkPolicy extends KubeObject {
  spec?: NetworkPolicySpec;
}

/** networking.k8s.io/v1 NetworkPolicySpec */
export interface NetworkPolicySpec {
  podSelector?: LabelSelector;
  ingress?: { ports?: NetworkPolicyPort[]; from?: NetworkPolicyPeer[] }[];
  egress?: { ports?: NetworkPolicyPort[]; to?: NetworkPolicyPeer[] }[];
  policyTypes?: string[];
}

/** networking.k8s.io/v1 NetworkPolicyPort */
export interface NetworkPolicyPort {
  protocol?: string;
  port?: IntOrString;
  endPort?: number;
}

/** networking.k8s.io/v1 NetworkPolicyPeer */
export interface NetworkPolicyPeer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except?: string[] };
}

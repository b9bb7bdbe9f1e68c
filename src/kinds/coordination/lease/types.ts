import type { KubeObject } from "../../../machinery/object.ts";

/** coordination.k8s.io/v1 Lease */
export interface Lease extends KubeObject {
  spec: LeaseSpec;
}

/** coordination.k8s.io/v1 LeaseSpec */
export interface LeaseSpec {
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
  leaseTransitions?: number;
  strategy?: string;
  preferredHolder?: string;
}

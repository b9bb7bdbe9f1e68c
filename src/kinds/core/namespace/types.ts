import type { KubeObject } from "../../../machinery/object.ts";

/** v1.Namespace */
export interface Namespace extends KubeObject {
  spec: NamespaceSpec;
  status?: NamespaceStatus;
}

/** v1.NamespaceSpec */
export interface NamespaceSpec {
  finalizers?: string[];
}

/** v1.NamespaceStatus */
export interface NamespaceStatus {
  phase?: "Active" | "Terminating";
  conditions?: NamespaceCondition[];
}

/** v1.NamespaceCondition */
export interface NamespaceCondition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

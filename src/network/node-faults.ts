import type { ClusterMemory } from "../machinery/component.ts";

/** What is wrong with a machine, and since when. */
export interface NodeFault {
  /** The kubelet is stopped (containers run on), the machine is off, or only its network is cut. */
  readonly kind: "kubelet-stopped" | "network-cut" | "off";
  /** Virtual ms since the Unix epoch. */
  readonly since: number;
}

function keyOf(nodeName: string): string {
  return `kubelet/fault/${nodeName}`;
}

/** The fault of a node; undefined when its kubelet reports to the API server. */
export function faultOf(memory: ClusterMemory, nodeName: string): NodeFault | undefined {
  return (memory.get(keyOf(nodeName)) as NodeFault | null | undefined) ?? undefined;
}

/** Breaks a node, or (undefined) makes it work again. */
export function setFault(memory: ClusterMemory, nodeName: string, fault: NodeFault | undefined): void {
  memory.set(keyOf(nodeName), fault === undefined ? null : { ...fault });
}

/** Whether packets to and from the node arrive. */
export function isReachable(memory: ClusterMemory, nodeName: string): boolean {
  const fault = faultOf(memory, nodeName);
  return fault === undefined || fault.kind === "kubelet-stopped";
}

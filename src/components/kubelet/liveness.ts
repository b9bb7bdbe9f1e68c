import type { ClusterMemory } from "../../machinery/component.ts";

/** What is wrong with a machine, and since when. */
export interface NodeFault {
  /** The kubelet is stopped (containers run on), the machine is off, or only its network is cut. */
  readonly kind: "kubelet-stopped" | "off" | "network-cut";
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

/** Whether the node's kubelet works and reaches the API server. */
export function isKubeletAlive(memory: ClusterMemory, nodeName: string): boolean {
  return faultOf(memory, nodeName) === undefined;
}

/** Breaks a node, or (undefined) makes it work again. Its pods notice when the kubelet component next reconciles them. */
export function setFault(memory: ClusterMemory, nodeName: string, fault: NodeFault | undefined): void {
  memory.set(keyOf(nodeName), fault === undefined ? null : { ...fault });
}

/** When the node was last heard of: now, or when it broke. */
export function lastHeardOf(memory: ClusterMemory, nodeName: string, now: number): number {
  return faultOf(memory, nodeName)?.since ?? now;
}

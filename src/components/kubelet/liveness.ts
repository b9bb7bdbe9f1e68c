import type { ClusterMemory } from "../../machinery/component.ts";
import { faultOf } from "../../network/node-faults.ts";

export { setFault } from "../../network/node-faults.ts";

/** Whether the node's kubelet works and reaches the API server. */
export function isKubeletAlive(memory: ClusterMemory, nodeName: string): boolean {
  return faultOf(memory, nodeName) === undefined;
}

/** When the node was last heard of: now, or when it broke. */
export function lastHeardOf(memory: ClusterMemory, nodeName: string, now: number): number {
  return faultOf(memory, nodeName)?.since ?? now;
}

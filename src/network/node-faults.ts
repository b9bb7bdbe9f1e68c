import type { ClusterMemory } from "../machinery/component.ts";
import { faultsOfKind } from "../machinery/faults.ts";

/** What is wrong with a machine, and since when. */
export interface NodeFault {
  /**
   * The kubelet is stopped (containers run on), the machine is off, or only its network is cut: from everybody, or from the control plane
   * alone (`partitioned`); or the API server no longer believes its kubelet (`unauthorized`).
   */
  readonly kind: "kubelet-stopped" | "network-cut" | "off" | "partitioned" | "unauthorized";
  /** Virtual ms since the Unix epoch. */
  readonly since: number;
}

type Reader = Pick<ClusterMemory, "get">;

/** How the user's own machine is called where two ends of a wire are named. */
export const PC = "pc";

function keyOf(nodeName: string): string {
  return `kubelet/fault/${nodeName}`;
}

/** The fault of a node; undefined when its kubelet reports to the API server. */
export function faultOf(memory: Reader, nodeName: string): NodeFault | undefined {
  return (memory.get(keyOf(nodeName)) as NodeFault | null | undefined) ?? undefined;
}

/** Breaks a node, or (undefined) makes it work again. */
export function setFault(memory: ClusterMemory, nodeName: string, fault: NodeFault | undefined): void {
  memory.set(keyOf(nodeName), fault === undefined ? null : { ...fault });
}

/** Whether the machine runs. */
export function isOn(memory: Reader, nodeName: string): boolean {
  return faultOf(memory, nodeName)?.kind !== "off";
}

/** Whether packets to and from the node arrive. */
export function isReachable(memory: Reader, nodeName: string): boolean {
  const kind = faultOf(memory, nodeName)?.kind;
  return kind !== "off" && kind !== "network-cut";
}

/** Whether what runs on the node reaches the API server. */
export function reachesApi(memory: Reader, nodeName: string): boolean {
  const kind = faultOf(memory, nodeName)?.kind;
  return kind === undefined || kind === "kubelet-stopped" || kind === "unauthorized";
}

/** Whether packets pass between two machines of the nodes' network ({@link PC} is the user's own). */
export function canTalk(memory: Reader, one: string, other: string): boolean {
  if (one === other) return isOn(memory, one);
  if (!isReachable(memory, one) || !isReachable(memory, other)) return false;
  return !faultsOfKind(memory, "partition").some(({ between }) => between.includes(one) && between.includes(other));
}

/** Whether somebody answers when the address is asked for, as far as faults go. */
export function answersArp(memory: Reader, address: string): boolean {
  return !faultsOfKind(memory, "arp-loss").some((fault) => fault.address === address);
}

/** Whether a node passes on packets that are not its own. */
export function forwards(memory: Reader, nodeName: string): boolean {
  return !faultsOfKind(memory, "no-forwarding").some(({ node }) => node === nodeName);
}

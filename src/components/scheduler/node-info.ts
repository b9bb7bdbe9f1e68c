import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { amount, hostPorts, podRequests, type Amounts, type PodRequests } from "./requests.ts";

/** Pods of one namespace with the same labels on a node: counting them costs one comparison. */
export interface PodGroup {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

interface Resident {
  /** As it stands; most of its changes change nothing of what follows. */
  pod: Pod;
  readonly requests: PodRequests;
  readonly ports: readonly string[];
  /** Whether it still holds resources: neither Succeeded nor Failed. */
  readonly active: boolean;
  readonly group: string;
}

/** A node with what its pods take of it, kept up to date pod by pod. */
export interface NodeInfo {
  /** Rises with each change of what filters and scores see of the node. */
  version: number;
  node: Node;
  readonly name: string;
  allocatable: Amounts;
  /** Image name -> size in bytes. */
  images: Map<string, number>;
  readonly requested: Amounts;
  scoredCpu: number;
  scoredMemory: number;
  /** All pods bound here by uid, finished ones too. */
  readonly residents: Map<string, Resident>;
  /** Pods that hold resources. */
  active: number;
  readonly ports: Map<string, number>;
  /** Active pods that are not being deleted, by namespace and labels. */
  readonly groups: Map<string, PodGroup>;
  /** Active pods with affinity or anti-affinity to other pods. */
  readonly withAffinity: Map<string, Pod>;
}

/** A node without pods. */
export function createNodeInfo(node: Node): NodeInfo {
  const info: NodeInfo = {
    version: 0,
    node,
    name: node.metadata.name ?? "",
    allocatable: {},
    images: new Map(),
    requested: {},
    scoredCpu: 0,
    scoredMemory: 0,
    residents: new Map(),
    active: 0,
    ports: new Map(),
    groups: new Map(),
    withAffinity: new Map(),
  };
  setNode(info, node);
  return info;
}

/** Takes over a node's new state. */
export function setNode(info: NodeInfo, node: Node): void {
  info.version++;
  info.node = node;
  info.allocatable = {};
  const allocatable = node.status?.allocatable ?? {};
  for (const resource in allocatable) info.allocatable[resource] = amount(resource, allocatable[resource] ?? "0");
  info.images = new Map((node.status?.images ?? []).flatMap((image) => image.names.map((name) => [name, image.sizeBytes ?? 0] as const)));
}

/** Puts a pod on the node, or takes over its new state. */
export function placePod(info: NodeInfo, pod: Pod): void {
  const uid = pod.metadata.uid ?? "";
  const old = info.residents.get(uid);
  // What the scheduler assumes of a pod that it has bound, the store has told it already.
  if (old?.pod === pod) return;
  if (old !== undefined && takesAsMuch(old, pod)) {
    old.pod = pod;
    return;
  }
  const resident = toResident(pod);
  if (old !== undefined) removePod(info, uid);
  info.residents.set(uid, resident);
  if (resident.active) count(info, resident, uid, 1);
}

/** Takes a pod off the node; nothing happens when it is not there. */
export function removePod(info: NodeInfo, uid: string): void {
  const resident = info.residents.get(uid);
  if (resident === undefined) return;
  info.residents.delete(uid);
  if (resident.active) count(info, resident, uid, -1);
}

/** Whether a pod's new state takes of its node what it took before. */
function takesAsMuch(old: Resident, pod: Pod): boolean {
  if (old.pod.spec !== pod.spec || old.active !== holdsResources(pod)) return false;
  const { labels, deletionTimestamp } = old.pod.metadata;
  if (labels === pod.metadata.labels && deletionTimestamp === pod.metadata.deletionTimestamp) return true;
  return old.group === groupKey(pod);
}

function toResident(pod: Pod): Resident {
  return { pod, requests: podRequests(pod), ports: hostPorts(pod.spec), active: holdsResources(pod), group: groupKey(pod) };
}

function holdsResources({ status }: Pod): boolean {
  return status?.phase !== "Succeeded" && status?.phase !== "Failed";
}

/** Namespace and labels as one text; "" for a pod that is being deleted, which no spreading counts. */
export function groupKey(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return "";
  let key = pod.metadata.namespace ?? "";
  const labels = pod.metadata.labels;
  for (const label in labels) key += `\0${label}\0${labels[label]}`;
  return key;
}

function count(info: NodeInfo, resident: Resident, uid: string, sign: 1 | -1): void {
  const { pod, requests, ports, group } = resident;
  info.version++;
  info.active += sign;
  for (const resource in requests.real) info.requested[resource] = (info.requested[resource] ?? 0) + sign * (requests.real[resource] ?? 0);
  info.scoredCpu += sign * requests.scoredCpu;
  info.scoredMemory += sign * requests.scoredMemory;
  for (const port of ports) info.ports.set(port, (info.ports.get(port) ?? 0) + sign);
  if (pod.spec.affinity?.podAffinity || pod.spec.affinity?.podAntiAffinity) {
    if (sign > 0) info.withAffinity.set(uid, pod);
    else info.withAffinity.delete(uid);
  }
  if (group === "") return;
  const entry = info.groups.get(group);
  if (entry !== undefined) entry.count += sign;
  else info.groups.set(group, { namespace: pod.metadata.namespace ?? "", labels: pod.metadata.labels ?? {}, count: sign });
  if (entry?.count === 0) info.groups.delete(group);
}

import type { ClusterMemory, ComponentContext, Lister } from "../../machinery/component.ts";
import type { Change } from "../../machinery/store.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { createNodeInfo, placePod, removePod, setNode, type NodeInfo } from "./node-info.ts";

/**
 * What the scheduler remembers of nodes and pods while the process lives. It can be rebuilt from the lister at any time: it saves
 * work, it is no state. pkg/scheduler/internal/cache, 1.20
 */
export interface SchedulerCache {
  /** All nodes in the order in which they were created. */
  nodes(): readonly NodeInfo[];
  /** Takes over a change of a node or pod. */
  apply(change: Change): void;
  /** Counts a pod that was bound just now. */
  assume(pod: Pod): void;
  /** Throws away everything when that node's pods are not those of the lister (time was turned back); true when it did. */
  refreshIfStale(nodeName: string): boolean;
  /** Rises with each change of what selects pods: services, replica sets, stateful sets. */
  selectorsVersion: number;
  /** Rises with each change of a node's own object. */
  nodesVersion: number;
  /** Where the next search over nodes begins. */
  nextStart: number;
}

const caches = new WeakMap<ClusterMemory | Lister, SchedulerCache>();

/** The cache of this cluster. */
export function cacheOf({ lister }: ComponentContext): SchedulerCache {
  let cache = caches.get(lister);
  if (cache === undefined) {
    cache = createSchedulerCache(lister);
    caches.set(lister, cache);
  }
  return cache;
}

/** The cache of this cluster if there is one. */
export function existingCacheOf({ lister }: ComponentContext): SchedulerCache | undefined {
  return caches.get(lister);
}

/** A cache over one lister. */
export function createSchedulerCache(lister: Lister): SchedulerCache {
  let byName: Map<string, NodeInfo> | undefined;
  let ordered: NodeInfo[] | undefined;

  function load(): Map<string, NodeInfo> {
    if (byName !== undefined) return byName;
    byName = new Map();
    for (const node of lister.list("nodes")) {
      const info = createNodeInfo(node as Node);
      for (const pod of lister.list("pods", { index: `node:${info.name}` })) placePod(info, pod as Pod);
      byName.set(info.name, info);
    }
    return byName;
  }

  function applyNode({ type, object }: Change, nodes: Map<string, NodeInfo>): void {
    const name = object.metadata.name ?? "";
    const known = nodes.get(name);
    if (type !== "DELETED" && known !== undefined) {
      setNode(known, object as Node);
      return;
    }
    ordered = undefined;
    nodes.delete(name);
    if (type === "DELETED") return;
    const info = createNodeInfo(object as Node);
    for (const pod of lister.list("pods", { index: `node:${name}` })) placePod(info, pod as Pod);
    nodes.set(name, info);
  }

  const cache: SchedulerCache = {
    selectorsVersion: 0,
    nodesVersion: 0,
    nextStart: 0,
    nodes() {
      ordered ??= [...load().values()].sort(byAge);
      return ordered;
    },
    apply(change) {
      if (byName === undefined) return;
      if (change.resource === "nodes") {
        cache.nodesVersion++;
        return applyNode(change, byName);
      }
      const pod = change.object as Pod;
      const info = byName.get(pod.spec.nodeName ?? "");
      if (info === undefined) return;
      if (change.type === "DELETED") removePod(info, pod.metadata.uid ?? "");
      else placePod(info, pod);
    },
    assume(pod) {
      const info = load().get(pod.spec.nodeName ?? "");
      if (info !== undefined) placePod(info, pod);
    },
    refreshIfStale(nodeName) {
      const info = load().get(nodeName);
      if (info !== undefined && lister.count("pods", { index: `node:${nodeName}` }) === info.residents.size) return false;
      byName = undefined;
      ordered = undefined;
      return true;
    },
  };
  return cache;
}

function byAge(left: NodeInfo, right: NodeInfo): number {
  const leftTime = left.node.metadata.creationTimestamp ?? "";
  const rightTime = right.node.metadata.creationTimestamp ?? "";
  if (leftTime !== rightTime) return leftTime < rightTime ? -1 : 1;
  return left.name < right.name ? -1 : 1;
}

import type { Deployment } from "../../kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import { desiredReplicas, fenceposts, isRollingUpdate } from "./fenceposts.ts";
import { activeSets, availableOf, compareByCreation, sizeOf, sumOf } from "./replica-sets.ts";

/** A replica set that is to get another size. */
export interface Resize {
  set: ReplicaSet;
  size: number;
}

/** The size that the new replica set may have now, given the sizes of all (of which it is one, unless it is yet to be made). */
// pkg/controller/deployment/util NewRSNewReplicas, 1.20
export function newReplicaSetSize(deployment: Deployment, allSets: readonly ReplicaSet[], newSetSize: number): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const room = desired + fenceposts(deployment).surge - sumOf(allSets, sizeOf);
  if (room <= 0) return newSetSize;
  return newSetSize + Math.min(room, desired - newSetSize);
}

/**
 * How old replica sets shrink in one step of a rolling update: first by their unhealthy pods, then as far as enough pods stay
 * available; the oldest first in both. In the order in which the sizes are to be written.
 */
// pkg/controller/deployment/rolling.go reconcileOldReplicaSets, 1.20
export function shrinkOldReplicaSets(deployment: Deployment, oldSets: readonly ReplicaSet[], newSet: ReplicaSet): Resize[] {
  const active = activeSets(oldSets).sort(compareByCreation);
  const minAvailable = desiredReplicas(deployment) - fenceposts(deployment).unavailable;
  const newUnavailable = sizeOf(newSet) - availableOf(newSet);
  const budget = sumOf([...oldSets, newSet], sizeOf) - minAvailable - newUnavailable;
  if (active.length === 0 || budget <= 0) return [];
  const sizes = new Map(active.map((set) => [set, sizeOf(set)]));
  const unhealthy = dropUnhealthy(active, sizes, budget);
  const healthy = dropHealthy(active, sizes, sumOf([...active, newSet], availableOf) - minAvailable);
  return [...unhealthy, ...healthy];
}

function dropUnhealthy(active: readonly ReplicaSet[], sizes: Map<ReplicaSet, number>, budget: number): Resize[] {
  const resizes: Resize[] = [];
  let left = budget;
  for (const set of active) {
    if (left <= 0) break;
    const drop = Math.min(left, sizeOf(set) - availableOf(set));
    if (drop <= 0) continue;
    left -= drop;
    resizes.push(shrink(set, drop, sizes));
  }
  return resizes;
}

function dropHealthy(active: readonly ReplicaSet[], sizes: Map<ReplicaSet, number>, budget: number): Resize[] {
  const resizes: Resize[] = [];
  let left = budget;
  for (const set of active) {
    if (left <= 0) break;
    const drop = Math.min(left, sizes.get(set) ?? 0);
    if (drop <= 0) continue;
    left -= drop;
    resizes.push(shrink(set, drop, sizes));
  }
  return resizes;
}

function shrink(set: ReplicaSet, by: number, sizes: Map<ReplicaSet, number>): Resize {
  const size = (sizes.get(set) ?? 0) - by;
  sizes.set(set, size);
  return { set, size };
}

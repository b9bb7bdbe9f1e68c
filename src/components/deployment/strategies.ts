import { ownedBy } from "../controller/owner.ts";
import { isPodFinished } from "../controller/pod-state.ts";
import { PODS } from "../controller/resources.ts";
import type { Requeue } from "../controller/retry.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { countedStatus, isComplete } from "./conditions.ts";
import { desiredReplicas, isRollingUpdate } from "./fenceposts.ts";
import { cleanUpHistory } from "./history.ts";
import { syncReplicaSets } from "./new-replica-set.ts";
import { scaleProportionally } from "./proportional.ts";
import { activeSets, availableOf, compareByCreation, sizeOf, sumOf } from "./replica-sets.ts";
import { annotatedDesired } from "./revisions.ts";
import { newReplicaSetSize, shrinkOldReplicaSets } from "./rolling.ts";
import { resize, writeRolloutStatus, writeStatus } from "./rollout-pass.ts";
import type { RolloutPass } from "./rollout-pass.ts";

/** One step of a rolling update: the new replica set grows, or else the old ones shrink, or else the history is tidied. */
// pkg/controller/deployment/rolling.go rolloutRolling, 1.20
export function rollOut(pass: RolloutPass): Requeue {
  const { newSet, oldSets } = syncReplicaSets(pass, true);
  if (!newSet) return undefined;
  const all = [...oldSets, newSet];
  if (!resizeNew(pass, newSet, all) && !shrinkOld(pass, newSet, oldSets) && isComplete(pass.deployment, pass.deployment.status)) {
    cleanUpHistory(pass, oldSets);
  }
  return writeRolloutStatus(pass, all, newSet);
}

function resizeNew(pass: RolloutPass, newSet: ReplicaSet, all: readonly ReplicaSet[]): boolean {
  const desired = desiredReplicas(pass.deployment);
  const size = sizeOf(newSet) > desired ? desired : newReplicaSetSize(pass.deployment, all, sizeOf(newSet));
  if (size === sizeOf(newSet)) return false;
  resize(pass, newSet, size);
  return true;
}

function shrinkOld(pass: RolloutPass, newSet: ReplicaSet, oldSets: readonly ReplicaSet[]): boolean {
  const steps = shrinkOldReplicaSets(pass.deployment, oldSets, newSet);
  for (const { set, size } of steps) resize(pass, set, size, "down");
  return steps.length > 0;
}

/** One step of Recreate: all old pods go before the first new one comes. */
// pkg/controller/deployment/recreate.go rolloutRecreate, 1.20
export function recreate(pass: RolloutPass): Requeue {
  const { newSet, oldSets } = syncReplicaSets(pass, false);
  const known = newSet ? [...oldSets, newSet] : oldSets;
  const active = activeSets(oldSets);
  for (const set of active) resize(pass, set, 0);
  if (active.length > 0 || oldPodsRemain(pass, newSet, oldSets)) return writeRolloutStatus(pass, known, newSet);
  const current = newSet ?? syncReplicaSets(pass, true).newSet;
  if (!current) return undefined;
  const desired = desiredReplicas(pass.deployment);
  if (sizeOf(current) !== desired) resize(pass, current, desired);
  if (isComplete(pass.deployment, pass.deployment.status)) cleanUpHistory(pass, oldSets);
  return writeRolloutStatus(pass, [...oldSets, current], current);
}

function oldPodsRemain(pass: RolloutPass, newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): boolean {
  if (sumOf(oldSets, (set) => set.status?.replicas ?? 0) > 0) return true;
  const { lister } = pass.context;
  return pass.sets.some((set) => {
    if (set.metadata.uid === newSet?.metadata.uid) return false;
    const pods = lister.list(PODS.key, { namespace: set.metadata.namespace ?? "", index: ownedBy(set) }) as readonly Pod[];
    return pods.some((pod) => !isPodFinished(pod));
  });
}

/** Whether the deployment has been given another size since its active replica sets were last written. */
// pkg/controller/deployment/sync.go isScalingEvent, 1.20
export function isScalingEvent(pass: RolloutPass): boolean {
  const { newSet, oldSets } = syncReplicaSets(pass, false);
  const desired = desiredReplicas(pass.deployment);
  return activeSets(newSet ? [...oldSets, newSet] : oldSets).some((set) => {
    const annotated = annotatedDesired(set);
    return annotated !== undefined && annotated !== desired;
  });
}

/** Writes what the replica sets amount to, and does nothing else: for a deployment that is being deleted. */
export function writeCountsOnly(pass: RolloutPass): void {
  const { newSet, oldSets } = syncReplicaSets(pass, false);
  writeStatus(pass, countedStatus(pass.deployment, newSet ? [...oldSets, newSet] : oldSets, newSet, pass.time));
}

/** Gives the deployment's replica sets its new size without rolling anything out; a paused one is tidied as well. */
// pkg/controller/deployment/sync.go sync, scale, 1.20
export function scaleOnly(pass: RolloutPass): void {
  const { newSet, oldSets } = syncReplicaSets(pass, false);
  scale(pass, newSet, oldSets);
  if (pass.deployment.spec.paused) cleanUpHistory(pass, oldSets);
  writeStatus(pass, countedStatus(pass.deployment, newSet ? [...oldSets, newSet] : oldSets, newSet, pass.time));
}

function scale(pass: RolloutPass, newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): void {
  const only = activeOrLatest(newSet, oldSets);
  const desired = desiredReplicas(pass.deployment);
  if (only) {
    if (sizeOf(only) !== desired) resize(pass, only, desired);
    return;
  }
  if (newSet && isSaturated(newSet, desired)) {
    for (const set of activeSets(oldSets)) resize(pass, set, 0);
    return;
  }
  if (!isRollingUpdate(pass.deployment)) return;
  const { direction, resizes } = scaleProportionally(pass.deployment, newSet ? [...oldSets, newSet] : oldSets);
  for (const { set, size } of resizes) resize(pass, set, size, direction);
}

/** The only replica set with pods, or without any such the new one, or the newest old one. */
function activeOrLatest(newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = activeSets(newSet ? [...oldSets, newSet] : oldSets);
  if (active.length > 1) return undefined;
  return active[0] ?? newSet ?? [...oldSets].sort(compareByCreation).at(-1);
}

function isSaturated(set: ReplicaSet, desired: number): boolean {
  return sizeOf(set) === desired && annotatedDesired(set) === desired && availableOf(set) === desired;
}

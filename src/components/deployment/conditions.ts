import { parseRfc3339 } from "../../base/rfc3339.ts";
import { findCondition, withCondition, withTransitionOf, withoutCondition } from "../controller/conditions.ts";
import type { Deployment, DeploymentCondition, DeploymentStatus } from "../../kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import { desiredReplicas, fenceposts } from "./fenceposts.ts";
import { availableOf, sizeOf, sumOf } from "./replica-sets.ts";

const NO_DEADLINE = 2147483647;
export const PROGRESSING = "Progressing";
const REPLICA_FAILURE = "ReplicaFailure";

/** Whether a deployment asks to be told of a rollout that does not get on. */
export function hasProgressDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec.progressDeadlineSeconds;
  return seconds !== undefined && seconds !== null && seconds !== NO_DEADLINE;
}

/** A condition that begins now. `time` is now as the API writes it. */
export function deploymentCondition(type: string, status: string, reason: string, message: string, time: string): DeploymentCondition {
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message };
}

/** The status that follows from the replica sets, with the Available condition. Zero counts are left out, as the API does. */
// pkg/controller/deployment/sync.go calculateStatus, 1.20
export function countedStatus(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  time: string,
): DeploymentStatus {
  const available = sumOf(sets, availableOf);
  const enough = available >= desiredReplicas(deployment) - fenceposts(deployment).unavailable;
  const condition = enough
    ? deploymentCondition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", time)
    : deploymentCondition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", time);
  const collisions = deployment.status?.collisionCount;
  return {
    ...positive("observedGeneration", deployment.metadata.generation ?? 0),
    ...positive(
      "replicas",
      sumOf(sets, (set) => set.status?.replicas ?? 0),
    ),
    ...positive("updatedReplicas", newSet?.status?.replicas ?? 0),
    ...positive(
      "readyReplicas",
      sumOf(sets, (set) => set.status?.readyReplicas ?? 0),
    ),
    ...positive("availableReplicas", available),
    ...positive("unavailableReplicas", sumOf(sets, sizeOf) - available),
    ...(collisions === undefined ? {} : { collisionCount: collisions }),
    conditions: withCondition(deployment.status?.conditions, condition),
  };
}

function positive(field: keyof DeploymentStatus, count: number): DeploymentStatus {
  return count > 0 ? { [field]: count } : {};
}

/** Whether a status shows the deployment fully rolled out. */
// pkg/controller/deployment/util DeploymentComplete, 1.20
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const desired = desiredReplicas(deployment);
  return (
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** Whether a new status shows more updated, fewer old, more ready or more available pods than the deployment's own. */
export function hasProgressed(before: DeploymentStatus | undefined, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus | undefined) => (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  );
}

function hasTimedOut(deployment: Deployment, status: DeploymentStatus, now: number): boolean {
  const condition = findCondition(status.conditions, PROGRESSING);
  if (!condition || condition.reason === "NewReplicaSetAvailable") return false;
  if (condition.reason === "ProgressDeadlineExceeded") return true;
  return (deadlineOf(deployment, condition) ?? Infinity) < now;
}

function deadlineOf(deployment: Deployment, condition: DeploymentCondition): number | undefined {
  const since = condition.lastUpdateTime ? parseRfc3339(condition.lastUpdateTime) : undefined;
  return since === undefined ? undefined : since + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
}

/** The status during a rollout: counts, Available, and how the rollout gets on. */
// pkg/controller/deployment/progress.go syncRolloutStatus, 1.20
export function rolloutStatus(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  now: number,
  time: string,
): DeploymentStatus {
  const status = countedStatus(deployment, sets, newSet, time);
  if (!hasProgressDeadline(deployment)) status.conditions = withoutCondition(status.conditions, PROGRESSING);
  const current = findCondition(deployment.status?.conditions, PROGRESSING);
  const settled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === "NewReplicaSetAvailable";
  if (hasProgressDeadline(deployment) && !settled) {
    status.conditions = progressConditions(deployment, status, newSet, current, now, time);
  }
  const failure = replicaFailure(sets, newSet);
  status.conditions = failure ? withCondition(status.conditions, failure) : withoutCondition(status.conditions, REPLICA_FAILURE);
  return status;
}

function progressConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  newSet: ReplicaSet | undefined,
  current: DeploymentCondition | undefined,
  now: number,
  time: string,
): DeploymentCondition[] {
  const conditions = status.conditions ?? [];
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name ?? ""}"` : `Deployment "${deployment.metadata.name ?? ""}"`;
  const say = (state: string, reason: string, what: string) =>
    deploymentCondition(PROGRESSING, state, reason, `${subject} has ${what}.`, time);
  if (isComplete(deployment, status)) return withCondition(conditions, say("True", "NewReplicaSetAvailable", "successfully progressed"));
  if (hasProgressed(deployment.status, status)) {
    const condition = deploymentCondition(PROGRESSING, "True", "ReplicaSetUpdated", `${subject} is progressing.`, time);
    // Told anew even when nothing but its time changes: the deadline runs from there.
    return [...withoutCondition(conditions, PROGRESSING), current?.status === "True" ? withTransitionOf(condition, current) : condition];
  }
  if (hasTimedOut(deployment, status, now))
    return withCondition(conditions, say("False", "ProgressDeadlineExceeded", "timed out progressing"));
  return conditions;
}

/** The first failure of the new replica set, else of any. */
function replicaFailure(sets: readonly ReplicaSet[], newSet: ReplicaSet | undefined): DeploymentCondition | undefined {
  for (const set of newSet ? [newSet, ...sets] : sets) {
    const failure = findCondition(set.status?.conditions, REPLICA_FAILURE);
    if (failure) return failure.lastTransitionTime ? { ...failure, lastUpdateTime: failure.lastTransitionTime } : failure;
  }
  return undefined;
}

/**
 * Milliseconds until a rollout that shows no change has to be looked at for its deadline; undefined when there is none to wait for. One that has
 * ended is never late, however many of its pods go: its controller would look again and again and find nothing to write.
 */
// pkg/controller/deployment/progress.go requeueStuckDeployment, 1.20
export function progressCheckMs(deployment: Deployment, status: DeploymentStatus, now: number): number | undefined {
  const current = findCondition(deployment.status?.conditions, PROGRESSING);
  if (!hasProgressDeadline(deployment) || !current) return undefined;
  if (isComplete(deployment, status) || current.reason === "ProgressDeadlineExceeded") return undefined;
  if (current.reason === "NewReplicaSetAvailable") return undefined;
  const deadline = deadlineOf(deployment, current);
  if (deadline === undefined) return undefined;
  const left = deadline - now;
  return left < 1000 ? Math.max(left, 0) + 1 : left + 1000;
}

import { isReason } from "../../machinery/status.ts";
import { REPLICA_SETS } from "../controller/resources.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import { compareByCreation, sizeOf } from "./replica-sets.ts";
import { revisionOf } from "./revisions.ts";
import type { RolloutPass } from "./rollout-pass.ts";

const NO_LIMIT = 2147483647;

/** The old replica sets that go beyond `limit`, first to go first. Those that still have pods, or were not looked at, stay. */
// pkg/controller/deployment/sync.go cleanupDeployment, 1.20
export function surplusReplicaSets(
  oldSets: readonly ReplicaSet[],
  limit: number,
  compare: (a: ReplicaSet, b: ReplicaSet) => number,
): ReplicaSet[] {
  const alive = oldSets.filter((set) => !set.metadata.deletionTimestamp).sort(compare);
  return alive.slice(0, Math.max(0, alive.length - limit)).filter(isEmpty);
}

function isEmpty(set: ReplicaSet): boolean {
  const observed = (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
  return observed && (set.status?.replicas ?? 0) === 0 && sizeOf(set) === 0;
}

/** Lower revision first; the same or unreadable ones by age. */
export function compareByRevision(left: ReplicaSet, right: ReplicaSet): number {
  const [a, b] = [revisionOf(left), revisionOf(right)];
  return a === undefined || b === undefined || a === b ? compareByCreation(left, right) : a - b;
}

/** Deletes the old replica sets beyond spec.revisionHistoryLimit. */
export function cleanUpHistory(pass: RolloutPass, oldSets: readonly ReplicaSet[]): void {
  const { deployment, context } = pass;
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || limit === NO_LIMIT) return;
  const compare = context.release.has("historyCleanupByRevision") ? compareByRevision : compareByCreation;
  for (const set of surplusReplicaSets(oldSets, limit, compare)) {
    try {
      context.client.delete(REPLICA_SETS.in(set.metadata.namespace ?? ""), set.metadata.name ?? "");
    } catch (error) {
      if (!isReason(error, "NotFound")) throw error;
    }
  }
}

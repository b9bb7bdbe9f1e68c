import { compareBytewise } from "../../base/bytewise.ts";
import { deepEqual } from "../../base/deep.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import type { PodTemplateSpec } from "../../kinds/core/pod/types.ts";

export const HASH_LABEL = "pod-template-hash";

/** The pods a replica set is told to keep. */
export function sizeOf(set: ReplicaSet): number {
  return set.spec.replicas ?? 1;
}

/** Sums a number over replica sets. */
export function sumOf(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number {
  return sets.reduce((sum, set) => sum + count(set), 0);
}

/** Available pods of a replica set, as its status counts them. */
export function availableOf(set: ReplicaSet): number {
  return set.status?.availableReplicas ?? 0;
}

/** Replica sets that have, or ought to have, pods. */
export function activeSets(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return sets.filter((set) => sizeOf(set) > 0);
}

/** Oldest first; of the same second, by name. */
export function compareByCreation(left: ReplicaSet, right: ReplicaSet): number {
  const byTime = compareBytewise(left.metadata.creationTimestamp ?? "", right.metadata.creationTimestamp ?? "");
  return byTime || compareBytewise(left.metadata.name ?? "", right.metadata.name ?? "");
}

/** The replica set that runs a template: the oldest whose own template is equal but for the hash label. */
// pkg/controller/deployment/util FindNewReplicaSet, 1.20
export function findNewReplicaSet(template: PodTemplateSpec, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return [...sets].sort(compareByCreation).find((set) => sameTemplate(template, set.spec.template));
}

/** Whether two templates are equal but for the pod-template-hash label. */
export function sameTemplate(left: PodTemplateSpec, right: PodTemplateSpec | undefined): boolean {
  if (!right) return false;
  if (!deepEqual(withoutHash(left.metadata?.labels), withoutHash(right.metadata?.labels))) return false;
  return deepEqual({ ...left.metadata, labels: null }, { ...right.metadata, labels: null }) && deepEqual(left.spec, right.spec);
}

function withoutHash(labels: Record<string, string> | undefined): Record<string, string> {
  const { [HASH_LABEL]: _hash, ...rest } = labels ?? {};
  return rest;
}

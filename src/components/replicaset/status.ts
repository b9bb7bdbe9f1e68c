import { deepEqual } from "../../base/deep.ts";
import { findCondition, withoutCondition } from "../controller/conditions.ts";
import { isPodAvailable, isPodReady } from "../controller/pod-state.ts";
import { mapSelects } from "../../machinery/labels.ts";
import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from "../../kinds/apps/replicaset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";

const REPLICA_FAILURE = "ReplicaFailure";

/** What went wrong with a replica set's pods: too few could be made, or too many are left. */
export interface ManageFailure {
  message: string;
}

/**
 * The status of a replica set with these active pods. `time` is `now` as the API writes it. Zero counts are left out, as the API does.
 */
// pkg/controller/replicaset/replica_set_utils.go calculateStatus, 1.20
export function replicaSetStatus(
  set: ReplicaSet,
  pods: readonly Pod[],
  failure: ManageFailure | undefined,
  now: number,
  time: string,
): ReplicaSetStatus {
  const templateLabels = set.spec.template?.metadata?.labels ?? NO_LABELS;
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  let fullyLabeled = 0;
  let ready = 0;
  let available = 0;
  for (const pod of pods) {
    const { isLabelled, isReady } = standingOf(pod, templateLabels);
    if (isLabelled) fullyLabeled++;
    if (!isReady) continue;
    ready++;
    if (minReadySeconds === 0 || isPodAvailable(pod, minReadySeconds, now)) available++;
  }
  const conditions = failureConditions(set, pods.length, failure, time);
  return {
    replicas: pods.length,
    ...(fullyLabeled > 0 ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(set.metadata.generation ? { observedGeneration: set.metadata.generation } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

type Labels = Readonly<Record<string, string>>;
const NO_LABELS: Labels = {};

/** What a pod, as it stands, counts for in sets of these labels. */
interface Standing {
  readonly templateLabels: Labels;
  readonly isLabelled: boolean;
  readonly isReady: boolean;
}

/** A thousand pods are counted again with each change of some of them. */
const standings = new WeakMap<Pod, Standing>();

function standingOf(pod: Pod, templateLabels: Labels): Standing {
  let standing = standings.get(pod);
  if (standing?.templateLabels !== templateLabels) {
    standing = { templateLabels, isLabelled: mapSelects(templateLabels, pod.metadata.labels), isReady: isPodReady(pod) };
    standings.set(pod, standing);
  }
  return standing;
}

function failureConditions(set: ReplicaSet, podCount: number, failure: ManageFailure | undefined, time: string): ReplicaSetCondition[] {
  const conditions = set.status?.conditions ?? [];
  const current = findCondition(conditions, REPLICA_FAILURE);
  if (failure && !current) {
    const reason = podCount < (set.spec.replicas ?? 1) ? "FailedCreate" : "FailedDelete";
    return [...conditions, { type: REPLICA_FAILURE, status: "True", lastTransitionTime: time, reason, message: failure.message }];
  }
  return failure || !current ? [...conditions] : withoutCondition(conditions, REPLICA_FAILURE);
}

/** Whether two statuses say the same. */
export function sameStatus(left: ReplicaSetStatus | undefined, right: ReplicaSetStatus): boolean {
  return left !== undefined && deepEqual(left, right);
}

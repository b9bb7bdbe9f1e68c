import type { StatefulSet, StatefulSetStatus } from "../../kinds/apps/statefulset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { StatusError } from "../../machinery/status.ts";
import { isPodAvailable, isPodReady } from "../controller/pod-state.ts";
import { firstOrdinal, newPod, ordinalOf, podRevision } from "./identity.ts";
import { createSetPod, deleteSetPod, restoreIdentity } from "./pod-control.ts";
import { type Revisions, templateOf } from "./revisions.ts";

/** The counts that a pass keeps while it works; zeros are left out of the status only at its end. */
export interface Counts {
  replicas: number;
  ready: number;
  available: number;
  current: number;
  updated: number;
}

/** One look at a set: its pods by ordinal, those beyond its size, and what has been counted so far. */
interface Pass {
  readonly set: StatefulSet;
  readonly revisions: Revisions;
  readonly counts: Counts;
  readonly context: ComponentContext;
  /** One at a time, each only when the one before is ready. */
  readonly ordered: boolean;
  readonly replicas: (Pod | undefined)[];
  readonly condemned: Pod[];
}

/** What a pass has counted, and the refusal that ended it. */
export interface PassResult {
  counts: Counts;
  refused?: StatusError;
}

/** Does what can be done now: makes and replaces missing and failed pods, deletes those beyond the size, rolls the template out. */
// pkg/controller/statefulset/stateful_set_control.go updateStatefulSet, 1.20
export function runPass(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, context: ComponentContext): PassResult {
  const counts = countPods(set, pods, revisions, context.sim.now());
  const size = set.spec.replicas ?? 1;
  const start = firstOrdinal(set);
  const replicas = Array.from({ length: size }, (_, index) => pods.find((pod) => ordinalOf(set, pod) === start + index));
  const beyond = (pod: Pod) => (ordinalOf(set, pod) ?? start) >= start + size || (ordinalOf(set, pod) ?? start) < start;
  const condemned = pods.filter(beyond).sort((left, right) => (ordinalOf(set, left) ?? 0) - (ordinalOf(set, right) ?? 0));
  const pass: Pass = { set, revisions, counts, context, ordered: set.spec.podManagementPolicy !== "Parallel", replicas, condemned };
  if (set.metadata.deletionTimestamp) return { counts };
  try {
    if (fillUp(pass) && scaleDown(pass)) rollOut(pass);
  } catch (error) {
    if (error instanceof StatusError) return { counts, refused: error };
    throw error;
  }
  return { counts };
}

function countPods(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, now: number): Counts {
  const counts: Counts = { replicas: 0, ready: 0, available: 0, current: 0, updated: 0 };
  for (const pod of pods) {
    counts.replicas++;
    if (isRunningAndReady(pod)) {
      counts.ready++;
      if (isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)) counts.available++;
    }
    if (!pod.metadata.deletionTimestamp) countRevision(counts, pod, revisions, 1);
  }
  return counts;
}

function countRevision(counts: Counts, pod: Pod, { current, update }: Revisions, step: 1 | -1): void {
  if (podRevision(pod) === current.metadata.name) counts.current += step;
  if (podRevision(pod) === update.metadata.name) counts.updated += step;
}

function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === "Running" && isPodReady(pod);
}

function isHealthy(pod: Pod | undefined): boolean {
  return pod !== undefined && isRunningAndReady(pod) && !pod.metadata.deletionTimestamp;
}

/** Brings every ordinal of the set to life, in order. False: nothing else may happen before that has been seen. */
function fillUp(pass: Pass): boolean {
  const { set, counts, context, revisions, ordered, replicas } = pass;
  for (const [index, present] of replicas.entries()) {
    let pod = present;
    if (pod?.status?.phase === "Failed") {
      const message = `StatefulSet ${set.metadata.namespace ?? ""}/${set.metadata.name ?? ""} is recreating failed Pod ${pod.metadata.name ?? ""}`;
      context.events.record(set, "Warning", "RecreatingFailedPod", message);
      deleteSetPod(set, pod, context);
      countRevision(counts, pod, revisions, -1);
      counts.replicas--;
      pod = undefined;
    }
    if (!pod) {
      const made = versionedPod(pass, index);
      replicas[index] = made;
      createSetPod(set, made, context);
      counts.replicas++;
      countRevision(counts, made, revisions, 1);
      if (ordered) return false;
      continue;
    }
    if (ordered && (pod.metadata.deletionTimestamp || !isRunningAndReady(pod) || !isAvailable(pass, pod))) return false;
    if (!pod.metadata.deletionTimestamp) restoreIdentity(set, pod, context);
  }
  return true;
}

function isAvailable({ set, context }: Pass, pod: Pod): boolean {
  return isPodAvailable(pod, set.spec.minReadySeconds ?? 0, context.sim.now());
}

/** Ordinals below the partition keep the former revision. */
// pkg/controller/statefulset/stateful_set_utils.go newVersionedStatefulSetPod, 1.20
function versionedPod({ set, revisions, context }: Pass, index: number): Pod {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  const keptWithoutPartition = type === "RollingUpdate" ? (set.status?.currentReplicas ?? 0) : 0;
  const kept = rollingUpdate ? (rollingUpdate.partition ?? 0) : keptWithoutPartition;
  const revision = index < kept ? revisions.current : revisions.update;
  const template = revision === revisions.update ? set.spec.template : templateOf(revision);
  return newPod(set, template, revision.metadata.name ?? "", firstOrdinal(set) + index, context.release.has("podIndexLabel"));
}

/** Deletes what is beyond the set's size, the highest ordinal first. False: something has to be waited for. */
function scaleDown({ set, counts, context, revisions, ordered, replicas, condemned }: Pass): boolean {
  const firstUnhealthy = [...replicas, ...condemned].find((pod) => !isHealthy(pod));
  for (const pod of [...condemned].reverse()) {
    if (pod.metadata.deletionTimestamp) {
      if (ordered) return false;
      continue;
    }
    if (ordered && !isRunningAndReady(pod) && pod !== firstUnhealthy) return false;
    deleteSetPod(set, pod, context);
    countRevision(counts, pod, revisions, -1);
    if (ordered) return false;
  }
  return true;
}

/** Deletes the highest pod of another revision, down to the partition, once all above it are healthy. */
function rollOut({ set, counts, context, revisions, replicas }: Pass): void {
  if (set.spec.updateStrategy?.type === "OnDelete") return;
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (let index = replicas.length - 1; index >= partition; index--) {
    const pod = replicas[index];
    if (pod && podRevision(pod) !== revisions.update.metadata.name && !pod.metadata.deletionTimestamp) {
      deleteSetPod(set, pod, context);
      counts.current--;
      return;
    }
    if (!isHealthy(pod)) return;
  }
}

/** The status that goes with the counts. When everything runs the newest revision, that becomes the current one. */
// pkg/controller/statefulset/stateful_set_utils.go completeRollingUpdate, 1.20
export function statefulSetStatus(
  set: StatefulSet,
  counts: Counts,
  { current, update, collisionCount }: Revisions,
  withAvailable: boolean,
): StatefulSetStatus {
  const complete =
    set.spec.updateStrategy?.type === "RollingUpdate" && counts.updated === counts.replicas && counts.ready === counts.replicas;
  const currentReplicas = complete ? counts.updated : counts.current;
  const { conditions } = set.status ?? {};
  return {
    ...(set.metadata.generation ? { observedGeneration: set.metadata.generation } : {}),
    replicas: counts.replicas,
    ...(counts.ready > 0 ? { readyReplicas: counts.ready } : {}),
    ...(currentReplicas > 0 ? { currentReplicas } : {}),
    ...(counts.updated > 0 ? { updatedReplicas: counts.updated } : {}),
    currentRevision: (complete ? update : current).metadata.name ?? "",
    updateRevision: update.metadata.name ?? "",
    collisionCount,
    ...(withAvailable ? { availableReplicas: counts.available } : {}),
    ...(conditions ? { conditions } : {}),
  };
}

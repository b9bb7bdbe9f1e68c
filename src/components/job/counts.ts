import type { Job } from "../../kinds/batch/job/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { isPodActive, isPodReady } from "../controller/pod-state.ts";
import { completedIndexes, indexOf, isIndexed, printIndexes } from "./indexes.ts";

/** The finalizer of pods that their job has not counted yet. */
export const TRACKING_FINALIZER = "batch.kubernetes.io/job-tracking";

/** What a job's pods amount to. */
export interface Counts {
  active: Pod[];
  succeeded: number;
  failed: number;
  ready: number;
  terminating: number;
  /** `0,2-4`, of an indexed job. */
  completed: string | undefined;
  /** Pods that are counted now for the first time, and give up their finalizer. */
  counted: Pod[];
}

/**
 * Counts a job's pods. Without tracking, ended pods count as long as they are there; with it each counts once, and its deletion
 * while it runs counts as a failure.
 */
// pkg/controller/job/job_controller.go getStatus, 1.20; trackJobStatusAndRemoveFinalizers, 1.25
export function countPods(job: Job, pods: readonly Pod[], tracked: boolean): Counts {
  const active = pods.filter(isPodActive);
  const ready = active.filter(isPodReady).length;
  const terminating = pods.filter((pod) => pod.metadata.deletionTimestamp && !hasEnded(pod)).length;
  const counted = tracked ? pods.filter((pod) => pod.metadata.finalizers?.includes(TRACKING_FINALIZER) && !isPodActive(pod)) : [];
  const ended = tracked ? counted : pods;
  const successes = ended.filter((pod) => pod.status?.phase === "Succeeded");
  const failures = ended.filter((pod) => pod.status?.phase === "Failed" || (tracked && !hasEnded(pod)));
  const base = tracked ? (job.status ?? {}) : {};
  const failed = (base.failed ?? 0) + failures.length;
  if (!isIndexed(job))
    return { active, succeeded: (base.succeeded ?? 0) + successes.length, failed, ready, terminating, completed: undefined, counted };
  const completions = job.spec.completions ?? 0;
  const indexes = new Set(tracked ? completedIndexes(job) : []);
  for (const pod of successes) {
    const index = indexOf(pod);
    if (index !== undefined && index < completions) indexes.add(index);
  }
  return { active, succeeded: indexes.size, failed, ready, terminating, completed: printIndexes([...indexes]), counted };
}

function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

/** Restarts of the containers of pods that run or are about to. */
export function restarts(pods: readonly Pod[]): number {
  let sum = 0;
  for (const { status } of pods) {
    if (status?.phase !== "Running" && status?.phase !== "Pending") continue;
    for (const container of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) sum += container.restartCount;
  }
  return sum;
}

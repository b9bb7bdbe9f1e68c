import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Job, JobCondition } from "../../kinds/batch/job/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { type Counts, restarts } from "./counts.ts";

/** Why a job has failed: the reason of its condition and of its event, and the sentence of both. */
export interface JobFailure {
  reason: "BackoffLimitExceeded" | "DeadlineExceeded";
  message: string;
}

/** Whether a job has ended. */
export function isJobFinished(job: Job): boolean {
  return finishedCondition(job) !== undefined;
}

/** The condition that ended a job: Complete or Failed. */
export function finishedCondition(job: Job): JobCondition | undefined {
  return job.status?.conditions?.find(({ type, status }) => (type === "Complete" || type === "Failed") && status === "True");
}

/** Why a job fails now. `lenient`: many failures count only when a new one came and not all pods run, as the work-queue versions have it. */
// pkg/controller/job/job_controller.go syncJob, pastBackoffLimitOnFailure, pastActiveDeadline, 1.20
export function jobFailure(job: Job, pods: readonly Pod[], counts: Counts, now: number, lenient: boolean): JobFailure | undefined {
  const { backoffLimit = 6, parallelism = 1, template } = job.spec;
  const isNew = counts.failed > (job.status?.failed ?? 0) && counts.active.length !== parallelism;
  const tooMany = counts.failed > backoffLimit && (isNew || !lenient);
  const restarted = template.spec.restartPolicy === "OnFailure" ? restarts(pods) : 0;
  const tooOften = backoffLimit === 0 ? restarted > 0 : restarted >= backoffLimit;
  if (tooMany || tooOften) return { reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" };
  const left = deadlineLeft(job, now);
  return left !== undefined && left <= 0
    ? { reason: "DeadlineExceeded", message: "Job was active longer than specified deadline" }
    : undefined;
}

/** Milliseconds until a job's deadline; undefined without one. */
export function deadlineLeft({ spec, status }: Job, now: number): number | undefined {
  const start = status?.startTime ? parseRfc3339(status.startTime) : undefined;
  return spec.activeDeadlineSeconds === undefined || start === undefined ? undefined : start + spec.activeDeadlineSeconds * 1000 - now;
}

/** Whether a job has all that it wants. Without completions the first success is enough, once nothing runs any more. */
export function isComplete(job: Job, active: number, succeeded: number): boolean {
  const { completions } = job.spec;
  return completions === undefined ? succeeded > 0 && active === 0 : succeeded >= completions;
}

/** A condition that holds from now on. */
export function newCondition(type: string, time: string, reason = "", message = ""): JobCondition {
  return {
    type,
    status: "True",
    lastProbeTime: time,
    lastTransitionTime: time,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}

const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 600_000;

/** Milliseconds for which no pod replaces a failed one: 10 s from the last failure, doubled by each since the last success. */
// pkg/controller/job/backoff_utils.go, 1.28
export function failureDelayLeft(pods: readonly Pod[], now: number): number {
  const ends = pods
    .filter((pod) => pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded")
    .map((pod) => ({ failed: pod.status?.phase === "Failed", at: endOf(pod) ?? now }))
    .sort((a, b) => b.at - a.at);
  const success = ends.findIndex((end) => !end.failed);
  const failures = success < 0 ? ends.length : success;
  const last = ends[0];
  if (!last || failures === 0) return 0;
  return Math.max(0, last.at + Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS) - now);
}

function endOf(pod: Pod): number | undefined {
  const times = (pod.status?.containerStatuses ?? []).map(({ state }) => parseRfc3339(state?.terminated?.finishedAt ?? ""));
  return times.reduce((latest, time) => (time === undefined || (latest !== undefined && latest > time) ? latest : time), undefined);
}

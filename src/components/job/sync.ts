import { deepEqual } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Job, JobCondition, JobStatus } from "../../kinds/batch/job/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { claimObjects } from "../controller/claim.ts";
import { JOBS, PODS } from "../controller/resources.ts";
import type { Requeue } from "../controller/retry.ts";
import { type Counts, countPods } from "./counts.ts";
import { deadlineLeft, failureDelayLeft, isComplete, isJobFinished, jobFailure, type JobFailure, newCondition } from "./outcome.ts";
import { deletePods, type Managed, managePods, releasePods } from "./pods.ts";
import { forget, putBack } from "./queue.ts";

/** What a pass has come to: pods that run now, conditions that are new, and how long to wait for the next failure's replacement. */
interface Result extends Managed {
  failed: number;
  conditions: JobCondition[];
  waitMs: number;
  /** Said once the status is written. */
  announce?: () => void;
}

/** One pass over a job. */
// pkg/controller/job/job_controller.go syncJob, 1.20
export function syncJob(job: Job, context: ComponentContext): Requeue {
  const key = objectKey(job);
  const tracked = context.release.has("jobTracking");
  const claim = { owner: job, ownerResource: JOBS, selector: job.spec.selector ?? {}, resource: PODS };
  if (isJobFinished(job)) {
    if (tracked) releasePods(claimObjects<Pod>(claim, context), context);
    forget(key, context);
    return undefined;
  }
  const pods = claimObjects<Pod>(claim, context);
  const now = context.sim.now();
  const counts = countPods(job, pods, tracked);
  const started = startJob(job, now);
  const result = decide(started, pods, counts, context);
  if (tracked) releasePods(counts.counted, context);
  const isNewFailure = counts.failed > (job.status?.failed ?? 0);
  const status = newStatus(started, counts, result, context);
  const changed = !deepEqual(telling(job.status), telling(status));
  if (changed) context.client.updateStatus(JOBS.in(job.metadata.namespace ?? ""), { ...job, status });
  result.announce?.();
  return nextLook({ ...started, status }, { key, isNewFailure, changed }, result, context);
}

/** What makes a status worth writing: a start alone does not, nor does the mark of tracking. */
// pkg/controller/job/job_controller.go syncJob, 1.20; needsStatusUpdate, 1.23
function telling(status: JobStatus = {}): JobStatus {
  const { startTime: _start, uncountedTerminatedPods: _tracking, ...rest } = status;
  return rest;
}

/** A job starts when it is first seen, unless it is suspended. */
function startJob(job: Job, now: number): Job {
  if (job.status?.startTime || job.spec.suspend) return job;
  return { ...job, status: { ...job.status, startTime: formatRfc3339(now) } };
}

function decide(job: Job, pods: readonly Pod[], counts: Counts, context: ComponentContext): Result {
  const { release, sim, events } = context;
  const time = formatRfc3339(sim.now());
  const failure = jobFailure(job, pods, counts, sim.now(), !release.has("jobBackoffByFinishTime"));
  if (failure) return fail(job, counts, failure, context);
  if (job.metadata.deletionTimestamp) return { active: counts.active.length, failed: counts.failed, conditions: [], waitMs: 0 };
  const paused = setSuspended(job, counts, context);
  if (paused) return paused;
  const waitMs = release.has("jobBackoffByFinishTime") ? failureDelayLeft(pods, sim.now()) : 0;
  const managed = waitMs > 0 ? { active: counts.active.length } : managePods(job, counts, context);
  const result: Result = { ...managed, failed: counts.failed, conditions: [], waitMs };
  if (!isComplete(job, managed.active, counts.succeeded)) return result;
  const many = job.spec.completions !== undefined;
  if (many && managed.active > 0 && release.has("jobTooManyActiveEvent")) {
    events.record(job, "Warning", "TooManyActivePods", "Too many active pods running after completion count reached");
  }
  if (many && counts.succeeded > (job.spec.completions ?? 0)) {
    events.record(job, "Warning", "TooManySucceededPods", "Too many succeeded pods running after completion count reached");
  }
  const why = release.has("jobTerminalReasons")
    ? (["CompletionsReached", "Reached expected number of succeeded pods"] as const)
    : ([] as const);
  result.conditions = [
    ...(why.length > 0 ? [newCondition("SuccessCriteriaMet", time, ...why)] : []),
    newCondition("Complete", time, ...why),
  ];
  result.announce = () => events.record(job, "Normal", "Completed", "Job completed");
  return result;
}

/** Ends a failed job: its running pods go, and count as failed. */
function fail(job: Job, counts: Counts, { reason, message }: JobFailure, context: ComponentContext): Result {
  const time = formatRfc3339(context.sim.now());
  const managed = deletePods(job, counts.active, counts.active.length, context);
  const before = context.release.has("jobTerminalReasons") ? [newCondition("FailureTarget", time, reason, message)] : [];
  return {
    ...managed,
    active: 0,
    failed: counts.failed + counts.active.length,
    conditions: [...before, newCondition("Failed", time, reason, message)],
    waitMs: 0,
    announce: () => context.events.record(job, "Warning", reason, message),
  };
}

/** Stops a job that is suspended; says so on the way in and out. Undefined: the job goes on. */
// pkg/controller/job/job_controller.go ensureJobConditionStatus, 1.21
function setSuspended(job: Job, counts: Counts, context: ComponentContext): Result | undefined {
  const known = job.status?.conditions?.find((condition) => condition.type === "Suspended");
  const time = formatRfc3339(context.sim.now());
  if (!job.spec.suspend) {
    if (known?.status !== "True") return undefined;
    context.events.record(job, "Normal", "Resumed", "Job resumed");
    const condition = { ...newCondition("Suspended", time, "JobResumed", "Job resumed"), status: "False" };
    return { ...managePods(job, counts, context), failed: counts.failed, conditions: [condition], waitMs: 0 };
  }
  const managed = deletePods(job, counts.active, counts.active.length, context);
  const result: Result = { ...managed, failed: counts.failed, conditions: [], waitMs: 0 };
  if (known?.status === "True") return result;
  result.conditions = [newCondition("Suspended", time, "JobSuspended", "Job suspended")];
  result.announce = () => context.events.record(job, "Normal", "Suspended", "Job suspended");
  return result;
}

function newStatus(job: Job, counts: Counts, { active, failed, conditions }: Result, { release, sim }: ComponentContext): JobStatus {
  const { startTime, conditions: former = [] } = job.status ?? {};
  const types = new Set(conditions.map((condition) => condition.type));
  const all = [...former.filter((condition) => !types.has(condition.type)), ...conditions];
  const isTracked = release.has("jobTracking");
  return {
    ...(all.length > 0 ? { conditions: all } : {}),
    ...(startTime && !job.spec.suspend ? { startTime } : {}),
    ...(types.has("Complete") ? { completionTime: formatRfc3339(sim.now()) } : {}),
    ...(active > 0 ? { active } : {}),
    ...(counts.succeeded > 0 ? { succeeded: counts.succeeded } : {}),
    ...(failed > 0 ? { failed } : {}),
    ...(counts.completed ? { completedIndexes: counts.completed } : {}),
    ...(isTracked ? { uncountedTerminatedPods: {} } : {}),
    ...(release.has("jobReadyPods") ? { ready: counts.ready } : {}),
    ...(release.has("jobPodReplacement") ? { terminating: counts.terminating } : {}),
  };
}

/** When the job is due again: after its queue's delay, a failure's, or at its deadline. */
function nextLook(
  job: Job,
  pass: { key: string; isNewFailure: boolean; changed: boolean },
  result: Result,
  context: ComponentContext,
): Requeue {
  if (isJobFinished(job)) {
    forget(pass.key, context);
    return undefined;
  }
  const waits = [deadlineLeft(job, context.sim.now()), result.waitMs > 0 ? result.waitMs : undefined].filter((wait) => wait !== undefined);
  const isPutBack = result.refused !== undefined || (pass.isNewFailure && !context.release.has("jobBackoffByFinishTime"));
  if (isPutBack) waits.push(putBack(pass.key, context));
  else if (pass.changed) forget(pass.key, context);
  return waits.length > 0 ? { requeueAfterMs: Math.max(0, Math.min(...waits)) } : undefined;
}

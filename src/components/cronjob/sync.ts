import { CronError } from "../../base/cron-schedule.ts";
import { deepEqual } from "../../base/deep.ts";
import { formatRfc1123Z, formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import type { CronJob, CronJobStatus } from "../../kinds/batch/cronjob/types.ts";
import type { Job } from "../../kinds/batch/job/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { StatusError } from "../../machinery/status.ts";
import { controllerOf, ownedBy } from "../controller/owner.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { JOBS, type Resource } from "../controller/resources.ts";
import { finishedCondition, isJobFinished } from "../job/outcome.ts";
import { dueTimes, isTooLate, nextTime, type Timetable, timetableOf } from "./due.ts";
import { activeReference, deleteJob, jobName, newJob, surplusJobs } from "./jobs.ts";

/** One pass over a cron job; returns when its schedule is due next (epoch ms). */
// pkg/controller/cronjob/cronjob_controller.go syncOne, 1.20; cronjob_controllerv2.go, 1.21
export function syncCronJob(cronJob: CronJob, resource: Resource, context: ComponentContext): number | undefined {
  const owned = context.lister.list(JOBS.key, { index: ownedBy(cronJob) }) as readonly Job[];
  const jobs = owned.filter((job) => controllerOf(job)?.uid === cronJob.metadata.uid);
  const status: CronJobStatus = { ...cronJob.status, active: [...(cronJob.status?.active ?? [])] };
  reviewJobs(cronJob, jobs, status, context);
  const next = startDue(cronJob, status, resource, context);
  for (const job of surplusJobs(cronJob, jobs)) {
    const { name = "", uid } = job.metadata;
    if (deleteJob(cronJob, name, context)) status.active = status.active?.filter((active) => active.uid !== uid) ?? [];
  }
  if (status.active?.length === 0) delete status.active;
  const { namespace = "" } = cronJob.metadata;
  if (!deepEqual(cronJob.status ?? {}, status)) context.client.updateStatus(resource.in(namespace), { ...cronJob, status });
  return next;
}

/** Takes finished and missing jobs off the list of active ones. */
function reviewJobs(cronJob: CronJob, jobs: readonly Job[], status: CronJobStatus, context: ComponentContext): void {
  for (const job of jobs) {
    const { name = "", uid } = job.metadata;
    const isListed = status.active?.some((active) => active.uid === uid) ?? false;
    const end = finishedCondition(job);
    if (!isListed && !end) {
      context.events.record(cronJob, "Warning", "UnexpectedJob", `Saw a job that the controller did not create or forgot: ${name}`);
    } else if (isListed && end) {
      status.active = status.active?.filter((active) => active.uid !== uid) ?? [];
      context.events.record(cronJob, "Normal", "SawCompletedJob", `Saw completed job: ${name}, status: ${end.type}`);
      noteSuccess(job, status, context);
    }
  }
  const present = new Set(jobs.map((job) => job.metadata.uid));
  for (const active of status.active ?? []) {
    if (!present.has(active.uid)) context.events.record(cronJob, "Normal", "MissingJob", `Active job went missing: ${active.name ?? ""}`);
  }
  status.active = (status.active ?? []).filter((active) => present.has(active.uid));
}

function noteSuccess(job: Job, status: CronJobStatus, { release }: ComponentContext): void {
  const time = job.status?.completionTime;
  if (!time || !release.has("cronJobController2")) return;
  if ((parseRfc3339(status.lastSuccessfulTime ?? "") ?? 0) < (parseRfc3339(time) ?? 0)) status.lastSuccessfulTime = time;
}

function startDue(cronJob: CronJob, status: CronJobStatus, resource: Resource, context: ComponentContext): number | undefined {
  if (cronJob.metadata.deletionTimestamp || cronJob.spec.suspend) return undefined;
  const { sim, events, release } = context;
  const timetable = readTimetable(cronJob, context);
  if (!timetable) return undefined;
  const isSecond = release.has("cronJobController2");
  const due = dueTimes(cronJob, timetable, sim.now());
  if (due.tooMany && !isSecond) {
    const why = "too many missed start time (> 100). Set or decrease .spec.startingDeadlineSeconds or check clock skew";
    events.record(cronJob, "Warning", "FailedNeedsStart", `Cannot determine if job needs to be started: ${why}`);
    return due.next;
  }
  if (due.tooMany) {
    const text = `too many missed start times: ${due.missed}. Set or decrease .spec.startingDeadlineSeconds or check clock skew`;
    events.record(cronJob, "Warning", "TooManyMissedTimes", text);
  }
  const next = nextTime(timetable, sim.now());
  if (due.last === undefined) return next;
  if (isTooLate(cronJob, due.last, sim.now())) {
    events.record(cronJob, "Warning", "MissSchedule", `Missed scheduled time to start a job: ${formatRfc1123Z(due.last)}`);
    return next;
  }
  if (status.active?.some((active) => active.name === jobName(cronJob, due.last ?? 0, isSecond))) return next;
  if (mayStart(cronJob, status, isSecond, context)) start(cronJob, status, resource, due.last, context);
  return next;
}

function readTimetable(cronJob: CronJob, { events }: ComponentContext): Timetable | undefined {
  const { schedule, timeZone = "" } = cronJob.spec;
  try {
    const timetable = timetableOf(cronJob);
    if (!timetable)
      events.record(cronJob, "Warning", "UnknownTimeZone", `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`);
    return timetable;
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    events.record(cronJob, "Warning", "UnparseableSchedule", `unparseable schedule: ${schedule} : ${error.message}`);
    return undefined;
  }
}

/** Applies the concurrency policy: Forbid waits for what runs, Replace ends it. */
function mayStart(cronJob: CronJob, status: CronJobStatus, says: boolean, context: ComponentContext): boolean {
  const active = status.active ?? [];
  if (active.length === 0) return true;
  if (cronJob.spec.concurrencyPolicy === "Forbid") {
    const text = "Not starting job because prior execution is running and concurrency policy is Forbid";
    if (says) context.events.record(cronJob, "Normal", "JobAlreadyActive", text);
    return false;
  }
  if (cronJob.spec.concurrencyPolicy !== "Replace") return true;
  if (!active.every(({ name = "" }) => deleteJob(cronJob, name, context))) return false;
  status.active = [];
  return true;
}

function start(cronJob: CronJob, status: CronJobStatus, resource: Resource, scheduled: number, context: ComponentContext): void {
  const wanted = newJob(cronJob, resource, scheduled, context);
  const { namespace = "" } = wanted.metadata;
  try {
    const job = context.client.create(JOBS.in(namespace), wanted) as Job;
    context.events.record(cronJob, "Normal", "SuccessfulCreate", `Created job ${job.metadata.name ?? ""}`);
    if (!isJobFinished(job)) status.active = [...(status.active ?? []), activeReference(job)];
    status.lastScheduleTime = formatRfc3339(scheduled);
  } catch (error) {
    if (!(error instanceof StatusError) || isNamespaceTerminating(error)) throw error;
    if (error.reason === "AlreadyExists") return;
    context.events.record(cronJob, "Warning", "FailedCreate", `Error creating job: ${error.message}`);
  }
}

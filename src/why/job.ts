import { CronError } from "../base/cron-schedule.ts";
import { dueTimes, timetableOf } from "../components/cronjob/due.ts";
import { finishedCondition } from "../components/job/outcome.ts";
import type { CronJob } from "../kinds/batch/cronjob/types.ts";
import type { Job } from "../kinds/batch/job/types.ts";
import type { KubeObject } from "../machinery/object.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { Cause, Finding } from "./answer.ts";
import { deletionCauses } from "./deletion.ts";
import { podTroubles } from "./pod.ts";
import { podsOf } from "./workload.ts";
import { kubectl, lastEvent, moment, type WhyWorld } from "./world.ts";

const DEFAULT_BACKOFF_LIMIT = 6;

/** Why a job has not got on: suspended, failed, waiting after a failure, or held up by its pods. */
export function explainJob(world: WhyWorld, object: KubeObject): Finding {
  const job = object as Job;
  const { namespace = "", name = "" } = job.metadata;
  const see = kubectl("describe", "job", namespace, name);
  if (job.metadata.deletionTimestamp !== undefined) return { state: "Terminating", causes: deletionCauses(world, object, "jobs.batch") };
  const ended = finishedCondition(job);
  const pods = podsOf(world, job);
  if (ended !== undefined) {
    const failed = pods.filter(({ status }) => status?.phase === "Failed").flatMap((pod) => firstCause(world, pod));
    const message = ended.message ?? (ended.type === "Complete" ? `all of its pods have succeeded` : "it has failed");
    return {
      state: ended.type,
      causes: [{ reason: ended.reason ?? ended.type, message, see }, ...(ended.type === "Failed" ? failed.slice(-1) : [])],
    };
  }
  const { succeeded = 0, failed = 0, active = 0 } = job.status ?? {};
  const causes: Cause[] = [];
  if (job.spec.suspend) causes.push({ reason: "Suspended", message: "spec.suspend is true", see });
  const refused = lastEvent(world, job, ["FailedCreate"]);
  if (refused !== undefined && active === 0) causes.push({ reason: "FailedCreate", message: refused.message, see });
  if (failed > 0) {
    const limit = job.spec.backoffLimit ?? DEFAULT_BACKOFF_LIMIT;
    const next = world.context.sim.pending("job", "reconcile", `${namespace}/${name}`);
    const again = active === 0 && next !== undefined ? `; the next pod is tried at ${moment(next.at)}` : "";
    causes.push({
      reason: "PodsFailed",
      message: `${failed} pods have failed; it gives up after more than ${limit} (backoffLimit)${again}`,
      see,
    });
  }
  const state = `at ${succeeded} of ${job.spec.completions ?? 1} completions`;
  return {
    state,
    causes: [...causes, ...pods.filter(({ status }) => status?.phase !== "Succeeded").flatMap((pod) => firstCause(world, pod))],
  };
}

function firstCause(world: WhyWorld, pod: Pod): Cause[] {
  const { state, causes } = podTroubles(world, pod);
  const { namespace = "", name = "" } = pod.metadata;
  const [first] = causes;
  const see = first?.see ?? kubectl("describe", "pod", namespace, name);
  return [{ reason: first?.reason ?? state, message: `pod ${name} is ${state}${first === undefined ? "" : `: ${first.message}`}`, see }];
}

/** Why a cron job has started no job: suspended, not due yet, still busy, or too late. */
export function explainCronJob(world: WhyWorld, object: KubeObject): Finding {
  const cronJob = object as CronJob;
  const { namespace = "", name = "" } = cronJob.metadata;
  const see = kubectl("describe", "cronjob", namespace, name);
  const { spec, status } = cronJob;
  const causes: Cause[] = [];
  if (spec.suspend) causes.push({ reason: "Suspended", message: "spec.suspend is true: it starts nothing", see });
  const active = status?.active ?? [];
  if (active.length > 0 && spec.concurrencyPolicy === "Forbid") {
    const names = active.map((reference) => reference.name ?? "").join(", ");
    causes.push({
      reason: "StillActive",
      message: `concurrencyPolicy Forbid: ${names} still runs, so no other starts`,
      see: kubectl("get", "jobs", namespace),
    });
  }
  causes.push(scheduleCause(world, cronJob, see));
  const said = lastEvent(world, cronJob, [
    "FailedCreate",
    "FailedNeedsStart",
    "InvalidSchedule",
    "MissSchedule",
    "TooManyMissedTimes",
    "UnparseableSchedule",
  ]);
  if (said !== undefined) causes.push({ reason: said.reason, message: said.message, see });
  return { state: status?.lastScheduleTime === undefined ? "not run yet" : `last run at ${status.lastScheduleTime}`, causes };
}

function scheduleCause({ context }: WhyWorld, cronJob: CronJob, see: string): Cause {
  const { schedule, timeZone } = cronJob.spec;
  try {
    const timetable = timetableOf(cronJob);
    if (timetable === undefined) return { reason: "UnknownTimeZone", message: `its time zone ${timeZone} is not known`, see };
    const { next } = dueTimes(cronJob, timetable, context.sim.now());
    const message =
      next === undefined ? `its schedule "${schedule}" is never due` : `its schedule "${schedule}" is due next at ${moment(next)}`;
    return { reason: "Schedule", message, see };
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    return { reason: "InvalidSchedule", message: `its schedule "${schedule}" cannot be read`, see };
  }
}

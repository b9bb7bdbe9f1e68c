import { compareBytewise } from "../../base/bytewise.ts";
import { deepClone } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { CronJob } from "../../kinds/batch/cronjob/types.ts";
import type { Job } from "../../kinds/batch/job/types.ts";
import type { ObjectReference } from "../../kinds/shared/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { StatusError } from "../../machinery/status.ts";
import { controllerReference } from "../controller/owner.ts";
import { JOBS, type Resource } from "../controller/resources.ts";
import { finishedCondition } from "../job/outcome.ts";

const SCHEDULED_ANNOTATION = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/** The name of the job for a scheduled time: it never starts twice. */
// pkg/controller/cronjob/utils.go getJobName: seconds, 1.20; minutes in version 2
export function jobName(cronJob: CronJob, scheduled: number, byMinute: boolean): string {
  const seconds = Math.floor(scheduled / 1000);
  return `${cronJob.metadata.name ?? ""}-${byMinute ? Math.floor(seconds / 60) : seconds}`;
}

/** The job for a scheduled time. */
// pkg/controller/cronjob/utils.go getJobFromTemplate, 1.20
export function newJob(cronJob: CronJob, owner: Resource, scheduled: number, { release }: ComponentContext): Job {
  const { metadata, spec } = cronJob.spec.jobTemplate;
  const noted = release.has("cronJobScheduledAnnotation") ? { [SCHEDULED_ANNOTATION]: formatRfc3339(scheduled) } : {};
  const annotations = { ...metadata?.annotations, ...noted };
  return {
    apiVersion: JOBS.apiVersion,
    kind: JOBS.kind,
    metadata: {
      name: jobName(cronJob, scheduled, release.has("cronJobController2")),
      namespace: cronJob.metadata.namespace ?? "",
      ...(metadata?.labels ? { labels: { ...metadata.labels } } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [controllerReference(cronJob, owner)],
    },
    spec: deepClone(spec),
  };
}

/** How a cron job's status names an active job. */
export function activeReference({ metadata }: Job): ObjectReference {
  const { name = "", namespace = "", uid = "", resourceVersion = "" } = metadata;
  return { kind: JOBS.kind, namespace, name, uid, apiVersion: JOBS.apiVersion, resourceVersion };
}

/** Deletes a job with its pods and tells so in an event on the cron job. */
export function deleteJob(cronJob: CronJob, name: string, context: ComponentContext): boolean {
  try {
    context.client.delete(JOBS.in(cronJob.metadata.namespace ?? ""), name, { propagationPolicy: "Background" });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    context.events.record(cronJob, "Warning", "FailedDelete", `Deleted job: ${error.message}`);
    return false;
  }
  context.events.record(cronJob, "Normal", "SuccessfulDelete", `Deleted job ${name}`);
  return true;
}

/** Finished jobs beyond the history limits, oldest start first. */
// pkg/controller/cronjob/cronjob_controller.go cleanupFinishedJobs, 1.20
export function surplusJobs(cronJob: CronJob, jobs: readonly Job[]): Job[] {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec;
  return [...oldest(jobs, "Complete", successfulJobsHistoryLimit), ...oldest(jobs, "Failed", failedJobsHistoryLimit)];
}

function oldest(jobs: readonly Job[], type: "Complete" | "Failed", limit: number | undefined): Job[] {
  if (limit === undefined) return [];
  const ended = jobs.filter((job) => finishedCondition(job)?.type === type).sort(compareStart);
  return ended.slice(0, Math.max(0, ended.length - limit));
}

function compareStart(left: Job, right: Job): number {
  const byStart = compareBytewise(left.status?.startTime ?? "", right.status?.startTime ?? "");
  return byStart || compareBytewise(left.metadata.name ?? "", right.metadata.name ?? "");
}

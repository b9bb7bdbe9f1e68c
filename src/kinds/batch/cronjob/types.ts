import type { KubeObject, ObjectMeta } from "../../../machinery/object.ts";
import type { ObjectReference } from "../../shared/types.ts";
import type { JobSpec } from "../job/types.ts";

/** batch CronJob: the same shape in v1 and v1beta1. */
export interface CronJob extends KubeObject {
  spec: CronJobSpec;
  status?: CronJobStatus;
}

/** batch/v1 CronJobSpec */
export interface CronJobSpec {
  schedule: string;
  timeZone?: string;
  startingDeadlineSeconds?: number;
  concurrencyPolicy?: string;
  suspend?: boolean;
  jobTemplate: JobTemplateSpec;
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
}

/** batch/v1 JobTemplateSpec */
export interface JobTemplateSpec {
  metadata?: ObjectMeta;
  spec: JobSpec;
}

/** batch/v1 CronJobStatus */
export interface CronJobStatus {
  active?: ObjectReference[];
  lastScheduleTime?: string;
  lastSuccessfulTime?: string;
}

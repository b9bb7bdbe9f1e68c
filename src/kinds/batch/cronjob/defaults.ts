import type { Draft, KindContext } from "../../../machinery/kind.ts";
import { defaultJobTemplate } from "../job/defaults.ts";
import type { CronJob } from "./types.ts";

// pkg/apis/batch/v1beta1/defaults.go SetDefaults_CronJob, 1.20
export function defaultCronJob(object: Draft, context: KindContext): void {
  const { spec } = object as CronJob;
  spec.jobTemplate.metadata ??= {};
  spec.jobTemplate.metadata.creationTimestamp ??= null;
  defaultJobTemplate(spec.jobTemplate.spec, context);
  spec.concurrencyPolicy ??= "Allow";
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
}

import type { KindDefinition } from "../../../machinery/kind.ts";
import { cronJobColumns, cronJobRow } from "./columns.ts";
import { cronJobDescribe } from "./describe.ts";
import { defaultCronJob } from "./defaults.ts";
import { validateCronJob, validateCronJobUpdate } from "./validate.ts";

/** batch CronJob, in v1beta1 and v1. */
export const cronJob: KindDefinition = {
  group: "batch",
  kind: "CronJob",
  plural: "cronjobs",
  namespaced: true,
  hasGeneration: "jobGeneration",
  defaults: defaultCronJob,
  prepareForCreate(object) {
    object.status = {};
  },
  validate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  columns: cronJobColumns,
  row: cronJobRow,
  podTemplate: { path: "spec.jobTemplate.spec.template" },
  describe: cronJobDescribe,
};

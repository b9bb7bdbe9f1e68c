import type { KindDefinition } from "../../../machinery/kind.ts";
import { podWarnings } from "../../core/pod/warnings.ts";
import { jobColumns, jobRow } from "./columns.ts";
import { jobDescribe } from "./describe.ts";
import { defaultJob } from "./defaults.ts";
import { nameJobLabels, prepareJobForCreate } from "./prepare.ts";
import type { Job } from "./types.ts";
import { validateJob, validateJobUpdate } from "./validate.ts";

/** batch Job. */
export const job: KindDefinition = {
  group: "batch",
  kind: "Job",
  plural: "jobs",
  namespaced: true,
  hasGeneration: "jobGeneration",
  defaults: defaultJob,
  prepareForCreate: prepareJobForCreate,
  allocate: nameJobLabels,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  warnings: (object, _old, context) => podWarnings((object as Job).spec.template, "spec.template", context.release),
  columns: jobColumns,
  row: jobRow,
  selectableFields: (object) => ({ "status.successful": String((object as Job).status?.succeeded ?? 0) }),
  podTemplate: { path: "spec.template" },
  describe: jobDescribe,
};

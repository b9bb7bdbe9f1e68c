import { admissionRows } from "./admission.ts";
import { controllerRows } from "./controllers.ts";
import { describeRows } from "./describe.ts";
import { kindRows } from "./kinds.ts";
import { kubeletRows } from "./kubelet.ts";
import { kustomizeRows } from "./kustomize.ts";
import { schedulerRows } from "./scheduler.ts";

/** What is asked when something is changed, when components work, or when kubectl shows more than a table. */
export const workRows = {
  ...admissionRows,
  ...kindRows,
  ...describeRows,
  ...kustomizeRows,
  ...controllerRows,
  ...kubeletRows,
  ...schedulerRows,
};

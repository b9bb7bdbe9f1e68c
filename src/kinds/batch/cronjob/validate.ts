import { CronError, parseCron } from "../../../base/cron-schedule.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { nonNegative } from "../../shared/numbers.ts";
import { validateJobTemplateSpec } from "../job/validate.ts";
import type { CronJob, CronJobSpec } from "./types.ts";

/** Jobs get eleven characters behind the name: a hyphen and the minute. */
const NAME_MAX = 52;
const POLICIES = ["Allow", "Forbid", "Replace"];

// pkg/apis/batch/validation/validation.go ValidateCronJob, 1.20
export function validateCronJob(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { metadata, spec } = object as CronJob;
  const name = metadata.name ?? "";
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateSpec(spec, release),
    ...(name.length > NAME_MAX ? [invalid("metadata.name", name, `must be no more than ${NAME_MAX} characters`)] : []),
  ];
}

// ValidateCronJobUpdate
export function validateCronJobUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec((object as CronJob).spec, release)];
}

function validateSpec(spec: CronJobSpec, release: Release): FieldError[] {
  const job = spec.jobTemplate.spec;
  const path = "spec.jobTemplate.spec";
  return [
    ...validateSchedule(spec.schedule, release),
    ...nonNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds),
    ...validatePolicy(spec.concurrencyPolicy ?? ""),
    ...validateJobTemplateSpec(job, path, release),
    ...(job.selector ? [invalidStruct(`${path}.selector`, goPointer("v1.LabelSelector"), "`selector` will be auto-generated")] : []),
    ...(job.manualSelector ? [notSupported(`${path}.manualSelector`, true, ["nil", "false"])] : []),
    ...nonNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit),
    ...nonNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit),
  ];
}

function validatePolicy(policy: string): FieldError[] {
  if (policy === "") return [required("spec.concurrencyPolicy")];
  return POLICIES.includes(policy) ? [] : [notSupported("spec.concurrencyPolicy", policy, POLICIES)];
}

function validateSchedule(schedule: string | undefined, release: Release): FieldError[] {
  if (!schedule) return [required("spec.schedule")];
  try {
    parseCron(schedule);
    return [];
  } catch (error) {
    if (error instanceof CronError) return [invalid("spec.schedule", schedule, complaint(error, schedule, release))];
    throw error;
  }
}

/** The parser's later version begins in lower case and prints the fields as a list. */
function complaint({ message, fieldCount }: CronError, schedule: string, release: Release): string {
  if (!release.has("cronParserV3")) return message;
  if (fieldCount !== undefined) return `expected exactly 5 fields, found ${fieldCount}: [${schedule.trim().split(/\s+/).join(" ")}]`;
  return message.charAt(0).toLowerCase() + message.slice(1);
}

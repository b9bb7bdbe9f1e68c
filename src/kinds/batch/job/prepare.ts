import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import type { FieldError } from "../../../machinery/validation/field-error.ts";
import type { Job } from "./types.ts";

/** What the API server writes into the template so that a job finds its own pods, by label. */
export function generatedLabels(job: KubeObject, release: Release): Record<string, string> {
  const uid = job.metadata.uid ?? "";
  const name = job.metadata.name ?? "";
  const labels = { "controller-uid": uid, "job-name": name };
  if (!release.has("jobPrefixedLabels")) return labels;
  return { "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": name, ...labels };
}

// pkg/registry/batch/job/strategy.go PrepareForCreate and generateSelector, 1.20
export function prepareJobForCreate(object: Draft, context: RequestContext): void {
  const job = object as Job;
  job.status = {};
  if (!context.release.has("jobTtl")) delete job.spec.ttlSecondsAfterFinished;
  if (job.spec.manualSelector || !job.metadata.name) return;
  generateSelector(job, context.release);
}

/** A generated name is known only now. */
export function nameJobLabels(object: Draft, old: KubeObject | undefined, context: RequestContext): FieldError[] {
  const job = object as Job;
  if (!old && !job.spec.manualSelector && !job.spec.selector) generateSelector(job, context.release);
  return [];
}

function generateSelector(job: Job, release: Release): void {
  const template = (job.spec.template.metadata ??= {});
  const given = template.labels;
  const labels = (template.labels = { ...generatedLabels(job, release), ...given });
  const selector = (job.spec.selector ??= {});
  const key = release.has("jobPrefixedLabels") ? "batch.kubernetes.io/controller-uid" : "controller-uid";
  const matchLabels = (selector.matchLabels ??= {});
  matchLabels[key] ??= job.metadata.uid ?? "";
  // Reading the stored job defaults its labels once more, now from the complete template.
  const own = job.metadata.labels ?? {};
  if (Object.keys(own).length === 0 || own === given) job.metadata.labels = { ...labels };
}

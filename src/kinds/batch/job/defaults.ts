import type { Draft, KindContext } from "../../../machinery/kind.ts";
import { defaultPodTemplate } from "../../core/pod/defaults.ts";
import type { Job, JobSpec } from "./types.ts";

const BACKOFF_LIMIT = 6;

/** Labels are those of the template unless they are given: the same map, and what is put into it later is put into both. */
// pkg/apis/batch/v1/defaults.go SetDefaults_Job, 1.20; completion mode and suspend 1.22, pod replacement 1.29
export function defaultJob(object: Draft, context: KindContext): void {
  const { metadata, spec } = object as Job;
  const { release } = context;
  defaultPodTemplate(spec.template, context);
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= BACKOFF_LIMIT;
  if (release.has("jobCompletionMode")) {
    spec.completionMode ??= "NonIndexed";
    spec.suspend ??= false;
  }
  if (release.has("jobPodReplacement")) spec.podReplacementPolicy ??= "TerminatingOrFailed";
  const { labels } = spec.template.metadata ?? {};
  if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = labels;
}

/** Defaults of a template of jobs: only its pods get any. */
// pkg/apis/batch/v1beta1/defaults.go, 1.20
export function defaultJobTemplate(spec: JobSpec, context: KindContext): void {
  defaultPodTemplate(spec.template, context);
}

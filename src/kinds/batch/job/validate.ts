import { deepEqual } from "../../../base/deep.ts";
import { goStringMapSyntax } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import { selects } from "../../../machinery/labels.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { templateSyntax } from "../../core/pod/go-types.ts";
import { validatePodTemplateSpec } from "../../core/pod/validate-spec.ts";
import { nonNegative } from "../../shared/numbers.ts";
import { selectorSyntax } from "../../shared/selector.ts";
import { validateLabelSelector, validateSelectorKept } from "../../shared/validate-selector.ts";
import { generatedLabels } from "./prepare.ts";
import type { Job, JobSpec } from "./types.ts";

const POLICIES = ["OnFailure", "Never"];

// pkg/apis/batch/validation/validation.go ValidateJob, 1.20
export function validateJob(object: KubeObject, { release }: RequestContext): FieldError[] {
  const job = object as Job;
  return [
    ...validateObjectMeta(job, { namespaced: true, name: checkSubdomain }, release),
    ...validateGenerated(job, release),
    ...validateJobTemplateSpec(job.spec, "spec", release),
    ...validateSelector(job.spec, release),
  ];
}

// ValidateJobUpdate
export function validateJobUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const { spec } = object as Job;
  const before = (old as Job).spec;
  return [
    ...validateJob(object, context),
    ...validateSelectorThere(spec),
    ...validateObjectMetaUpdate(object, old, context.release),
    ...(spec.completions === before.completions ? [] : [invalid("spec.completions", spec.completions ?? null, "field is immutable")]),
    ...validateSelectorKept(spec.selector, before.selector, "spec.selector"),
    ...(deepEqual(spec.template, before.template)
      ? []
      : [invalidStruct("spec.template", templateSyntax(spec.template, context.release), "field is immutable")]),
  ];
}

/** A job that is there has its selector, which nobody generates twice. */
function validateSelectorThere({ selector, template }: JobSpec): FieldError[] {
  if (selector) return [];
  const labels = goStringMapSyntax(template.metadata?.labels);
  return [required("spec.selector"), invalidStruct("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")];
}

/** The labels of the selector that was generated must all be there. ValidateGeneratedSelector */
function validateGenerated(job: Job, release: Release): FieldError[] {
  const { selector, manualSelector, template } = job.spec;
  if (manualSelector || !selector) return [];
  const expected = generatedLabels(job, release);
  const labels = template.metadata?.labels;
  const errors = Object.entries(expected).flatMap(([key, value]) => {
    const path = `spec.template.metadata.labels[${key}]`;
    if (labels?.[key] === undefined) return [required(path, `must be '${value}'`)];
    return labels[key] === value ? [] : [invalidStruct(path, goStringMapSyntax(labels), `must be '${value}'`)];
  });
  if (!selects(selector, expected)) errors.push(invalidStruct("spec.selector", selectorSyntax(selector), "`selector` not auto-generated"));
  return errors;
}

function validateSelector({ selector, manualSelector, template }: JobSpec, release: Release): FieldError[] {
  // Without one here, it is generated with the job's name.
  if (!selector) return manualSelector ? [required("spec.selector")] : [];
  const errors = validateLabelSelector(selector, "spec.selector", release);
  const { labels } = template.metadata ?? {};
  if (!selects(selector, labels ?? {})) {
    errors.push(invalidStruct("spec.template.metadata.labels", goStringMapSyntax(labels), "`selector` does not match template `labels`"));
  }
  return errors;
}

/** What a job and a template of jobs have in common. */
export function validateJobTemplateSpec(spec: JobSpec, path: string, release: Release): FieldError[] {
  const policy: string = spec.template.spec.restartPolicy ?? "";
  const policyPath = `${path}.template.spec.restartPolicy`;
  const errors = [
    ...nonNegative(`${path}.parallelism`, spec.parallelism),
    ...nonNegative(`${path}.completions`, spec.completions),
    ...nonNegative(`${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds),
    ...nonNegative(`${path}.backoffLimit`, spec.backoffLimit),
    ...nonNegative(`${path}.ttlSecondsAfterFinished`, spec.ttlSecondsAfterFinished),
    ...validatePodTemplateSpec(spec.template, `${path}.template`, release),
  ];
  if (policy === "" || policy === "Always") errors.push(required(policyPath, 'valid values: "OnFailure", "Never"'));
  else if (!POLICIES.includes(policy)) errors.push(notSupported(policyPath, policy, POLICIES));
  return errors;
}

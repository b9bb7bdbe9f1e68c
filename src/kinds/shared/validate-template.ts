import { goStringMapSyntax } from "../../base/go-format.ts";
import { isValidSelector, selects } from "../../machinery/labels.ts";
import { type FieldError, forbidden, invalidStruct, notSupported } from "../../machinery/validation/field-error.ts";
import type { Release } from "../../release/release.ts";
import type { PodTemplateSpec } from "../core/pod/types.ts";
import { validatePodTemplateSpec } from "../core/pod/validate-spec.ts";
import { isEmptySelector, selectorSyntax } from "./selector.ts";
import type { LabelSelector } from "./types.ts";

/** Complains when a workload's selector would not find its own pods. No selector at all finds none. */
export function validateSelectorMatches(selector: LabelSelector | undefined, template: PodTemplateSpec, path: string): FieldError[] {
  if (selector && isEmptySelector(selector)) return [];
  const { labels } = template.metadata ?? {};
  if (selects(selector, labels ?? {})) return [];
  return [invalidStruct(`${path}.metadata.labels`, goStringMapSyntax(labels), "`selector` does not match template `labels`")];
}

/** What every workload whose pods run forever demands of its template; `owner` is the kind in the error's words. */
export function validateRunsForever({ spec }: PodTemplateSpec, path: string, owner: string): FieldError[] {
  const policy: string = spec.restartPolicy ?? "";
  return [
    ...(policy === "Always" ? [] : [notSupported(`${path}.spec.restartPolicy`, policy, ["Always"])]),
    ...(spec.activeDeadlineSeconds === undefined
      ? []
      : [forbidden(`${path}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${owner} is not Supported`)]),
  ];
}

/** Checks the template of a Deployment or ReplicaSet. */
// pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForReplicaSet, 1.20
export function validateReplicatedTemplate(
  template: PodTemplateSpec,
  selector: LabelSelector | undefined,
  path: string,
  release: Release,
): FieldError[] {
  // Against a selector that is none, the template is not even looked at.
  if (selector && !isValidSelector(selector, release))
    return [invalidStruct(`${path.slice(0, path.lastIndexOf("."))}.selector`, selectorSyntax(selector), "invalid label selector")];
  return [
    ...validateSelectorMatches(selector, template, path),
    ...validatePodTemplateSpec(template, path, release),
    ...validateRunsForever(template, path, "ReplicaSet"),
  ];
}

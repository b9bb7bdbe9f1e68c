import { assert } from "../base/assert.ts";
import type { JsonObject } from "../base/json.ts";
import { defaultPodTemplate } from "../kinds/core/pod/defaults.ts";
import type { PodTemplateSpec } from "../kinds/core/pod/types.ts";
import { podTemplateHash } from "../machinery/hash/pod-template-hash.ts";
import { MINORS, parseRelease } from "../release/release.ts";

/** A pod template that somebody has written, as the API server of a minor version (the newest when absent) completes it before its hash is taken. */
export function completedTemplate(template: JsonObject, minor = MINORS.at(-1)): JsonObject {
  const release = parseRelease(`v1.${minor}.0`);
  assert(release, `v1.${minor} is known`);
  const copy = structuredClone(template);
  defaultPodTemplate(copy as unknown as PodTemplateSpec, { release });
  return copy;
}

/** The pod-template-hash that a minor version gives a template that somebody has written. */
export function writtenTemplateHash(template: JsonObject, minor: number): string {
  return podTemplateHash(completedTemplate(template, minor), minor);
}

import { deepClone, deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain, rangeError } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import { goDiff } from "../../shared/go-diff/diff.ts";
import { toGo } from "../../shared/go-diff/value.ts";
import { validateImageBlanks } from "./container/validate.ts";
import type { Container } from "./container/types.ts";
import type { Pod, PodSpec } from "./types.ts";
import { podGoTypes } from "./go-types.ts";
import { validatePodAnnotations, validatePodAnnotationUpdate } from "./validate-annotations.ts";
import { validatePodSpec } from "./validate-spec.ts";
import { validateOnlyAdded } from "./validate-tolerations.ts";

const INT32_MAX = 2 ** 31 - 1;

// pkg/apis/core/validation/validation.go ValidatePodCreate, 1.20
export function validatePod(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { spec } = object as Pod;
  return [
    ...validateMetadataAndSpec(object as Pod, release),
    ...(spec.ephemeralContainers?.length ? [forbidden("spec.ephemeralContainers", "cannot be set on create")] : []),
  ];
}

function validateMetadataAndSpec(pod: Pod, release: Release): FieldError[] {
  const errors = [...validateObjectMeta(pod, { namespaced: true, name: checkSubdomain }, release), ...validatePodAnnotations(pod)];
  const wrong = isLastValid(pod.spec, release) ? [] : validateSpec(pod.spec, release);
  return wrong.length === 0 ? errors : [...errors, ...wrong];
}

function validateSpec(spec: PodSpec, release: Release): FieldError[] {
  const errors = [
    ...validatePodSpec(spec, "spec", release),
    ...(spec.serviceAccountName ? [] : validateNoTokens(spec)),
    ...validateImageBlanks(spec.containers, "spec.containers"),
    ...validateImageBlanks(spec.initContainers, "spec.initContainers"),
  ];
  if (errors.length === 0) lastValid.set(release, deepClone(spec));
  return errors;
}

/** The last spec that was found right: the pods of one template come one after the other. */
const lastValid = new WeakMap<Release, PodSpec>();

function isLastValid(spec: PodSpec, release: Release): boolean {
  const known = lastValid.get(release);
  return known !== undefined && deepEqual(spec, known);
}

function validateNoTokens({ volumes }: PodSpec): FieldError[] {
  return checkEach("spec.volumes", volumes, ({ projected }, at) =>
    checkEach(`${at}.projected.sources`, projected?.sources, ({ serviceAccountToken }, sourceAt) =>
      serviceAccountToken ? [forbidden(`${sourceAt}.serviceAccountToken`, "must not be specified when serviceAccountName is not set")] : [],
    ),
  );
}

/** An update may change images, shorten the deadline and add tolerations; anything else is shown as a diff. */
// ValidatePodUpdate, 1.20
export function validatePodUpdate(object: KubeObject, old: KubeObject, { release, subresource }: RequestContext): FieldError[] {
  const now = (object as Pod).spec;
  const before = (old as Pod).spec;
  const errors = [
    ...validateObjectMetaUpdate(object, old, release),
    ...validateMetadataAndSpec(object as Pod, release),
    ...validatePodAnnotationUpdate(object as Pod, old as Pod),
  ];
  // Most updates of pods touch metadata alone.
  if (deepEqual(now, before)) return errors;
  // Ephemeral containers have an endpoint of their own, and come only by it.
  if (subresource === "ephemeralcontainers" && deepEqual(withoutEphemeral(now), withoutEphemeral(before))) return errors;
  for (const field of ["containers", "initContainers"] as const) {
    const changed = validateImages(now[field] ?? [], before[field] ?? [], `spec.${field}`);
    errors.push(...changed.errors);
    if (changed.stop) return errors;
  }
  const deadline = validateDeadline(now.activeDeadlineSeconds, before.activeDeadlineSeconds);
  errors.push(...deadline.errors);
  if (deadline.stop) return errors;
  errors.push(...validateOnlyAdded(now.tolerations ?? [], before.tolerations ?? [], "spec.tolerations", release));
  const rest = withOldParts(now, before, release);
  if (deepEqual(rest, before)) return errors;
  return [...errors, forbidden("spec", `${release.value("podUpdateText")}\n${specDiff(rest, before, release)}`)];
}

function withoutEphemeral({ ephemeralContainers: _left, ...spec }: PodSpec): Omit<PodSpec, "ephemeralContainers"> {
  return spec;
}

function specDiff(now: PodSpec, before: PodSpec, release: Release): string {
  const types = podGoTypes(release);
  return goDiff(toGo(now, "core.PodSpec", types), toGo(before, "core.PodSpec", types));
}

interface Finding {
  errors: FieldError[];
  /** Kubernetes looks no further after this error. */
  stop: boolean;
}

// ValidateContainerUpdates, 1.20
function validateImages(now: readonly Container[], before: readonly Container[], path: string): Finding {
  if (now.length !== before.length) return { errors: [forbidden(path, "pod updates may not add or remove containers")], stop: true };
  const empty = checkEach(path, now, ({ image }, at) => (image ? [] : [required(`${at}.image`)]));
  return { errors: [...empty, ...validateImageBlanks(now, path)], stop: false };
}

function validateDeadline(now: number | undefined, before: number | undefined): Finding {
  const path = "spec.activeDeadlineSeconds";
  if (now === undefined) {
    const errors = before === undefined ? [] : [invalid(path, null, "must not update from a positive integer to nil value")];
    return { errors, stop: false };
  }
  if (now < 0 || now > INT32_MAX) return { errors: [invalid(path, now, rangeError(0, INT32_MAX))], stop: true };
  const isLonger = before !== undefined && before < now;
  return { errors: isLonger ? [invalid(path, now, "must be less than or equal to previous value")] : [], stop: isLonger };
}

/** The new spec with every part that may change set back, to be compared with the old one. */
function withOldParts(now: PodSpec, before: PodSpec, release: Release): PodSpec {
  const restoreImages = (containers: Container[] | undefined, old: Container[] | undefined) =>
    containers?.map((container, index) => withImage(container, old?.[index]?.image));
  const rest: PodSpec = { ...now, containers: restoreImages(now.containers, before.containers) ?? [] };
  const init = restoreImages(now.initContainers, before.initContainers);
  if (init) rest.initContainers = init;
  setOrDelete(rest, "activeDeadlineSeconds", before.activeDeadlineSeconds);
  setOrDelete(rest, "tolerations", before.tolerations);
  const grace = before.terminationGracePeriodSeconds ?? 0;
  if (grace < 0 && now.terminationGracePeriodSeconds === 1 && release.has("negativeGraceIsOne")) rest.terminationGracePeriodSeconds = grace;
  return rest;
}

function withImage(container: Container, image: string | undefined): Container {
  const { image: _replaced, ...rest } = container;
  return image === undefined ? rest : { ...rest, image };
}

function setOrDelete<K extends keyof PodSpec>(spec: PodSpec, field: K, value: PodSpec[K] | undefined): void {
  if (value === undefined) delete spec[field];
  else spec[field] = value;
}

import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { compareQuantities, parseQuantity } from "../../../machinery/quantity.ts";
import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkText } from "../../shared/checks.ts";
import { goDiff } from "../../shared/go-diff/diff.ts";
import { toGo } from "../../shared/go-diff/value.ts";
import { ACCESS_MODES, ACCESS_MODES_WITH_POD, VOLUME_MODES } from "../../shared/storage.ts";
import { validateLabelSelector } from "../../shared/validate-selector.ts";
import { claimGoTypes } from "./go-types.ts";
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "./types.ts";

const SPEC_TYPE = "core.PersistentVolumeClaimSpec";

// pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaim, 1.20
export function validatePersistentVolumeClaim(object: KubeObject, { release }: RequestContext): FieldError[] {
  const meta = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  return [...meta, ...validateSpec((object as PersistentVolumeClaim).spec, release)];
}

function validateSpec(spec: PersistentVolumeClaimSpec, release: Release): FieldError[] {
  const modes = spec.accessModes ?? [];
  const supported = release.has("readWriteOncePod") ? ACCESS_MODES_WITH_POD : ACCESS_MODES;
  const mode: string | undefined = spec.volumeMode;
  return [
    ...(modes.length > 0 ? [] : [required("spec.accessModes", "at least 1 access mode is required")]),
    ...validateLabelSelector(spec.selector, "spec.selector", release),
    ...modes.filter((one) => !supported.includes(one)).map((one) => notSupported("spec.accessModes", one, supported)),
    ...validateSize(spec.resources?.requests?.storage),
    ...(spec.storageClassName ? checkText("spec.storageClassName", spec.storageClassName, checkSubdomain, release) : []),
    ...(mode === undefined || VOLUME_MODES.includes(mode) ? [] : [notSupported("spec.volumeMode", mode, VOLUME_MODES)]),
    ...validateDataSource(spec),
  ];
}

function validateSize(storage: string | undefined): FieldError[] {
  const path = "spec.resources[storage]";
  if (storage === undefined) return [required(path)];
  return compareQuantities(parseQuantity(storage), parseQuantity("0")) > 0 ? [] : [invalid(path, storage, "must be greater than zero")];
}

function validateDataSource({ dataSource }: PersistentVolumeClaimSpec): FieldError[] {
  if (!dataSource) return [];
  const { name, kind, apiGroup } = dataSource;
  return [
    ...(name ? [] : [required("spec.dataSource.name")]),
    ...(kind ? [] : [required("spec.dataSource.kind")]),
    ...(apiGroup || kind === "PersistentVolumeClaim" ? [] : [invalid("spec.dataSource", kind, "")]),
  ];
}

/** A claim stays as it is, but that it gets its volume, and that a bound one may grow. */
// ValidatePersistentVolumeClaimUpdate, 1.20
export function validatePersistentVolumeClaimUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const now = object as PersistentVolumeClaim;
  const before = old as PersistentVolumeClaim;
  const errors = [...validateObjectMetaUpdate(object, old, context.release), ...validatePersistentVolumeClaim(object, context)];
  const spec = comparable(now, before);
  const oldSpec = before.spec.volumeName ? before.spec : withVolume(before.spec, now.spec.volumeName);
  if (!deepEqual(spec, oldSpec)) {
    const types = claimGoTypes(context.release);
    const difference = goDiff(toGo(spec, SPEC_TYPE, types), toGo(oldSpec, SPEC_TYPE, types));
    errors.push(forbidden("spec", `${context.release.value("claimKeptText")}\n${difference}`));
  }
  const size = (claim: PersistentVolumeClaim) => parseQuantity(claim.spec.resources?.requests?.storage ?? "0");
  if (compareQuantities(size(now), size(before)) < 0) {
    errors.push(forbidden("spec.resources.requests.storage", "field can not be less than previous value"));
  }
  if (now.spec.volumeMode !== before.spec.volumeMode) errors.push(invalid("volumeMode", now.spec.volumeMode ?? null, "field is immutable"));
  return errors;
}

/** The new spec, but that a bound claim may ask for any size. */
function comparable({ spec, status }: PersistentVolumeClaim, before: PersistentVolumeClaim): PersistentVolumeClaimSpec {
  const storage = before.spec.resources?.requests?.storage;
  if (status?.phase !== "Bound" || !spec.resources?.requests || storage === undefined) return spec;
  return { ...spec, resources: { ...spec.resources, requests: { ...spec.resources.requests, storage } } };
}

function withVolume(spec: PersistentVolumeClaimSpec, volumeName: string | undefined): PersistentVolumeClaimSpec {
  return volumeName === undefined ? spec : { ...spec, volumeName };
}

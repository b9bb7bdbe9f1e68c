import { deepEqual } from "../../../base/deep.ts";
import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { compareQuantities, parseQuantity } from "../../../machinery/quantity.ts";
import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkText } from "../../shared/checks.ts";
import { goDiff } from "../../shared/go-diff/diff.ts";
import { toGo } from "../../shared/go-diff/value.ts";
import { quantitySyntax } from "../../shared/quantity-syntax.ts";
import { ACCESS_MODES, ACCESS_MODES_WITH_POD, VOLUME_MODES } from "../../shared/storage.ts";
import { validateNoBacksteps } from "../../shared/validate-paths.ts";
import { validateNodeSelector } from "../pod/validate-affinity.ts";
import { validateHostPath, validateNfs } from "../pod/volume/validate.ts";
import { VOLUME_SOURCE_TYPES } from "./go-types.ts";
import type { PersistentVolume, PersistentVolumeSpec } from "./types.ts";

const RECLAIM_POLICIES: readonly string[] = ["Delete", "Recycle", "Retain"];
/** The order in which Kubernetes looks for sources. */
const SOURCES = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "glusterfs",
  "flocker",
  "nfs",
  "rbd",
  "quobyte",
  "cephfs",
  "iscsi",
  "cinder",
  "fc",
  "flexVolume",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "scaleIO",
  "local",
  "storageos",
  "csi",
] as const satisfies readonly (keyof PersistentVolumeSpec)[];

// pkg/apis/core/validation/validation.go ValidatePersistentVolume, 1.20
export function validatePersistentVolume(object: KubeObject, { release }: RequestContext): FieldError[] {
  const meta = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  return [...meta, ...validateSpec((object as PersistentVolume).spec, release)];
}

/** Where a volume's data is can never change. */
// ValidatePersistentVolumeUpdate, 1.20
export function validatePersistentVolumeUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const { spec } = object as PersistentVolume;
  const before = (old as PersistentVolume).spec;
  const errors = validatePersistentVolume(object, context);
  if (SOURCES.some((source) => !deepEqual(spec[source], before[source]))) {
    const source = (from: PersistentVolumeSpec) => toGo(from, "core.PersistentVolumeSource", VOLUME_SOURCE_TYPES);
    const difference = goDiff(source(spec), source(before));
    errors.push(forbidden("spec.persistentvolumesource", `spec.persistentvolumesource is immutable after creation\n${difference}`));
  }
  if (spec.volumeMode !== before.volumeMode) errors.push(invalid("volumeMode", spec.volumeMode ?? null, "field is immutable"));
  return errors;
}

function validateSpec(spec: PersistentVolumeSpec, release: Release): FieldError[] {
  const policy: string = spec.persistentVolumeReclaimPolicy ?? "";
  const mode: string | undefined = spec.volumeMode;
  return [
    ...validateModes(spec.accessModes ?? [], "spec.accessModes", release),
    ...validateCapacity(spec.capacity ?? {}),
    ...(policy === "" || RECLAIM_POLICIES.includes(policy)
      ? []
      : [notSupported("spec.persistentVolumeReclaimPolicy", policy, RECLAIM_POLICIES)]),
    ...validateAffinity(spec, release),
    ...validateSources(spec),
    ...(spec.hostPath?.path === "/" && policy === "Recycle"
      ? [forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
    ...(spec.storageClassName ? checkText("spec.storageClassName", spec.storageClassName, checkSubdomain, release) : []),
    ...(mode === undefined || VOLUME_MODES.includes(mode) ? [] : [notSupported("spec.volumeMode", mode, VOLUME_MODES)]),
  ];
}

function validateModes(modes: readonly string[], path: string, release: Release): FieldError[] {
  const supported = release.has("readWriteOncePod") ? ACCESS_MODES_WITH_POD : ACCESS_MODES;
  if (modes.length === 0) return [required(path)];
  return modes.filter((mode) => !supported.includes(mode)).map((mode) => notSupported(path, mode, supported));
}

function validateCapacity(capacity: Record<string, string>): FieldError[] {
  const names = Object.keys(capacity).sort();
  const errors = names.length === 0 ? [required("spec.capacity")] : [];
  if (names.length !== 1 || names[0] !== "storage") {
    const pairs = names.map((name) => `${goQuote(name)}:${quantitySyntax(capacity[name] ?? "0")}`);
    const goValue = names.length === 0 ? "core.ResourceList(nil)" : `core.ResourceList{${pairs.join(", ")}}`;
    errors.push({ type: "Unsupported value", field: "spec.capacity", goValue, detail: 'supported values: "storage"' });
  }
  for (const name of names) {
    const amount = capacity[name] ?? "0";
    if (compareQuantities(parseQuantity(amount), parseQuantity("0")) <= 0)
      errors.push(invalid(`spec.capacity[${name}]`, amount, "must be greater than zero"));
  }
  return errors;
}

function validateAffinity({ nodeAffinity }: PersistentVolumeSpec, release: Release): FieldError[] {
  if (!nodeAffinity) return [];
  const path = "spec.nodeAffinity.required";
  return nodeAffinity.required
    ? validateNodeSelector(nodeAffinity.required, path, release)
    : [required(path, "must specify required node constraints")];
}

function validateSources(spec: PersistentVolumeSpec): FieldError[] {
  const given = SOURCES.filter((source) => spec[source] !== undefined);
  if (given.length === 0) return [required("spec", "must specify a volume type")];
  return given.flatMap((source, index) => {
    const path = `spec.${source}`;
    if (index > 0) return [forbidden(path, "may not specify more than 1 volume type")];
    if (source === "hostPath") return validateHostPath(spec.hostPath, path);
    if (source === "nfs") return validateNfs(spec.nfs, path);
    if (source !== "local") return [];
    return [
      ...(spec.local?.path ? validateNoBacksteps(`${path}.path`, spec.local.path) : [required(`${path}.path`)]),
      ...(spec.nodeAffinity ? [] : [required("spec.nodeAffinity", "Local volume requires node affinity")]),
    ];
  });
}

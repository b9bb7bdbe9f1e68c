import { sortedKeys } from "../../base/bytewise.ts";
import { deepEqual } from "../../base/deep.ts";
import { goStringSliceSyntax } from "../../base/go-format.ts";
import { goPointer } from "../../base/go-pointer.ts";
import type { Release } from "../../release/release.ts";
import type { KubeObject, ObjectMeta, OwnerReference } from "../object.ts";
import { splitApiVersion } from "../object.ts";
import { type FieldError, forbidden, invalid, required, tooLong } from "./field-error.ts";
import { byteLength, checkLabel, checkLabelValue, checkQualifiedName, type NameRule } from "./names.ts";

const ANNOTATIONS_BYTES_MAX = 256 * 1024;

/** How a kind's metadata is checked. */
export interface MetaRules {
  readonly namespaced: boolean;
  readonly name: NameRule;
  /** Finalizers may be names without a domain: custom resources and their definitions. */
  readonly bareFinalizers?: boolean;
}

/**
 * Checks the metadata of a new object (its name already generated). Every kind's `validate` begins with it, so that
 * metadata errors come first, as in Kubernetes. Maps are read in key order, where Go's order is random.
 */
// apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor, 1.20
export function validateObjectMeta(object: KubeObject, rules: MetaRules, release: Release): FieldError[] {
  const metadata = object.metadata;
  const errors: FieldError[] = [];
  if (metadata.generateName) {
    for (const wrong of rules.name(maskTrailingDash(metadata.generateName), release)) {
      errors.push(invalid("metadata.generateName", metadata.generateName, wrong));
    }
  }
  if (!metadata.name) errors.push(required("metadata.name", "name or generateName is required"));
  else for (const wrong of rules.name(metadata.name, release)) errors.push(invalid("metadata.name", metadata.name, wrong));
  errors.push(...validateNamespace(metadata, rules.namespaced, release));
  const finalizers = metadata.finalizers ?? [];
  errors.push(...validateMaps(metadata, release), ...validateFinalizers(finalizers, release));
  return rules.bareFinalizers ? errors : [...errors, ...validateBareFinalizers(finalizers)];
}

/** A generateName may end in a dash, which the suffix will follow. */
function maskTrailingDash(name: string): string {
  return name.endsWith("-") && name.length > 1 ? `${name.slice(0, -1)}a` : name;
}

function validateNamespace(metadata: ObjectMeta, namespaced: boolean, release: Release): FieldError[] {
  const namespace = metadata.namespace;
  if (!namespaced) return namespace ? [forbidden("metadata.namespace", "not allowed on this type")] : [];
  if (!namespace) return [required("metadata.namespace")];
  return checkLabel(namespace, release).map((wrong) => invalid("metadata.namespace", namespace, wrong));
}

function validateMaps(metadata: ObjectMeta, release: Release): FieldError[] {
  return [
    ...validateLabels(metadata.labels, "metadata.labels", release),
    ...validateAnnotations(metadata.annotations, "metadata.annotations", release),
    ...validateOwnerReferences(metadata.ownerReferences ?? [], "metadata.ownerReferences"),
  ];
}

/** Checks a map of labels; all errors stand at the map's own path. */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, path: string, release: Release): FieldError[] {
  if (labels === undefined) return [];
  const errors: FieldError[] = [];
  for (const key of sortedKeys(labels)) {
    const value = labels[key] ?? "";
    for (const wrong of checkQualifiedName(key, release)) errors.push(invalid(path, key, wrong));
    for (const wrong of checkLabelValue(value)) errors.push(invalid(path, value, wrong));
  }
  return errors;
}

/** Checks a map of annotations: its keys (any case) and its total size, 256 KiB. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
  release: Release,
): FieldError[] {
  if (annotations === undefined) return [];
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key of sortedKeys(annotations)) {
    for (const wrong of checkQualifiedName(key.toLowerCase(), release)) errors.push(invalid(path, key, wrong));
    bytes += byteLength(key) + byteLength(annotations[key] ?? "");
  }
  if (bytes > ANNOTATIONS_BYTES_MAX) errors.push(tooLong(path, ANNOTATIONS_BYTES_MAX, release));
  return errors;
}

function validateOwnerReferences(references: readonly OwnerReference[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  let controller = "";
  for (const reference of references) {
    errors.push(...validateOwnerReference(reference, path));
    if (!reference.controller) continue;
    if (controller === "") {
      controller = reference.name;
      continue;
    }
    errors.push({
      ...invalid(
        path,
        null,
        `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${reference.name}`,
      ),
      goValue: `[]v1.OwnerReference{${references.map(ownerReferenceSyntax).join(", ")}}`,
    });
  }
  return errors;
}

function ownerReferenceSyntax(reference: OwnerReference): string {
  const { apiVersion, kind, name, uid, controller, blockOwnerDeletion } = reference;
  const flag = (value: boolean | undefined): string => (value === undefined ? "(*bool)(nil)" : goPointer("bool"));
  const flags = `Controller:${flag(controller)}, BlockOwnerDeletion:${flag(blockOwnerDeletion)}`;
  return `v1.OwnerReference{APIVersion:"${apiVersion}", Kind:"${kind}", Name:"${name}", UID:"${uid}", ${flags}}`;
}

function validateOwnerReference(reference: OwnerReference, path: string): FieldError[] {
  const errors: FieldError[] = [];
  // What has more than one slash is no group and version at all.
  if (reference.apiVersion.split("/").length > 2 || splitApiVersion(reference.apiVersion).version === "") {
    errors.push(invalid(`${path}.apiVersion`, reference.apiVersion, "version must not be empty"));
  }
  if (!reference.kind) errors.push(invalid(`${path}.kind`, reference.kind, "kind must not be empty"));
  if (!reference.name) errors.push(invalid(`${path}.name`, reference.name, "name must not be empty"));
  if (!reference.uid) errors.push(invalid(`${path}.uid`, reference.uid, "uid must not be empty"));
  if (reference.apiVersion === "v1" && reference.kind === "Event") {
    errors.push({
      ...invalid(path, null, "/v1, Kind=Event is disallowed from being an owner"),
      goValue: ownerReferenceSyntax(reference),
    });
  }
  return errors;
}

/** Kubernetes' own finalizers without a domain; others must have the form `domain/name`. */
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(["kubernetes", "orphan", "foregroundDeletion"]);
const FINALIZERS = "metadata.finalizers";

function validateFinalizers(finalizers: readonly string[], release: Release): FieldError[] {
  const errors: FieldError[] = [];
  for (const finalizer of finalizers) {
    for (const wrong of checkQualifiedName(finalizer, release)) errors.push(invalid(FINALIZERS, finalizer, wrong));
  }
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    errors.push({
      ...invalid(FINALIZERS, null, "finalizer orphan and foregroundDeletion cannot be both set"),
      goValue: goStringSliceSyntax(finalizers),
    });
  }
  return errors;
}

// pkg/apis/core/validation/validation.go validateKubeFinalizerName, 1.20
function validateBareFinalizers(finalizers: readonly string[]): FieldError[] {
  return finalizers.flatMap((finalizer, index) =>
    finalizer.includes("/") || STANDARD_FINALIZERS.has(finalizer)
      ? []
      : [invalid(`${FINALIZERS}[${index}]`, finalizer, "name is neither a standard finalizer name nor is it fully qualified")],
  );
}

/** Fields of metadata that an update may not change, in the order in which they are named. */
const IMMUTABLE_FIELDS = ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"] as const;

/** Checks what an update does to metadata. Every kind's `validateUpdate` begins with it. */
// apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessorUpdate, 1.20
export function validateObjectMetaUpdate(
  object: KubeObject,
  old: KubeObject,
  release: Release,
  rules: Pick<MetaRules, "bareFinalizers"> = {},
): FieldError[] {
  const metadata = object.metadata;
  const errors: FieldError[] = [];
  if (old.metadata.deletionTimestamp) {
    const added = (metadata.finalizers ?? []).filter((finalizer) => !old.metadata.finalizers?.includes(finalizer)).sort();
    if (added.length > 0) {
      const found = goStringSliceSyntax(added);
      errors.push(forbidden(FINALIZERS, `no new finalizers can be added if the object is being deleted, found new finalizers ${found}`));
    }
  }
  for (const field of IMMUTABLE_FIELDS) {
    if (!deepEqual(metadata[field], old.metadata[field])) errors.push(immutable(field, metadata[field]));
  }
  errors.push(...validateMaps(metadata, release));
  return rules.bareFinalizers ? errors : [...errors, ...validateBareFinalizers(metadata.finalizers ?? [])];
}

function immutable(field: string, value: string | number | null | undefined): FieldError {
  return invalid(
    `metadata.${field}`,
    value ?? (field === "deletionTimestamp" || field.endsWith("Seconds") ? null : ""),
    "field is immutable",
  );
}

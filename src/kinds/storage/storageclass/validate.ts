import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { StorageClass } from "./types.ts";

const RECLAIM_POLICIES = ["Delete", "Retain"];
const BINDING_MODES = ["Immediate", "WaitForFirstConsumer"];

// pkg/apis/storage/validation/validation.go ValidateStorageClass, 1.20
export function validateStorageClass(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { provisioner = "", parameters = {}, reclaimPolicy = "", volumeBindingMode } = object as StorageClass;
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  if (provisioner === "") errors.push(required("provisioner"));
  else errors.push(...checkQualifiedName(provisioner.toLowerCase(), release).map((wrong) => invalid("provisioner", provisioner, wrong)));
  if ("" in parameters) errors.push(invalid("parameters", "", "field can not be empty."));
  if (reclaimPolicy !== "" && !RECLAIM_POLICIES.includes(reclaimPolicy))
    errors.push(notSupported("reclaimPolicy", reclaimPolicy, RECLAIM_POLICIES));
  if (volumeBindingMode === undefined) errors.push(required("volumeBindingMode"));
  else if (!BINDING_MODES.includes(volumeBindingMode)) errors.push(notSupported("volumeBindingMode", volumeBindingMode, BINDING_MODES));
  return errors;
}

// ValidateStorageClassUpdate
export function validateStorageClassUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const now = object as StorageClass;
  const before = old as StorageClass;
  const errors = [...validateStorageClass(object, context), ...validateObjectMetaUpdate(object, old, context.release)];
  for (const field of ["parameters", "provisioner", "reclaimPolicy"] as const) {
    if (!deepEqual(now[field], before[field])) errors.push(forbidden(field, `updates to ${field} are forbidden.`));
  }
  if (now.volumeBindingMode !== before.volumeBindingMode)
    errors.push(invalid("volumeBindingMode", now.volumeBindingMode ?? null, "field is immutable"));
  return errors;
}

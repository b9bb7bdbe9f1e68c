import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, invalidStruct } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { checkText } from "../../shared/checks.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { validateLabelSelector } from "../../shared/validate-selector.ts";
import type { CSIStorageCapacity } from "./types.ts";

// pkg/apis/storage/validation/validation.go ValidateCSIStorageCapacity, 1.20
export function validateStorageCapacity(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { nodeTopology, storageClassName } = object as CSIStorageCapacity;
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateLabelSelector(nodeTopology, "nodeTopology", release),
    ...checkText("storageClassName", storageClassName, checkSubdomain, release),
  ];
}

// ValidateCSIStorageCapacityUpdate
export function validateStorageCapacityUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const now = object as CSIStorageCapacity;
  const before = old as CSIStorageCapacity;
  const errors = validateObjectMetaUpdate(object, old, release);
  if (!deepEqual(now.nodeTopology, before.nodeTopology))
    errors.push(invalidStruct("nodeTopology", goPointer("v1.LabelSelector"), "field is immutable"));
  if (now.storageClassName !== before.storageClassName)
    errors.push(invalid("storageClassName", now.storageClassName, "field is immutable"));
  return errors;
}

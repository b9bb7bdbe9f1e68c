import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { duplicate, type FieldError, invalid, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta } from "../../../machinery/validation/object-meta.ts";
import { checkEach } from "../../shared/checks.ts";
import { nonNegative } from "../../shared/numbers.ts";
import type { CSINode } from "./types.ts";

const NODE_ID_LENGTH_MAX = 128;

// pkg/apis/storage/validation/validation.go ValidateCSINode, 1.20
export function validateCsiNode(object: KubeObject, { release }: RequestContext): FieldError[] {
  const drivers = (object as CSINode).spec.drivers ?? [];
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  const check = ({ name, nodeID, allocatable }: (typeof drivers)[number], path: string, index: number): FieldError[] => [
    ...(name ? checkSubdomain(name, release).map((wrong) => invalid(`${path}.name`, name, wrong)) : [required(`${path}.name`)]),
    ...(nodeID ? [] : [required(`${path}.nodeID`)]),
    ...(nodeID.length > NODE_ID_LENGTH_MAX ? [invalid(`${path}.nodeID`, nodeID, `must be ${NODE_ID_LENGTH_MAX} characters or less`)] : []),
    ...nonNegative(`${path}.allocatable.count`, allocatable?.count),
    ...(drivers.findIndex((driver) => driver.name === name) < index ? [duplicate(`${path}.name`, name)] : []),
  ];
  return [...errors, ...checkEach("spec.drivers", drivers, check)];
}

// ValidateCSINodeUpdate
export function validateCsiNodeUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const now = (object as CSINode).spec.drivers ?? [];
  const changed = ((old as CSINode).spec.drivers ?? []).filter((before) =>
    now.some((driver) => driver.name === before.name && !deepEqual(driver, before)),
  );
  return [
    ...validateCsiNode(object, context),
    ...changed.map(() => invalidStruct("CSINodeDriver", "storage.CSINodeDriver{}", "field is immutable")),
  ];
}

import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Lease } from "./types.ts";

// pkg/apis/coordination/validation/validation.go ValidateLease, 1.20
export function validateLease(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release), ...validateSpec((object as Lease).spec)];
}

export function validateLeaseUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec((object as Lease).spec)];
}

function validateSpec(spec: Lease["spec"] | undefined): FieldError[] {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = spec ?? {};
  const errors: FieldError[] = [];
  if (duration !== undefined && duration <= 0) errors.push(invalid("spec.leaseDurationSeconds", duration, "must be greater than 0"));
  if (transitions !== undefined && transitions < 0) {
    errors.push(invalid("spec.leaseTransitions", transitions, "must to greater or equal than 0"));
  }
  return errors;
}

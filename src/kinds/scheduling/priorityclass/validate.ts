import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { PriorityClass } from "./types.ts";

/** Users' classes end here; above are the system's own two. */
const HIGHEST_USER_PRIORITY = 1000000000;

const policies = ["PreemptLowerPriority", "Never"];

const systemClasses: Readonly<Record<string, number>> = { "system-cluster-critical": 2000000000, "system-node-critical": 2000001000 };

// pkg/apis/scheduling/validation/validation.go ValidatePriorityClass, 1.20
export function validatePriorityClass(object: KubeObject, context: RequestContext): FieldError[] {
  const { metadata, value, preemptionPolicy } = object as PriorityClass;
  const name = metadata.name ?? "";
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, context.release);
  if (name.startsWith("system-")) {
    if (systemClasses[name] !== value) {
      errors.push(
        forbidden("metadata.name", "priority class names with 'system-' prefix are reserved for system use only. error: " + reserved(name)),
      );
    }
  } else if (value > HIGHEST_USER_PRIORITY) {
    errors.push(forbidden("value", `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`));
  }
  return [...errors, ...validatePreemptionPolicy(preemptionPolicy)];
}

// pkg/apis/core/validation/validation.go ValidatePreemptionPolicy, 1.20
function validatePreemptionPolicy(policy: string | undefined): FieldError[] {
  if (policy === undefined || policies.includes(policy)) return [];
  return [policy === "" ? required("preemptionPolicy") : notSupported("preemptionPolicy", policy, policies)];
}

function reserved(name: string): string {
  const known = systemClasses[name];
  return known === undefined ? `${name} is not a known system priority class` : `value of ${name} PriorityClass must be ${known}`;
}

// ValidatePriorityClassUpdate
export function validatePriorityClassUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const now = object as PriorityClass;
  const before = old as PriorityClass;
  const errors = validateObjectMetaUpdate(object, old, context.release);
  if (now.value !== before.value) errors.push(forbidden("Value", "may not be changed in an update."));
  if (now.preemptionPolicy !== before.preemptionPolicy)
    errors.push(invalid("preemptionPolicy", now.preemptionPolicy ?? null, "field is immutable"));
  return errors;
}

import type { RequestContext } from "../../../machinery/kind.ts";
import { type KubeObject, splitApiVersion } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { hasAssuredShares } from "./convert.ts";
import type { PriorityLevelConfiguration } from "./types.ts";

const TYPES = ["Exempt", "Limited"];
const RESPONSES = ["Queue", "Reject"];
const QUEUES_MAX = 10_000_000;

// pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelConfiguration, 1.20
export function validatePriorityLevel(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { metadata, spec } = object as PriorityLevelConfiguration;
  const { type, limited } = spec;
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  if ((metadata.name === "exempt") !== (type === "Exempt"))
    errors.push(invalid("spec.type", type, "type must be 'Exempt' if and only if name is 'exempt'"));
  if (type === "Exempt" && limited) errors.push(forbidden("spec.limited", "must be nil if the type is not Limited"));
  else if (type === "Limited" && !limited) errors.push(required("spec.limited", "must not be empty when type is Limited"));
  else if (type === "Limited") errors.push(...validateLimited(object as PriorityLevelConfiguration));
  else if (!TYPES.includes(type)) errors.push(notSupported("spec.type", type, TYPES));
  return errors;
}

export function validatePriorityLevelUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validatePriorityLevel(object, context)];
}

function validateLimited({ apiVersion, spec }: PriorityLevelConfiguration): FieldError[] {
  const { limited } = spec;
  const name = hasAssuredShares(splitApiVersion(apiVersion).version) ? "assuredConcurrencyShares" : "nominalConcurrencyShares";
  const shares = limited?.[name] ?? 0;
  const errors: FieldError[] = shares > 0 ? [] : [invalid(`spec.limited.${name}`, shares, "must be positive")];
  const { type = "", queuing } = limited?.limitResponse ?? {};
  const path = "spec.limited.limitResponse";
  if (!RESPONSES.includes(type)) return [...errors, notSupported(`${path}.type`, type, RESPONSES)];
  if (type === "Reject")
    return queuing ? [...errors, forbidden(`${path}.queuing`, "must be nil if limited.limitResponse.type is not Limited")] : errors;
  if (!queuing) return [...errors, required(`${path}.queuing`, "must not be empty if limited.limitResponse.type is Limited")];
  const { queues = 0, handSize = 0, queueLengthLimit = 0 } = queuing;
  if (queueLengthLimit <= 0) errors.push(invalid(`${path}.queuing.queueLengthLimit`, queueLengthLimit, "must be positive"));
  if (queues <= 0) errors.push(invalid(`${path}.queuing.queues`, queues, "must be positive"));
  else if (queues > QUEUES_MAX) errors.push(invalid(`${path}.queuing.queues`, queues, `must not be greater than ${QUEUES_MAX}`));
  if (handSize <= 0) errors.push(invalid(`${path}.queuing.handSize`, handSize, "must be positive"));
  else if (handSize > queues) errors.push(invalid(`${path}.queuing.handSize`, handSize, `should not be greater than queues (${queues})`));
  return errors;
}

import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, required } from "../../../machinery/validation/field-error.ts";
import { byteLength, checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { checkText } from "../../shared/checks.ts";
import type { Event } from "../../core/event/types.ts";

const WORD_MAX = 128;
const NOTE_MAX = 1024;
const TYPES = ["Normal", "Warning"];
const FIXED = [
  "involvedObject",
  "reason",
  "message",
  "source",
  "firstTimestamp",
  "lastTimestamp",
  "count",
  "type",
  "eventTime",
  "action",
  "related",
  "reportingComponent",
  "reportingInstance",
];

/** Events arrive here in the core group's shape; they must be new ones, without what only old clients set. */
// pkg/apis/core/validation/events.go ValidateEventCreate, 1.20
export function validateNewEvent(object: KubeObject, { release }: RequestContext): FieldError[] {
  const event = object as Event;
  const { reportingComponent = "", reportingInstance = "", action = "", reason = "", message = "" } = event;
  const word = (field: string, text: string) => {
    if (text === "") return [required(field)];
    return byteLength(text) > WORD_MAX ? [invalid(field, "", `can have at most ${WORD_MAX} characters`)] : [];
  };
  const errors = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release);
  if (!event.eventTime) errors.push(required("eventTime"));
  if (reportingComponent === "") errors.push(required("reportingController"));
  errors.push(
    ...checkText("reportingController", reportingComponent, checkQualifiedName, release),
    ...word("reportingInstance", reportingInstance),
  );
  errors.push(...word("action", action), ...word("reason", reason));
  if (byteLength(message) > NOTE_MAX) errors.push(invalid("message", "", `can have at most ${NOTE_MAX} characters`));
  if (!TYPES.includes(event.type ?? "")) errors.push(invalid("type", "", `has invalid value: ${event.type ?? ""}`));
  return errors;
}

// ValidateEventUpdate
export function validateNewEventUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const changed = FIXED.filter((field) => !deepEqual(object[field], old[field]));
  return [...validateObjectMetaUpdate(object, old, release), ...changed.map((field) => invalid(field, null, "field is immutable"))];
}

import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, required } from "../../../machinery/validation/field-error.ts";
import { byteLength, checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import type { Release } from "../../../release/release.ts";
import type { Event } from "./types.ts";

const WORD_MAX = 128;
const MESSAGE_MAX = 1024;

// pkg/apis/core/validation/events.go legacyValidateEvent, 1.20: for events of the core group there is nothing more, not even metadata
export function validateEvent(object: KubeObject, { release }: RequestContext): FieldError[] {
  const event = object as Event;
  const { namespace = "" } = event.metadata;
  const errors = event.eventTime ? validateNewStyle(event, namespace, release) : validateInvolvedNamespace(event, namespace);
  return [...errors, ...checkSubdomain(namespace, release).map((wrong) => invalid("namespace", namespace, wrong))];
}

/** An event lives where its object does; those of cluster-scoped objects in `default`. */
function validateInvolvedNamespace({ involvedObject }: Event, namespace: string): FieldError[] {
  const involved = involvedObject.namespace ?? "";
  const agrees = involved === "" ? namespace === "default" : involved === namespace;
  return agrees ? [] : [invalid("involvedObject.namespace", involved, "does not match event.namespace")];
}

function validateNewStyle(event: Event, namespace: string, release: Release): FieldError[] {
  const { involvedObject, reportingComponent = "", reportingInstance = "", message = "" } = event;
  const errors: FieldError[] = [];
  if (!involvedObject.namespace && namespace !== "kube-system") {
    errors.push(invalid("involvedObject.namespace", "", "does not match event.namespace"));
  }
  if (reportingComponent === "") errors.push(required("reportingController"));
  for (const wrong of checkQualifiedName(reportingComponent, release))
    errors.push(invalid("reportingController", reportingComponent, wrong));
  errors.push(...validateWord("reportingInstance", reportingInstance));
  errors.push(...validateWord("action", event.action ?? ""), ...validateWord("reason", event.reason ?? ""));
  if (byteLength(message) > MESSAGE_MAX) errors.push(tooManyCharacters("message", MESSAGE_MAX));
  return errors;
}

function validateWord(field: string, text: string): FieldError[] {
  if (text === "") return [required(field)];
  return byteLength(text) > WORD_MAX ? [tooManyCharacters(field, WORD_MAX)] : [];
}

function tooManyCharacters(field: string, limit: number): FieldError {
  return invalid(field, "", `can have at most ${limit} characters`);
}

import type { KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { eventColumns, eventRow } from "./columns.ts";
import type { Event } from "./types.ts";
import { validateEvent } from "./validate.ts";

/** v1 Event. */
export const event: KindDefinition = {
  group: "",
  kind: "Event",
  plural: "events",
  namespaced: true,
  createOnUpdate: true,
  validate: validateEvent,
  validateUpdate: (object, _old, context) => validateEvent(object, context),
  columns: () => eventColumns,
  row: eventRow,
  selectableFields: eventFields,
};

// pkg/registry/core/event/strategy.go ToSelectableFields, 1.20
function eventFields(object: KubeObject): Record<string, string> {
  const { involvedObject, reason = "", reportingComponent = "", source, type = "" } = object as Event;
  return {
    "involvedObject.kind": involvedObject.kind ?? "",
    "involvedObject.namespace": involvedObject.namespace ?? "",
    "involvedObject.name": involvedObject.name ?? "",
    "involvedObject.uid": involvedObject.uid ?? "",
    "involvedObject.apiVersion": involvedObject.apiVersion ?? "",
    "involvedObject.resourceVersion": involvedObject.resourceVersion ?? "",
    "involvedObject.fieldPath": involvedObject.fieldPath ?? "",
    reason,
    reportingComponent,
    source: source?.component || reportingComponent,
    type,
  };
}

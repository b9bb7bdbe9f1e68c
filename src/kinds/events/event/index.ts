import type { KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { eventColumns } from "../../core/event/columns.ts";
import { event } from "../../core/event/index.ts";
import { newEventRow } from "./columns.ts";
import { convertEvent } from "./convert.ts";
import { validateNewEvent, validateNewEventUpdate } from "./validate.ts";

/** events.k8s.io Event: the core group's events in another dress; they lie in its storage. */
export const newEvent: KindDefinition = {
  group: "events.k8s.io",
  kind: "Event",
  plural: "events",
  namespaced: true,
  createOnUpdate: true,
  storageGroup: "",
  convert: convertEvent,
  validate: validateNewEvent,
  validateUpdate: validateNewEventUpdate,
  columns: () => eventColumns,
  row: newEventRow,
  selectableFields: newEventFields,
};

/** The core group's fields under the names that these events have for them. */
// pkg/apis/events/v1/conversion.go AddFieldLabelConversionsForEvent, 1.20
function newEventFields(object: KubeObject): Record<string, string> {
  const { source: _source, reportingComponent = "", ...fields } = event.selectableFields?.(object) ?? {};
  const renamed = Object.entries(fields).map(([name, value]) => [name.replace(/^involvedObject\./, "regarding."), value]);
  return { ...Object.fromEntries(renamed), reportingController: reportingComponent };
}

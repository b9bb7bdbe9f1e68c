import type { KindDefinition } from "../../../machinery/kind.ts";
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
  ...(event.selectableFields ? { selectableFields: event.selectableFields } : {}),
};

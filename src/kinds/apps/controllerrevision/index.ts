import type { KindDefinition } from "../../../machinery/kind.ts";
import { controllerRevisionColumns, controllerRevisionRow } from "./columns.ts";
import { validateControllerRevision, validateControllerRevisionUpdate } from "./validate.ts";

/** apps/v1 ControllerRevision. */
export const controllerRevision: KindDefinition = {
  group: "apps",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  namespaced: true,
  validate: validateControllerRevision,
  validateUpdate: validateControllerRevisionUpdate,
  columns: () => controllerRevisionColumns,
  row: controllerRevisionRow,
};

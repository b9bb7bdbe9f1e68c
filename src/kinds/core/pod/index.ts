import type { KindDefinition } from "../../../machinery/kind.ts";
import { podColumns, podRow } from "./columns.ts";
import { podFields } from "./selectable-fields.ts";
import type { Pod } from "./types.ts";

type Rest = typeof import("./rest.ts");
let loadedRest: Rest | undefined;

/** All but reading and listing: most of a pod's code, and the most frequent of all commands needs none of it. */
function rest(): Rest {
  return (loadedRest ??= require("./rest.ts") as Rest);
}

/** v1 Pod. */
export const pod: KindDefinition = {
  group: "",
  kind: "Pod",
  plural: "pods",
  namespaced: true,
  returnsDeleted: true,
  defaults: (object, context) => rest().defaultPod(object, context),
  prepareForCreate: (object) => rest().preparePodForCreate(object),
  validate: (object, context) => rest().validatePod(object, context),
  validateUpdate: (object, old, context) => rest().validatePodUpdate(object, old, context),
  warnings: (object, _old, context) => rest().podWarnings(object as Pod, "", context.release),
  gracePeriodSeconds: (object, requested, context) => rest().podGracePeriod(object, requested, context),
  columns: podColumns,
  row: podRow,
  selectableFields: podFields,
  podTemplate: { path: "" },
  get describe() {
    return rest().podDescribe;
  },
};

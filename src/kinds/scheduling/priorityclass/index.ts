import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { priorityClassColumns, priorityClassRow } from "./columns.ts";
import { priorityClassDescribe } from "./describe.ts";
import type { PriorityClass } from "./types.ts";
import { validatePriorityClass, validatePriorityClassUpdate } from "./validate.ts";

/** scheduling.k8s.io PriorityClass. */
export const priorityClass: KindDefinition = {
  group: "scheduling.k8s.io",
  kind: "PriorityClass",
  plural: "priorityclasses",
  namespaced: false,
  // pkg/apis/scheduling/v1/defaults.go, 1.20
  defaults(object: Draft) {
    (object as PriorityClass).preemptionPolicy ??= "PreemptLowerPriority";
  },
  // pkg/registry/scheduling/priorityclass/strategy.go, 1.20: the first generation stays
  prepareForCreate(object: Draft) {
    object.metadata.generation = 1;
  },
  validate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
  columns: () => priorityClassColumns,
  row: priorityClassRow,
  describe: priorityClassDescribe,
};

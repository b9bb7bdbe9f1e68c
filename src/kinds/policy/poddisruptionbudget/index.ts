import type { KindDefinition } from "../../../machinery/kind.ts";
import { disruptionBudgetColumns, disruptionBudgetRow } from "./columns.ts";
import { disruptionBudgetDescribe } from "./describe.ts";
import { validateDisruptionBudget, validateDisruptionBudgetUpdate } from "./validate.ts";

/** policy PodDisruptionBudget, in v1beta1 and v1. */
export const podDisruptionBudget: KindDefinition = {
  group: "policy",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  namespaced: true,
  hasGeneration: true,
  unconditionalUpdate: false,
  prepareForCreate(object) {
    object.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
  validate: validateDisruptionBudget,
  validateUpdate: validateDisruptionBudgetUpdate,
  columns: () => disruptionBudgetColumns,
  row: disruptionBudgetRow,
  describe: disruptionBudgetDescribe,
};

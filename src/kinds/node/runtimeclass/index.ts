import type { KindDefinition } from "../../../machinery/kind.ts";
import { runtimeClassColumns, runtimeClassRow } from "./columns.ts";
import { validateRuntimeClass, validateRuntimeClassUpdate } from "./validate.ts";

/** node.k8s.io RuntimeClass, in v1beta1 and v1. */
export const runtimeClass: KindDefinition = {
  group: "node.k8s.io",
  kind: "RuntimeClass",
  plural: "runtimeclasses",
  namespaced: false,
  unconditionalUpdate: false,
  validate: validateRuntimeClass,
  validateUpdate: validateRuntimeClassUpdate,
  columns: () => runtimeClassColumns,
  row: runtimeClassRow,
};

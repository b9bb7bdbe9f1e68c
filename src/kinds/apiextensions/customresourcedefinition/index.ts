import type { KindDefinition } from "../../../machinery/kind.ts";
import { roleColumns, roleRow } from "../../rbac/role/columns.ts";
import { validateCustomResourceDefinition, validateCustomResourceDefinitionUpdate } from "./validate.ts";

/** apiextensions.k8s.io CustomResourceDefinition, in v1beta1 and v1. */
export const customResourceDefinition: KindDefinition = {
  group: "apiextensions.k8s.io",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  namespaced: false,
  hasGeneration: true,
  unconditionalUpdate: false,
  notEmulated: "CustomResourceDefinitions are not emulated yet: their resources would not be served",
  validate: validateCustomResourceDefinition,
  validateUpdate: validateCustomResourceDefinitionUpdate,
  columns: () => roleColumns,
  row: roleRow,
};

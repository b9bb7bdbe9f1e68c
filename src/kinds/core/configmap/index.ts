import type { KindDefinition } from "../../../machinery/kind.ts";
import { configMapColumns, configMapRow } from "./columns.ts";
import { configMapDescribe } from "./describe.ts";
import { validateConfigMap, validateConfigMapUpdate } from "./validate.ts";

/** v1 ConfigMap. */
export const configMap: KindDefinition = {
  group: "",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  columns: () => configMapColumns,
  row: configMapRow,
  describe: configMapDescribe,
};

import type { KindDefinition } from "../../../machinery/kind.ts";
import { componentStatusColumns, componentStatusRow } from "./columns.ts";
import { componentStatuses } from "./virtual.ts";

/** v1 ComponentStatus: the API server computes them, nobody writes them. */
export const componentStatus: KindDefinition = {
  group: "",
  kind: "ComponentStatus",
  plural: "componentstatuses",
  namespaced: false,
  virtual: componentStatuses,
  columns: () => componentStatusColumns,
  row: componentStatusRow,
};

import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { PriorityClass } from "./types.ts";

export const priorityClassColumns: TableColumn[] = [NAME, column("Value", "integer"), column("Global-Default", "boolean"), AGE];

// pkg/printers/internalversion/printers.go printPriorityClass, 1.20
export function priorityClassRow(object: KubeObject, context: KindContext): Json[] {
  const { value, globalDefault = false } = object as PriorityClass;
  return [nameOf(object), value, globalDefault, ageOf(object, context)];
}

import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { RuntimeClass } from "./types.ts";

export const runtimeClassColumns: TableColumn[] = [NAME, column("Handler"), AGE];

// pkg/printers/internalversion/printers.go printRuntimeClass, 1.20
export function runtimeClassRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), (object as RuntimeClass).handler, ageOf(object, context)];
}

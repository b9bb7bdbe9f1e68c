import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { CSINode } from "./types.ts";

export const csiNodeColumns: TableColumn[] = [NAME, column("Drivers", "integer"), AGE];

// pkg/printers/internalversion/printers.go printCSINode, 1.20
export function csiNodeRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), ((object as CSINode).spec.drivers ?? []).length, ageOf(object, context)];
}

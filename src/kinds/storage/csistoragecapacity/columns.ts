import type { Json } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { column, NAME, nameOf } from "../../shared/columns.ts";
import type { CSIStorageCapacity } from "./types.ts";

export const storageCapacityColumns: TableColumn[] = [NAME, column("StorageClassName"), column("Capacity")];

// pkg/printers/internalversion/printers.go printCSIStorageCapacity, 1.20
export function storageCapacityRow(object: KubeObject): Json[] {
  const { storageClassName, capacity } = object as CSIStorageCapacity;
  return [nameOf(object), storageClassName, capacity === undefined ? "<unset>" : canonicalQuantity(capacity)];
}

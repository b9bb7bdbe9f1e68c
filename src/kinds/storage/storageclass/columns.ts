import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { isDefaultClass, type StorageClass } from "./types.ts";

export const storageClassColumns: TableColumn[] = [
  NAME,
  column("Provisioner"),
  column("ReclaimPolicy"),
  column("VolumeBindingMode"),
  column("AllowVolumeExpansion"),
  AGE,
];

// pkg/printers/internalversion/printers.go printStorageClass, 1.20
export function storageClassRow(object: KubeObject, context: KindContext): Json[] {
  const { provisioner, reclaimPolicy = "Delete", volumeBindingMode = "Immediate", allowVolumeExpansion = false } = object as StorageClass;
  const name = isDefaultClass(object) ? `${nameOf(object)} (default)` : nameOf(object);
  return [name, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion, ageOf(object, context)];
}

import type { KindDefinition } from "../../../machinery/kind.ts";
import { storageCapacityColumns, storageCapacityRow } from "./columns.ts";
import { validateStorageCapacity, validateStorageCapacityUpdate } from "./validate.ts";

/** storage.k8s.io CSIStorageCapacity: what a driver says it could still give. */
export const csiStorageCapacity: KindDefinition = {
  group: "storage.k8s.io",
  kind: "CSIStorageCapacity",
  plural: "csistoragecapacities",
  namespaced: true,
  unconditionalUpdate: false,
  validate: validateStorageCapacity,
  validateUpdate: validateStorageCapacityUpdate,
  columns: () => storageCapacityColumns,
  row: storageCapacityRow,
};

import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { storageClassColumns, storageClassRow } from "./columns.ts";
import { storageClassDescribe } from "./describe.ts";
import type { StorageClass } from "./types.ts";
import { validateStorageClass, validateStorageClassUpdate } from "./validate.ts";

/** storage.k8s.io StorageClass: the same shape in v1 and v1beta1. */
export const storageClass: KindDefinition = {
  group: "storage.k8s.io",
  kind: "StorageClass",
  plural: "storageclasses",
  namespaced: false,
  defaults: defaultStorageClass,
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  columns: () => storageClassColumns,
  row: storageClassRow,
  describe: storageClassDescribe,
};

// pkg/apis/storage/v1/defaults.go SetDefaults_StorageClass, 1.20
function defaultStorageClass(object: Draft): void {
  const storageClass = object as StorageClass;
  storageClass.reclaimPolicy ??= "Delete";
  storageClass.volumeBindingMode ??= "Immediate";
}

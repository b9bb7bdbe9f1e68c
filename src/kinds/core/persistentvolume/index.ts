import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { defaultResourceList } from "../../shared/resources.ts";
import { defaultRareSources } from "../pod/volume/defaults.ts";
import { persistentVolumeColumns, persistentVolumeRow } from "./columns.ts";
import { volumeDescribe } from "./describe.ts";
import type { PersistentVolume } from "./types.ts";
import { validatePersistentVolume, validatePersistentVolumeUpdate } from "./validate.ts";

/** v1 PersistentVolume. */
export const persistentVolume: KindDefinition = {
  group: "",
  kind: "PersistentVolume",
  plural: "persistentvolumes",
  namespaced: false,
  returnsDeleted: true,
  defaults: defaultPersistentVolume,
  prepareForCreate: clearStatus,
  // Nobody fills the phase of what is only read.
  prepareForExport(object) {
    object["status"] = {};
    return [];
  },
  validate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
  columns: persistentVolumeColumns,
  row: persistentVolumeRow,
  describe: volumeDescribe,
};

// pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume, 1.20
function defaultPersistentVolume(object: Draft): void {
  const { spec } = object as PersistentVolume;
  spec.persistentVolumeReclaimPolicy ??= "Retain";
  spec.volumeMode ??= "Filesystem";
  if (spec.hostPath) spec.hostPath.type ??= "";
  defaultRareSources(spec);
  defaultResourceList(spec.capacity);
}

function clearStatus(object: Draft): void {
  (object as PersistentVolume).status = { phase: "Pending" };
}

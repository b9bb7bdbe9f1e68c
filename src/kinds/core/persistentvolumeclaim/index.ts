import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { persistentVolumeClaimColumns, persistentVolumeClaimRow } from "./columns.ts";
import { claimDescribe } from "./describe.ts";
import { defaultClaim } from "./defaults.ts";
import type { PersistentVolumeClaim } from "./types.ts";
import { validatePersistentVolumeClaim, validatePersistentVolumeClaimUpdate } from "./validate.ts";

/** v1 PersistentVolumeClaim. */
export const persistentVolumeClaim: KindDefinition = {
  group: "",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  namespaced: true,
  returnsDeleted: true,
  defaults: defaultClaim,
  prepareForCreate: clearStatus,
  // Nobody fills the phase of what is only read.
  prepareForExport(object) {
    object["status"] = {};
    return [];
  },
  validate: validatePersistentVolumeClaim,
  validateUpdate: validatePersistentVolumeClaimUpdate,
  columns: persistentVolumeClaimColumns,
  row: persistentVolumeClaimRow,
  describe: claimDescribe,
};

function clearStatus(object: Draft): void {
  (object as PersistentVolumeClaim).status = { phase: "Pending" };
}

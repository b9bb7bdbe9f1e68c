import type { Draft, KindDefinition, RequestContext } from "../../../machinery/kind.ts";
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
  prepareForCreate: prepareNewClaim,
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

// pkg/registry/core/persistentvolumeclaim/strategy.go PrepareForCreate, 1.20
function prepareNewClaim(object: Draft, { release }: RequestContext): void {
  const claim = object as PersistentVolumeClaim;
  claim.status = { phase: "Pending" };
  if (!release.has("anyVolumeDataSource") && !isKnownSource(claim.spec.dataSource)) delete claim.spec.dataSource;
}

/** Without the gate of others, sources of another kind are dropped without a word. pkg/api/persistentvolumeclaim/util.go */
function isKnownSource(source: PersistentVolumeClaim["spec"]["dataSource"]): boolean {
  if (source?.kind === "PersistentVolumeClaim") return !source.apiGroup;
  return source?.kind === "VolumeSnapshot" && source.apiGroup === "snapshot.storage.k8s.io";
}

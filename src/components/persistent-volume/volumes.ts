import type { PersistentVolume } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from "../controller/resources.ts";
import { BOUND_BY_CONTROLLER, setVolumePhase } from "./bind.ts";
import { boundByController } from "./claims.ts";

/** Brings a volume's phase to what its claim says, and reclaims it once the claim is gone. */
// pkg/controller/volume/persistentvolume/pv_controller.go syncVolume, 1.20
export function syncVolume(volume: PersistentVolume, context: ComponentContext): void {
  const reference = volume.spec.claimRef;
  if (!reference?.uid) {
    setVolumePhase(volume, "Available", context);
    return;
  }
  const found = context.lister.get(PERSISTENT_VOLUME_CLAIMS.key, reference.namespace ?? "", reference.name ?? "") as
    | PersistentVolumeClaim
    | undefined;
  const claim = found?.metadata.uid === reference.uid ? found : undefined;
  if (!claim) {
    const phase = volume.status?.phase;
    const released = phase === "Released" || phase === "Failed" ? volume : setVolumePhase(volume, "Released", context);
    reclaim(released, context);
  } else if (claim.spec.volumeName === volume.metadata.name) {
    setVolumePhase(volume, "Bound", context);
  } else if (claim.spec.volumeName && boundByController(volume)) {
    release(volume, context);
  }
}

/** Makes a volume available again. */
function release(volume: PersistentVolume, context: ComponentContext): void {
  const { claimRef: _claim, ...spec } = volume.spec;
  const { [BOUND_BY_CONTROLLER]: _mark, ...annotations } = volume.metadata.annotations ?? {};
  const { annotations: _all, ...metadata } = volume.metadata;
  const next = { ...volume, metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) }, spec };
  setVolumePhase(context.client.update(PERSISTENT_VOLUMES.in(""), next) as PersistentVolume, "Available", context);
}

/** Follows the reclaim policy. Only host paths can be wiped or deleted without a provisioner. */
function reclaim(volume: PersistentVolume, context: ComponentContext): void {
  const { persistentVolumeReclaimPolicy: policy, hostPath, nfs } = volume.spec;
  if (volume.metadata.deletionTimestamp || volume.status?.phase === "Failed") return;
  if (policy === "Recycle" && (hostPath || nfs)) {
    context.events.record(volume, "Normal", "VolumeRecycled", "Volume recycled");
    release(volume, context);
  } else if (policy === "Delete") {
    // Whoever has made the volume from outside deletes it, too.
    const provisioner = volume.metadata.annotations?.["pv.kubernetes.io/provisioned-by"] ?? "";
    if (provisioner !== "" && !provisioner.startsWith("kubernetes.io/")) return undefined;
    const problem = deletionProblem(volume);
    if (problem === undefined) return context.client.delete(PERSISTENT_VOLUMES.in(""), volume.metadata.name ?? "");
    context.events.record(volume, "Warning", "VolumeFailedDelete", problem);
    setVolumePhase(volume, "Failed", context, problem);
  }
}

// pkg/volume/hostpath/host_path.go newDeleter, pkg/volume/plugins.go FindDeletablePluginBySpec, 1.20
function deletionProblem({ metadata, spec }: PersistentVolume): string | undefined {
  if (!spec.hostPath)
    return `Error getting deleter volume plugin for volume ${JSON.stringify(metadata.name)}: no deletable volume plugin matched`;
  const { path } = spec.hostPath;
  return path.startsWith("/tmp/") && path.length > "/tmp/".length
    ? undefined
    : `host_path deleter only supports /tmp/.+ but received provided ${path}`;
}

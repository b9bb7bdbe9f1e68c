import { deepEqual } from "../../base/deep.ts";
import type { PersistentVolume, PersistentVolumeStatus } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim, PersistentVolumeClaimStatus } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from "../controller/resources.ts";

export const BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
export const BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

/** Binds a volume and a claim to each other, each side only as far as it is not yet. */
// pkg/controller/volume/persistentvolume/pv_controller.go bind, 1.20
export function bind(volume: PersistentVolume, claim: PersistentVolumeClaim, context: ComponentContext): void {
  const bound = setVolumePhase(bindVolume(volume, claim, context), "Bound", context);
  const { capacity = {}, accessModes = [] } = bound.spec;
  const next = bindClaim(claim, bound, context);
  // A claim that is bound already keeps its size: file system and device may differ on purpose.
  const size = next.status?.phase === "Bound" ? {} : { capacity };
  setClaimStatus(next, { phase: "Bound", accessModes, ...size }, context);
}

function bindVolume(volume: PersistentVolume, claim: PersistentVolumeClaim, { client }: ComponentContext): PersistentVolume {
  const { name = "", namespace = "", uid = "", resourceVersion = "" } = claim.metadata;
  const former = volume.spec.claimRef;
  if (former?.uid === uid) return volume;
  const claimRef = { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name, uid, resourceVersion };
  const annotations = former ? volume.metadata.annotations : { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: "yes" };
  const metadata = annotations ? { ...volume.metadata, annotations } : volume.metadata;
  return client.update(PERSISTENT_VOLUMES.in(""), { ...volume, metadata, spec: { ...volume.spec, claimRef } }) as PersistentVolume;
}

function bindClaim(claim: PersistentVolumeClaim, volume: PersistentVolume, { client }: ComponentContext): PersistentVolumeClaim {
  const chosen = claim.spec.volumeName === volume.metadata.name;
  const annotations = { ...claim.metadata.annotations, ...(chosen ? {} : { [BOUND_BY_CONTROLLER]: "yes" }), [BIND_COMPLETED]: "yes" };
  if (chosen && claim.metadata.annotations?.[BIND_COMPLETED]) return claim;
  const spec = { ...claim.spec, volumeName: volume.metadata.name ?? "" };
  const next = { ...claim, metadata: { ...claim.metadata, annotations }, spec };
  return client.update(PERSISTENT_VOLUME_CLAIMS.in(claim.metadata.namespace ?? ""), next) as PersistentVolumeClaim;
}

/** Writes a claim's status when it differs. */
export function setClaimStatus(claim: PersistentVolumeClaim, status: PersistentVolumeClaimStatus, { client }: ComponentContext): void {
  const next = { ...claim.status, ...status };
  if (!deepEqual(claim.status ?? {}, next))
    client.updateStatus(PERSISTENT_VOLUME_CLAIMS.in(claim.metadata.namespace ?? ""), { ...claim, status: next });
}

/** Writes a volume's phase when it differs. */
export function setVolumePhase(
  volume: PersistentVolume,
  phase: NonNullable<PersistentVolumeStatus["phase"]>,
  { client }: ComponentContext,
  message = "",
): PersistentVolume {
  const status: PersistentVolumeStatus = { phase, ...(message ? { message } : {}) };
  if (volume.status?.phase === phase && (volume.status.message ?? "") === message) return volume;
  return client.updateStatus(PERSISTENT_VOLUMES.in(""), { ...volume, status }) as PersistentVolume;
}

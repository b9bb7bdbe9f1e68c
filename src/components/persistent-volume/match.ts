import { compareBytewise } from "../../base/bytewise.ts";
import type { PersistentVolume } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import { compareQuantities, parseQuantity } from "../../machinery/quantity.ts";
import { selects } from "../../machinery/labels.ts";

const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

/** The storage class of a claim or a volume; "" without one. */
export function classOf({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string {
  return metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? "";
}

/** Whether a volume's claimRef means a claim: by name, and by uid where it has one. */
export function isBoundTo({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const reference = spec.claimRef;
  return (
    reference?.name === metadata.name && reference?.namespace === metadata.namespace && (!reference?.uid || reference.uid === metadata.uid)
  );
}

/** Why a volume does not suit a claim, in the controller's words; undefined when it does. */
// pkg/controller/volume/persistentvolume/pv_controller.go checkVolumeSatisfyClaim, 1.20
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp) return `the volume is marked for deletion ${JSON.stringify(volume.metadata.name)}`;
  if (compareSizes(sizeOf(volume), claim.spec.resources?.requests?.["storage"] ?? "0") < 0) return "requested PV is too small";
  if (classOf(volume) !== classOf(claim)) return "storageClassName does not match";
  if ((volume.spec.volumeMode ?? "Filesystem") !== (claim.spec.volumeMode ?? "Filesystem")) return "incompatible volumeMode";
  const modes = volume.spec.accessModes ?? [];
  return (claim.spec.accessModes ?? []).every((mode) => modes.includes(mode)) ? undefined : "incompatible accessMode";
}

/** The smallest available volume that suits a claim; one that is reserved for it goes first. `reservedOnly`: no other will do. */
// pkg/controller/volume/persistentvolume/util FindMatchingVolume, 1.20
export function bestMatch(
  volumes: readonly PersistentVolume[],
  claim: PersistentVolumeClaim,
  reservedOnly: boolean,
  fits: (volume: PersistentVolume) => boolean,
): PersistentVolume | undefined {
  const reserved = volumes.find((volume) => volume.spec.claimRef && isBoundTo(volume, claim) && mismatch(volume, claim) === undefined);
  if (reserved || reservedOnly) return reserved;
  const { selector } = claim.spec;
  const suits = (volume: PersistentVolume) =>
    !volume.spec.claimRef &&
    volume.status?.phase === "Available" &&
    (!selector || selects(selector, volume.metadata.labels)) &&
    mismatch(volume, claim) === undefined &&
    fits(volume);
  return volumes
    .filter(suits)
    .sort((a, b) => compareSizes(sizeOf(a), sizeOf(b)) || compareBytewise(a.metadata.name ?? "", b.metadata.name ?? ""))[0];
}

function sizeOf({ spec }: PersistentVolume): string {
  return spec.capacity?.["storage"] ?? "0";
}

function compareSizes(left: string, right: string): number {
  return compareQuantities(parseQuantity(left), parseQuantity(right));
}

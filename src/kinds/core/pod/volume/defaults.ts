import type { JsonObject } from "../../../../base/json.ts";
import { defaultFieldRef, defaultResourceFieldRef } from "../container/defaults.ts";
import type { DownwardAPIVolumeFile, Volume } from "./types.ts";

/** 0644, the mode of files from secrets and config maps. */
const FILE_MODE = 420;
const TOKEN_SECONDS = 3600;

const RBD = { pool: "rbd", user: "admin", keyring: "/etc/ceph/keyring" };
const AZURE_DISK = { cachingMode: "ReadWrite", kind: "Shared", fsType: "ext4", readOnly: false };
const SCALE_IO = { storageMode: "ThinProvisioned", fsType: "xfs" };

/** Fills what a volume leaves out, in place; a volume without any source is an emptyDir. */
// pkg/apis/core/v1/{defaults,zz_generated.defaults}.go, 1.20
export function defaultVolume(volume: Volume): void {
  if (!hasSource(volume)) volume.emptyDir = {};
  if (volume.secret) volume.secret.defaultMode ??= FILE_MODE;
  if (volume.configMap) volume.configMap.defaultMode ??= FILE_MODE;
  if (volume.hostPath) volume.hostPath.type ??= "";
  if (volume.downwardAPI) {
    volume.downwardAPI.defaultMode ??= FILE_MODE;
    defaultFiles(volume.downwardAPI.items);
  }
  if (volume.projected) defaultProjected(volume.projected);
  defaultRareSources(volume);
  const claim = volume.ephemeral?.volumeClaimTemplate as { spec?: { volumeMode?: string } } | undefined;
  if (claim?.spec) claim.spec.volumeMode ??= "Filesystem";
}

/** Sources that pods and persistent volumes have alike. */
export function defaultRareSources({ iscsi, rbd, azureDisk, scaleIO }: Pick<Volume, "azureDisk" | "iscsi" | "rbd" | "scaleIO">): void {
  fill(iscsi, { iscsiInterface: "default" });
  fill(rbd, RBD);
  fill(azureDisk, AZURE_DISK);
  fill(scaleIO, SCALE_IO);
}

function hasSource(volume: Volume): boolean {
  for (const key in volume) if (key !== "name" && volume[key as keyof Volume] !== undefined) return true;
  return false;
}

function defaultProjected(projected: NonNullable<Volume["projected"]>): void {
  projected.defaultMode ??= FILE_MODE;
  for (const source of projected.sources ?? []) {
    defaultFiles(source.downwardAPI?.items);
    if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= TOKEN_SECONDS;
  }
}

function defaultFiles(files: readonly DownwardAPIVolumeFile[] | undefined): void {
  for (const file of files ?? []) {
    defaultFieldRef(file.fieldRef);
    defaultResourceFieldRef(file.resourceFieldRef);
  }
}

/** For sources that are kept and shown, but not acted on. */
function fill(source: JsonObject | undefined, defaults: JsonObject): void {
  if (!source) return;
  for (const key in defaults) source[key] ??= defaults[key] ?? null;
}

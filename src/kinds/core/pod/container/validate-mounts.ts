import { type FieldError, forbidden, invalid, missing, notSupported, required } from "../../../../machinery/validation/field-error.ts";
import { checkEach } from "../../../shared/checks.ts";
import { validateDescendingPath, validateNoBacksteps } from "../../../shared/validate-paths.ts";
import type { Volume } from "../volume/types.ts";
import type { Container, VolumeMount } from "./types.ts";

const PROPAGATIONS: readonly string[] = ["Bidirectional", "HostToContainer", "None"];

/** The volumes that a pod declares and that are valid, by name. */
export type KnownVolumes = ReadonlyMap<string, Volume>;

// pkg/apis/core/validation/validation.go ValidateVolumeMounts, 1.20
export function validateMounts(container: Container, volumes: KnownVolumes, path: string): FieldError[] {
  const devices = container.volumeDevices ?? [];
  const points = new Set<string>();
  return checkEach(path, container.volumeMounts, (mount, at) => {
    const { name, mountPath } = mount;
    const errors: FieldError[] = [];
    if (!name) errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(missing(`${at}.name`, name));
    if (!mountPath) errors.push(required(`${at}.mountPath`));
    if (points.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, "must be unique"));
    points.add(mountPath);
    if (devices.some((device) => device.name === name)) errors.push(invalid(`${at}.name`, name, "must not already exist in volumeDevices"));
    if (devices.some((device) => device.devicePath === mountPath)) {
      errors.push(invalid(`${at}.mountPath`, mountPath, "must not already exist as a path in volumeDevices"));
    }
    return [...errors, ...validateSubPaths(mount, path, at), ...validatePropagation(mount, container, path)];
  });
}

/** The texts of sub-paths are checked at the list's path, without an index: Kubernetes does so. */
function validateSubPaths({ subPath, subPathExpr }: VolumeMount, list: string, at: string): FieldError[] {
  const errors = subPath ? validateDescendingPath(`${list}.subPath`, subPath) : [];
  if (!subPathExpr) return errors;
  if (subPath) errors.push(invalid(`${at}.subPathExpr`, subPathExpr, "subPathExpr and subPath are mutually exclusive"));
  return [...errors, ...validateDescendingPath(`${list}.subPathExpr`, subPathExpr)];
}

function validatePropagation(mount: VolumeMount, container: Container, list: string): FieldError[] {
  const propagation: string | undefined = mount.mountPropagation;
  if (propagation === undefined) return [];
  const path = `${list}.mountPropagation`;
  if (!PROPAGATIONS.includes(propagation)) return [notSupported(path, propagation, PROPAGATIONS)];
  return propagation === "Bidirectional" && !container.securityContext?.privileged
    ? [forbidden(path, "Bidirectional mount propagation is available only to privileged containers")]
    : [];
}

// ValidateVolumeDevices, 1.20
export function validateDevices(container: Container, volumes: KnownVolumes, path: string): FieldError[] {
  const mounts = container.volumeMounts ?? [];
  const names = new Set<string>();
  const paths = new Set<string>();
  return checkEach(path, container.volumeDevices, ({ name, devicePath }, at) => {
    const volume = volumes.get(name);
    const errors: FieldError[] = [];
    if (!name) errors.push(required(`${at}.name`));
    if (names.has(name)) errors.push(invalid(`${at}.name`, name, "must be unique"));
    if (volume && !volume.persistentVolumeClaim) {
      errors.push(invalid(`${at}.name`, name, "can only use volume source type of PersistentVolumeClaim for block mode"));
    }
    if (!volume) errors.push(missing(`${at}.name`, name));
    if (!devicePath) errors.push(required(`${at}.devicePath`));
    if (paths.has(devicePath)) errors.push(invalid(`${at}.devicePath`, devicePath, "must be unique"));
    if (validateNoBacksteps("", devicePath).length > 0)
      errors.push(invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"));
    else paths.add(devicePath);
    if (mounts.some((mount) => mount.name === name)) errors.push(invalid(`${at}.name`, name, "must not already exist in volumeMounts"));
    if (mounts.some((mount) => mount.mountPath === devicePath)) {
      errors.push(invalid(`${at}.devicePath`, devicePath, "must not already exist as a path in volumeMounts"));
    }
    if (name) names.add(name);
    return errors;
  });
}

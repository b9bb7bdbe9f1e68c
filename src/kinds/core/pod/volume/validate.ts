import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from "../../../../machinery/validation/field-error.ts";
import { checkLabel } from "../../../../machinery/validation/names.ts";
import { compareQuantities, parseQuantity } from "../../../../machinery/quantity.ts";
import type { Release } from "../../../../release/release.ts";
import { checkEach, checkText } from "../../../shared/checks.ts";
import { validateNoBacksteps, validateUnreservedPath } from "../../../shared/validate-paths.ts";
import { validateFieldRef, validateResourceFieldRef } from "../container/validate-env.ts";
import type { KnownVolumes } from "../container/validate-mounts.ts";
import type {
  DownwardAPIVolumeFile,
  HostPathVolumeSource,
  KeyToPath,
  NFSVolumeSource,
  ProjectedVolumeSource,
  Volume,
  VolumeProjection,
} from "./types.ts";

const FILE_MODE_MAX = 0o777;
const HOST_PATH_TYPES: readonly string[] = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];
const TOKEN_SECONDS_MIN = 600;
const FILE_FIELDS = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

/** Checks a pod's volumes; `known` are those that mounts may name. */
// pkg/apis/core/validation/validation.go ValidateVolumes, 1.20
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  path: string,
  release: Release,
): { errors: FieldError[]; known: KnownVolumes } {
  const known = new Map<string, Volume>();
  const errors = checkEach(path, volumes, (volume, at) => {
    const own = validateSources(volume, at, release);
    own.push(...(volume.name ? checkText(`${at}.name`, volume.name, checkLabel, release) : [required(`${at}.name`)]));
    if (known.has(volume.name)) own.push(duplicate(`${at}.name`, volume.name));
    if (own.length === 0) known.set(volume.name, volume);
    return own;
  });
  return { errors, known };
}

/** The order in which Kubernetes looks for sources: the first counts, the others are too many. */
const SOURCES = [
  "emptyDir",
  "hostPath",
  "gitRepo",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "secret",
  "nfs",
  "iscsi",
  "glusterfs",
  "flocker",
  "persistentVolumeClaim",
  "rbd",
  "cinder",
  "cephfs",
  "quobyte",
  "downwardAPI",
  "fc",
  "flexVolume",
  "configMap",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "storageos",
  "projected",
  "scaleIO",
  "csi",
  "ephemeral",
] as const satisfies readonly (keyof Volume)[];

function validateSources(volume: Volume, path: string, release: Release): FieldError[] {
  const given = SOURCES.filter((source) => volume[source] !== undefined);
  if (given.length === 0) return [required(path, "must specify a volume type")];
  return given.flatMap((source, index) =>
    index > 0
      ? [forbidden(`${path}.${source}`, "may not specify more than 1 volume type")]
      : validateSource(volume, source, `${path}.${source}`, release),
  );
}

function validateSource(volume: Volume, source: (typeof SOURCES)[number], path: string, release: Release): FieldError[] {
  switch (source) {
    case "emptyDir":
      return isNegative(volume.emptyDir?.sizeLimit)
        ? [forbidden(`${path}.sizeLimit`, "SizeLimit field must be a valid resource quantity")]
        : [];
    case "hostPath":
      return validateHostPath(volume.hostPath, path);
    case "secret":
      return validateFiles(volume.secret?.secretName, "secretName", volume.secret?.defaultMode, volume.secret?.items, path);
    case "configMap":
      return validateFiles(volume.configMap?.name, "name", volume.configMap?.defaultMode, volume.configMap?.items, path);
    case "nfs":
      return validateNfs(volume.nfs, path);
    case "persistentVolumeClaim":
      return volume.persistentVolumeClaim?.claimName ? [] : [required(`${path}.claimName`)];
    case "downwardAPI": {
      const { defaultMode, items = [] } = volume.downwardAPI ?? {};
      return [...validateMode(`${path}.defaultMode`, defaultMode), ...items.flatMap((file) => validateDownwardFile(file, path, release))];
    }
    case "projected":
      return volume.projected ? validateProjected(volume.projected, path, release) : [];
    default:
      return [];
  }
}

function isNegative(amount: string | undefined): boolean {
  return amount !== undefined && compareQuantities(parseQuantity(amount), parseQuantity("0")) < 0;
}

/** Checks a directory of the node; also for persistent volumes. */
export function validateHostPath(source: HostPathVolumeSource | undefined, path: string): FieldError[] {
  if (!source?.path) return [required(`${path}.path`)];
  const type: string = source.type ?? "";
  const errors = validateNoBacksteps(`${path}.path`, source.path);
  return HOST_PATH_TYPES.includes(type) ? errors : [...errors, notSupported(`${path}.type`, type, HOST_PATH_TYPES)];
}

/** Checks an NFS export; also for persistent volumes. */
export function validateNfs(source: NFSVolumeSource | undefined, path: string): FieldError[] {
  const { server = "", path: directory = "" } = source ?? {};
  return [
    ...(server ? [] : [required(`${path}.server`)]),
    ...(directory ? [] : [required(`${path}.path`)]),
    ...(directory.startsWith("/") ? [] : [invalid(`${path}.path`, directory, "must be an absolute path")]),
  ];
}

function validateFiles(
  name: string | undefined,
  nameField: string,
  mode: number | undefined,
  items: readonly KeyToPath[] | undefined,
  path: string,
): FieldError[] {
  return [
    ...(name ? [] : [required(`${path}.${nameField}`)]),
    ...validateMode(`${path}.defaultMode`, mode),
    ...checkEach(`${path}.items`, items, validateItem),
  ];
}

function validateMode(path: string, mode: number | undefined): FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= FILE_MODE_MAX)) return [];
  return [invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive")];
}

function validateItem({ key, path: file, mode }: KeyToPath, path: string): FieldError[] {
  return [
    ...(key ? [] : [required(`${path}.key`)]),
    ...(file ? [] : [required(`${path}.path`)]),
    ...validateUnreservedPath(`${path}.path`, file ?? ""),
    ...validateMode(`${path}.mode`, mode),
  ];
}

/** Files of the downward API are checked at the path of their volume, without an index: Kubernetes does so. */
function validateDownwardFile(file: DownwardAPIVolumeFile, path: string, release: Release): FieldError[] {
  const { fieldRef, resourceFieldRef } = file;
  const errors = [...(file.path ? [] : [required(`${path}.path`)]), ...validateUnreservedPath(`${path}.path`, file.path ?? "")];
  if (fieldRef) {
    errors.push(...validateFieldRef(fieldRef, FILE_FIELDS, `${path}.fieldRef`, release));
    if (resourceFieldRef) errors.push(invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"));
  } else if (resourceFieldRef) {
    errors.push(...validateResourceFieldRef(resourceFieldRef, `${path}.resourceFieldRef`, true));
  } else {
    errors.push(required(path, "one of fieldRef and resourceFieldRef is required"));
  }
  return [...errors, ...validateMode(`${path}.mode`, file.mode)];
}

function validateProjected({ defaultMode, sources }: ProjectedVolumeSource, path: string, release: Release): FieldError[] {
  const taken = new Set<string>();
  const errors = validateMode(`${path}.defaultMode`, defaultMode);
  return [...errors, ...checkEach(`${path}.sources`, sources, (source, at) => validateProjection(source, path, at, taken, release))];
}

function validateProjection(
  source: VolumeProjection,
  volumePath: string,
  path: string,
  taken: Set<string>,
  release: Release,
): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken: token } = source;
  const errors: FieldError[] = [];
  const take = (file: string, value: string) => {
    if (file && taken.has(file)) errors.push(invalid(volumePath, value, "conflicting duplicate paths"));
    taken.add(file);
  };
  for (const [field, files] of [
    ["secret", secret],
    ["configMap", configMap],
  ] as const) {
    if (!files) continue;
    if (!files.name) errors.push(required(`${path}.${field}.name`));
    (files.items ?? []).forEach((item, index) => {
      errors.push(...validateItem(item, `${path}.${field}.items[${index}]`));
      take(item.path, files.name ?? "");
    });
  }
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, `${path}.downwardAPI`, release));
    take(file.path, file.path);
  }
  if (token) {
    const seconds = token.expirationSeconds ?? TOKEN_SECONDS_MIN;
    const at = `${path}.serviceAccountToken.expirationSeconds`;
    if (seconds < TOKEN_SECONDS_MIN) errors.push(invalid(at, seconds, "may not specify a duration less than 10 minutes"));
    if (seconds > 2 ** 32) errors.push(invalid(at, seconds, "may not specify a duration larger than 2^32 seconds"));
    if (!token.path) errors.push(required(`${volumePath}.path`));
  }
  if ([secret, configMap, downwardAPI, token].filter(Boolean).length > 1)
    errors.push(forbidden(path, "may not specify more than 1 volume type"));
  return errors;
}

import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { PersistentVolume, PersistentVolumeSpec } from "../../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { StorageClass } from "../../kinds/storage/storageclass/types.ts";
import { makeNfsDirectory, moveNfsDirectory } from "../../images/files.ts";
import type { ClusterMemory } from "../../machinery/component.ts";

/** A volume in the making. */
export interface Wanted {
  readonly claim: PersistentVolumeClaim;
  readonly storageClass: StorageClass;
  /** Name of the volume: `pvc-UID`. */
  readonly name: string;
  /** The node on which it is used first, where that is known. */
  readonly node?: string;
  /** The configuration file of the provisioner, where it mounts one. */
  readonly configuration?: string;
}

/** What a provisioner makes of a claim. */
interface Made {
  readonly spec: Pick<PersistentVolumeSpec, "csi" | "hostPath" | "nfs" | "nodeAffinity">;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How one sort of provisioner keeps volumes. */
export interface Backend {
  /** The name that storage classes give it. */
  provisionerOf(container: Container): string;
  /** The object by which its processes agree on a leader; none where it runs alone. */
  readonly lock?: "endpoints" | "lease";
  /** The finalizer that keeps its volumes until their directories are gone. */
  readonly finalizer?: string;
  /** Makes the directory of a volume; throws ProvisioningError. */
  provision(wanted: Wanted, container: Container, memory: ClusterMemory): Made;
  /** Takes the directory of a volume away, or puts it aside. */
  remove(volume: PersistentVolume, storageClass: StorageClass | undefined, container: Container, memory: ClusterMemory): void;
}

/** Why there can be no volume for a claim, in the provisioner's words. */
export class ProvisioningError extends Error {
  override name = "ProvisioningError";
}

function variable({ env = [] }: Container, name: string): string {
  return env.find((one) => one.name === name)?.value ?? "";
}

function joined(...parts: readonly string[]): string {
  return `/${parts
    .flatMap((part) => part.split("/"))
    .filter((part) => part !== "" && part !== ".")
    .join("/")}`;
}

/** `${.PVC.namespace}/${.PVC.annotations.x}` of the class's pathPattern. */
function filledPattern(pattern: string, { metadata }: PersistentVolumeClaim): string {
  return pattern.replace(/\$\{\.PVC\.(?:(labels|annotations)\.(.*?)|(.*?))\}/g, (_, kind: string, key: string, field: string) => {
    if (kind === "labels") return metadata.labels?.[key] ?? "";
    if (kind === "annotations") return metadata.annotations?.[key] ?? "";
    return { name: metadata.name, namespace: metadata.namespace }[field] ?? "";
  });
}

/** nfs-subdir-external-provisioner: each volume is a directory of the export that the provisioner itself mounts. */
// cmd/nfs-subdir-external-provisioner/provisioner.go, v4.0.2
export const SUBDIR: Backend = {
  provisionerOf: (container) => variable(container, "PROVISIONER_NAME"),
  lock: "endpoints",
  provision({ claim, storageClass, name }, container, memory) {
    if (claim.spec.selector) throw new ProvisioningError("claim Selector is not supported");
    const { pathPattern = "" } = storageClass.parameters ?? {};
    const server = variable(container, "NFS_SERVER");
    const own = filledPattern(pathPattern, claim) || `${claim.metadata.namespace}-${claim.metadata.name}-${name}`;
    const path = joined(variable(container, "NFS_PATH"), own);
    makeNfsDirectory(memory, server, path);
    return { spec: { nfs: { server, path } } };
  },
  remove({ metadata, spec }, storageClass, container, memory) {
    const { server = "", path = "" } = spec.nfs ?? {};
    if (storageClass === undefined) throw new ProvisioningError(`storageclasses.storage.k8s.io "${spec.storageClassName}" not found`);
    const { onDelete, archiveOnDelete } = storageClass.parameters ?? {};
    if (onDelete === "retain") return;
    const isDropped = onDelete === "delete" || (archiveOnDelete !== undefined && !truth(archiveOnDelete, metadata.name ?? ""));
    const aside = joined(variable(container, "NFS_PATH"), `archived-${path.split("/").at(-1) ?? ""}`);
    moveNfsDirectory(memory, server, path, isDropped ? undefined : aside);
  },
};

/** Go's strconv.ParseBool. */
function truth(text: string, volume: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw new ProvisioningError(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax (volume ${volume})`);
}

const CSI_DRIVER = "nfs.csi.k8s.io";

/** csi-driver-nfs behind csi-provisioner: the class names server and share, each volume is a directory of the share. */
// pkg/nfs/controllerserver.go, v4.12.1
export const CSI: Backend = {
  provisionerOf: () => CSI_DRIVER,
  lock: "lease",
  finalizer: "external-provisioner.volume.kubernetes.io/finalizer",
  provision({ claim, storageClass, name }, _container, memory) {
    const { server, share, subDir, onDelete = "" } = storageClass.parameters ?? {};
    for (const [key, value] of Object.entries({ server, share })) {
      if (!value) throw new ProvisioningError(`rpc error: code = InvalidArgument desc = ${key} is a required parameter`);
    }
    const claimName = claim.metadata.name ?? "";
    const namespace = claim.metadata.namespace ?? "";
    const words: Readonly<Record<string, string>> = {
      "${pvc.metadata.name}": claimName,
      "${pvc.metadata.namespace}": namespace,
      "${pv.metadata.name}": name,
    };
    const subdir = Object.entries(words).reduce((text, [word, value]) => text.replaceAll(word, value), subDir ?? "") || name;
    makeNfsDirectory(memory, server ?? "", joined(share ?? "", subdir));
    const aside = /^(retain|archive)$/i.test(onDelete) ? onDelete.toLowerCase() : "";
    const handle = [server, joined(share ?? "").slice(1), subdir, subDir ? name : "", aside].join("#");
    const volumeAttributes = {
      "csi.storage.k8s.io/pv/name": name,
      "csi.storage.k8s.io/pvc/name": claimName,
      "csi.storage.k8s.io/pvc/namespace": namespace,
      server: server ?? "",
      share: share ?? "",
      subdir,
      ...(aside === "" ? {} : { onDelete: aside }),
    };
    return {
      spec: { csi: { driver: CSI_DRIVER, volumeHandle: handle, volumeAttributes } },
      annotations: {
        "volume.kubernetes.io/provisioner-deletion-secret-name": "",
        "volume.kubernetes.io/provisioner-deletion-secret-namespace": "",
      },
    };
  },
  remove({ spec }, _class, _container, memory) {
    const { server = "", share = "", subdir = "", onDelete = "" } = spec.csi?.volumeAttributes ?? {};
    if (onDelete === "retain") return;
    moveNfsDirectory(memory, server, joined(share, subdir), onDelete === "archive" ? joined(share, `archived-${subdir}`) : undefined);
  },
};

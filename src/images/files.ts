import { resolvePath } from "../base/sh/state.ts";
import type { ClusterMemory } from "../machinery/component.ts";
import type { PersistentVolume } from "../kinds/core/persistentvolume/types.ts";
import type { PersistentVolumeClaim } from "../kinds/core/persistentvolumeclaim/types.ts";
import type { Volume } from "../kinds/core/pod/volume/types.ts";
import { configData, fieldValue, secretData } from "./environment.ts";
import { hostnameOf, podAddress, runKey, type ContainerView } from "./view.ts";

/** Contents by absolute path. */
export type FileMap = Readonly<Record<string, string>>;

/** The files that a container sees. Writes stay for as long as the container or the volume. */
export interface FileSystem {
  read(path: string): string | undefined;
  /** Names in a directory, sorted; undefined when there is no such directory. */
  list(path: string): string[] | undefined;
  write(path: string, content: string): void;
  /** Whether nothing can be written there: a mount of a config map, a secret or the like, or what the manifest says is read-only. */
  isReadOnly(path: string): boolean;
  /** Makes a directory that may stay empty. */
  makeDirectory(path: string): void;
  /** When what is there was last written, ms since the Unix epoch. */
  modified(path: string): number;
  remove(path: string): boolean;
}

interface Layer {
  /** `/data`, or "" for the root. */
  readonly at: string;
  /** Where writes are kept. */
  readonly key: string;
  /** The directory within what is kept there that is mounted: pods may share a part of an NFS server's files. "" for all. */
  readonly root: string;
  readonly files: FileMap;
  readonly isReadOnly: boolean;
}

/** What a container sees: its image, its volumes, and what was written. `extra` are files that its own process has made. */
export function fileSystem(view: ContainerView, extra: FileMap = {}): FileSystem {
  const { memory } = view;
  const layers = layersOf(view, extra);
  const layerOf = (path: string): Layer => layers.find(({ at }) => path === at || path.startsWith(`${at}/`)) ?? (layers.at(-1) as Layer);
  const contentsOf = ({ at, key, root, files }: Layer): Record<string, string | null> => ({
    ...files,
    ...mounted(at, root, written(memory, key)),
  });
  const keep = (path: string, content: string | null): void => {
    const { at, key, root } = layerOf(path);
    const inside = root + path.slice(at.length);
    memory.set(key, { ...written(memory, key), [inside]: content });
    memory.set(timesOf(key), { ...times(memory, key), [inside]: view.now });
  };
  const contentAt = (path: string): string | undefined => {
    const { at, key, root, files } = layerOf(path);
    const kept = written(memory, key)[root + path.slice(at.length)];
    return (kept === undefined ? files[path] : kept) ?? undefined;
  };
  return {
    read: (path) => contentAt(clean(path)),
    list(path) {
      const directory = clean(path) === "/" ? "" : clean(path);
      const names = new Set<string>(directory === "" ? ROOT_DIRECTORIES : []);
      let found =
        directory === "" ||
        layers.some(({ at }) => at === directory || at.startsWith(`${directory}/`)) ||
        ROOT_DIRECTORIES.includes(directory.slice(1));
      for (const layer of layers) {
        if (layer.at.startsWith(`${directory}/`)) names.add(layer.at.slice(directory.length + 1).split("/")[0] ?? "");
        const contents = contentsOf(layer);
        for (const file in contents) {
          if (contents[file] === null || !file.startsWith(`${directory}/`) || layerOf(file) !== layer) continue;
          found = true;
          names.add(file.slice(directory.length + 1).split("/")[0] ?? "");
        }
      }
      // What keeps an empty directory has no name.
      names.delete("");
      return found ? [...names].sort() : undefined;
    },
    write(path, content) {
      keep(clean(path), content);
    },
    isReadOnly: (path) => layerOf(clean(path)).isReadOnly,
    modified(path) {
      const { at, key, root } = layerOf(clean(path));
      const stored = times(memory, key);
      const inside = root + clean(path).slice(at.length);
      return stored[inside] ?? stored[`${inside}/`] ?? view.startedAt;
    },
    makeDirectory(path) {
      if (clean(path) !== "/") keep(`${clean(path)}/`, "");
    },
    remove(path) {
      if (contentAt(clean(path)) === undefined) return false;
      keep(clean(path), null);
      return true;
    },
  };
}

const ROOT_DIRECTORIES = [
  "bin",
  "dev",
  "etc",
  "home",
  "lib",
  "media",
  "mnt",
  "opt",
  "proc",
  "root",
  "run",
  "sbin",
  "srv",
  "sys",
  "tmp",
  "usr",
  "var",
];

function clean(path: string): string {
  return resolvePath("/", path);
}

function written(memory: ClusterMemory, key: string): Record<string, string | null> {
  return (memory.get(key) as Record<string, string | null> | undefined) ?? {};
}

function timesOf(key: string): string {
  return `times/${key}`;
}

function times(memory: ClusterMemory, key: string): Record<string, number> {
  return (memory.get(timesOf(key)) as Record<string, number> | undefined) ?? {};
}

/** What is kept below `root`, by its path below the mount point. */
function mounted(at: string, root: string, files: Record<string, string | null>): Record<string, string | null> {
  if (at === "" && root === "") return files;
  const inside = Object.entries(files).filter(([path]) => root === "" || path.startsWith(`${root}/`));
  return Object.fromEntries(inside.map(([path, content]) => [at + path.slice(root.length), content]));
}

/** Volumes first, deepest first; the container's own root last. */
function layersOf(view: ContainerView, extra: FileMap): Layer[] {
  const { pod, container } = view;
  const volumes = (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath, readOnly = false }) => {
    const volume = (pod.spec.volumes ?? []).find((candidate) => candidate.name === name);
    if (volume === undefined) return [];
    const at = clean(mountPath);
    const { key, path } = storageOf(view, volume);
    // Most reads are of another layer: a volume's files are worked out when somebody looks into it.
    let files: FileMap | undefined;
    return [
      {
        at,
        key: `files/${key}`,
        root: clean(`${path}/${subPath ?? ""}`).replace(/^\/$/, ""),
        isReadOnly: readOnly || [volume.configMap, volume.secret, volume.projected, volume.downwardAPI].some(Boolean),
        get files() {
          return (files ??= { ...volumeFiles(at, provided(view, volume), subPath), ...below(at, extra) });
        },
      },
    ];
  });
  volumes.sort((left, right) => right.at.length - left.at.length);
  const root = {
    at: "",
    root: "",
    key: `files/container/${runKey(view)}`,
    isReadOnly: container.securityContext?.readOnlyRootFilesystem ?? false,
    files: { ...baseFiles(view), ...view.behaviour.files?.(view), ...extra },
  };
  return [...volumes, root];
}

/** Those of these files that are in a directory. */
function below(at: string, files: FileMap): FileMap {
  return Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(`${at}/`)));
}

function volumeFiles(at: string, given: Record<string, string>, subPath: string | undefined): FileMap {
  const only = subPath ? given[subPath] : undefined;
  if (only !== undefined) return { [at]: only };
  return Object.fromEntries(Object.entries(given).map(([file, content]) => [`${at}/${file}`, content]));
}

/** Where what is written to a volume is kept, and from which directory on it is mounted, so that two pods share what real ones share. */
function storageOf(view: ContainerView, volume: Volume): { key: string; path: string } {
  const { pod, container } = view;
  const { hostPath, nfs, volumeName } = volumeSource(view, volume);
  if (nfs) return { key: nfsStorage(nfs.server), path: nfs.path };
  if (hostPath) return { key: hostStorage(pod.spec.nodeName ?? ""), path: hostPath.path };
  if (volume.persistentVolumeClaim) return { key: `pv/${volumeName ?? ""}`, path: "" };
  return { key: `volume/${pod.metadata.uid}/${volume.emptyDir ? volume.name : `${container.name}/${volume.name}`}`, path: "" };
}

/** Where the files of an NFS server are kept, by their path on the server. */
function nfsStorage(server: string): string {
  return `nfs/${server}`;
}

/** Where pods' files on a node's own disk are kept, by their path on the node. */
function hostStorage(node: string): string {
  return `host/${node}`;
}

/** Takes a directory of an NFS server away with all that is in it, or gives it another path. */
export function moveNfsDirectory(memory: ClusterMemory, server: string, from: string, to: string | undefined): void {
  moveDirectory(memory, nfsStorage(server), from, to);
}

/** Takes a directory of a node away with all that pods have written into it. */
export function removeHostDirectory(memory: ClusterMemory, node: string, path: string): void {
  moveDirectory(memory, hostStorage(node), path, undefined);
}

function moveDirectory(memory: ClusterMemory, storage: string, from: string, to: string | undefined): void {
  const key = `files/${storage}`;
  const inside = (path: string): boolean => path === from || path.startsWith(`${from}/`);
  const kept = Object.entries(written(memory, key)).flatMap(([path, content]): [string, string | null][] =>
    !inside(path) ? [[path, content]] : to === undefined ? [] : [[to + path.slice(from.length), content]],
  );
  memory.set(key, Object.fromEntries(kept));
}

/** Makes a directory on an NFS server. */
export function makeNfsDirectory(memory: ClusterMemory, server: string, path: string): void {
  const key = `files/${nfsStorage(server)}`;
  memory.set(key, { ...written(memory, key), [`${clean(path)}/`]: "" });
}

/** What stands behind a volume: what it says itself, or the persistent volume of its claim. */
export function volumeSource(
  { pod, lister }: Pick<ContainerView, "lister" | "pod">,
  volume: Volume,
): Pick<Volume, "hostPath" | "nfs"> & { volumeName?: string } {
  if (!volume.persistentVolumeClaim) return volume;
  const claim = lister.get("persistentvolumeclaims", pod.metadata.namespace ?? "", volume.persistentVolumeClaim.claimName);
  const volumeName = (claim as PersistentVolumeClaim | undefined)?.spec.volumeName ?? "";
  const spec = (lister.get("persistentvolumes", "", volumeName) as PersistentVolume | undefined)?.spec;
  const nfs = spec?.nfs ?? (spec?.csi?.driver === NFS_CSI_DRIVER ? exportOf(spec.csi.volumeAttributes ?? {}) : undefined);
  return { volumeName, ...(nfs ? { nfs } : {}), ...(spec?.hostPath ? { hostPath: spec.hostPath } : {}) };
}

/** csi-driver-nfs names a directory below an export. */
const NFS_CSI_DRIVER = "nfs.csi.k8s.io";

function exportOf({ server = "", share = "", subdir = "" }: Readonly<Record<string, string>>): { server: string; path: string } {
  return { server, path: clean(`${share}/${subdir}`) };
}

/** Files that the cluster puts into a volume, by path within it. */
function provided(view: ContainerView, volume: Volume): Record<string, string> {
  const { pod, lister } = view;
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return chosen(configData(pod, configMap.name ?? "", true, lister), configMap.items);
  if (secret) return chosen(secretData(pod, secret.secretName ?? "", true, lister), secret.items);
  if (downwardAPI)
    return Object.fromEntries(
      (downwardAPI.items ?? []).map(({ path, fieldRef }) => [path, fieldRef ? fieldValue(pod, fieldRef.fieldPath) : ""]),
    );
  const files: Record<string, string> = {};
  for (const source of projected?.sources ?? []) {
    if (source.configMap) Object.assign(files, chosen(configData(pod, source.configMap.name ?? "", true, lister), source.configMap.items));
    if (source.secret) Object.assign(files, chosen(secretData(pod, source.secret.name ?? "", true, lister), source.secret.items));
    for (const { path, fieldRef } of source.downwardAPI?.items ?? []) files[path] = fieldRef ? fieldValue(pod, fieldRef.fieldPath) : "";
    if (source.serviceAccountToken)
      files[source.serviceAccountToken.path] = `emulated-token-of-${pod.spec.serviceAccountName ?? "default"}`;
  }
  return files;
}

function chosen(
  data: Record<string, string> | undefined,
  items: readonly { key: string; path: string }[] | undefined,
): Record<string, string> {
  if (data === undefined) return {};
  return items ? Object.fromEntries(items.map(({ key, path }) => [path, data[key] ?? ""])) : data;
}

function baseFiles({ pod, cluster }: ContainerView): Record<string, string> {
  const hostname = hostnameOf(pod);
  const namespace = pod.metadata.namespace ?? "";
  const { clusterDomain, dnsAddress } = cluster;
  return {
    "/etc/hostname": `${hostname}\n`,
    "/etc/hosts": `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${podAddress(pod)}\t${hostname}\n`,
    "/etc/resolv.conf": `nameserver ${dnsAddress}\nsearch ${namespace}.svc.${clusterDomain} svc.${clusterDomain} ${clusterDomain}\noptions ndots:5\n`,
  };
}

import type { Node } from "../kinds/core/node/types.ts";
import type { Volume } from "../kinds/core/pod/volume/types.ts";
import { approximateValue, parseQuantity } from "../machinery/quantity.ts";
import { volumeSource } from "./files.ts";
import type { Mount } from "./shell/df.ts";
import type { ContainerView } from "./view.ts";

const GIBIBYTE_KB = 1024 * 1024;
/** The root disk of the book's CentOS machines, facts/images.md 1.2. */
const CENTOS_DISK_KB = 37 * GIBIBYTE_KB;
/** What a node's system and images take of its disk, and what the disk of an NFS server holds besides. */
const USED_SHARE = 2.8 / 37;
const SERVER_USED_SHARE = 3.6 / 37;
const HIDDEN = ["acpi", "kcore", "keys", "timer_list", "timer_stats", "sched_debug", "scsi"] as const;

/** What df lists in a container: its root, the volumes, and what its runtime mounts over parts of /proc and /sys. facts/images.md 1.2 */
export function mountsOf(view: ContainerView): Mount[] {
  const { lister, pod } = view;
  const node = lister.get("nodes", "", pod.spec.nodeName ?? "") as Node | undefined;
  const isCentos = /CentOS/.test(node?.status?.nodeInfo?.osImage ?? "");
  const diskKb = isCentos ? CENTOS_DISK_KB : kilobytes(node?.status?.capacity?.["ephemeral-storage"], CENTOS_DISK_KB);
  const halfMemoryKb = Math.floor(kilobytes(node?.status?.capacity?.["memory"], 2 * GIBIBYTE_KB) / 2);
  const disk = { device: isCentos ? "/dev/mapper/centos_k8s-root" : "/dev/sda1", sizeKb: diskKb, usedKb: Math.round(diskKb * USED_SHARE) };
  const tmpfs = (at: string, sizeKb: number, usedKb = 0): Mount => ({ device: "tmpfs", at, sizeKb, usedKb });
  const bind = (at: string): Mount => ({ ...disk, at, isBind: true });
  return [
    { ...disk, device: "overlay", at: "/" },
    tmpfs("/dev", 64 * 1024),
    tmpfs("/sys/fs/cgroup", halfMemoryKb),
    ...volumesOf(view, disk, (at) => tmpfs(at, halfMemoryKb, 12)),
    ...["/dev/termination-log", "/etc/resolv.conf", "/etc/hostname", "/etc/hosts"].map(bind),
    { device: "shm", at: "/dev/shm", sizeKb: 64 * 1024, usedKb: 0 },
    tmpfs("/run/secrets/kubernetes.io/serviceaccount", halfMemoryKb, 12),
    ...HIDDEN.map((name) => tmpfs(`/proc/${name}`, name === "acpi" || name === "scsi" ? halfMemoryKb : 64 * 1024)),
    tmpfs("/sys/firmware", halfMemoryKb),
  ];
}

function volumesOf(view: ContainerView, disk: Omit<Mount, "at">, inMemory: (at: string) => Mount): Mount[] {
  return (view.container.volumeMounts ?? [])
    .filter(({ mountPath }) => mountPath !== "/var/run/secrets/kubernetes.io/serviceaccount")
    .flatMap(({ name, mountPath, subPath }) => {
      const volume = (view.pod.spec.volumes ?? []).find((one) => one.name === name);
      return volume === undefined ? [] : [mountOf(view, volume, mountPath, subPath, disk, inMemory)];
    });
}

function mountOf(
  view: ContainerView,
  volume: Volume,
  at: string,
  subPath: string | undefined,
  disk: Omit<Mount, "at">,
  inMemory: (at: string) => Mount,
): Mount {
  const { nfs } = volumeSource(view, volume);
  if (nfs !== undefined) {
    const device = `${nfs.server}:${nfs.path}${subPath ? `/${subPath}` : ""}`;
    return { device, at, sizeKb: CENTOS_DISK_KB, usedKb: Math.round(CENTOS_DISK_KB * SERVER_USED_SHARE) };
  }
  if (volume.secret || volume.projected || volume.emptyDir?.medium === "Memory") return inMemory(at);
  return { ...disk, at };
}

function kilobytes(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Math.floor(approximateValue(parseQuantity(text)) / 1024);
}

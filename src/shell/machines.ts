import type { Streams } from "../base/sh/state.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { isControlPlane } from "../machinery/object.ts";
import { createSession } from "../cluster/session.ts";
import { sleep } from "../cluster/wait.ts";
import { PC } from "../network/node-faults.ts";
import { createDisk, type Disk } from "./disk.ts";
import { createDriver, type Driver } from "./driver.ts";
import { createManifests, type Manifests } from "./manifests.ts";
import { machineFiles } from "./machine-files.ts";

/** Where kubeadm writes kubectl's configuration. */
export const ADMIN_KUBECONFIG = "/etc/kubernetes/admin.conf";
/** Home directory of the user of a lab's terminal. */
export const ROOT_HOME = "/root";

/** The machines of one lab: a disk each, and what goes on behind the terminals that are opened on them. */
export interface Machines {
  readonly cluster: Cluster;
  /** The machine on which labs are typed: the first control plane node. */
  readonly first: string;
  /** The files of a node, or of the user's own machine (`pc`). */
  disk(machine: string): Disk;
  /** Lets the machine's kubelet see what has become of its manifests. */
  followManifests(machine: string): Promise<void>;
  readonly driver: Driver;
  readonly own?: OwnCommands;
}

/** k8sim's own commands, with the streams of who types them. Throws UnsupportedCommand for those that make no sense inside a cluster. */
export type OwnCommands = (words: readonly string[], streams: Pick<Streams, "err" | "out">) => Promise<number>;

/** The machines of a cluster; `files` (by absolute path) stand on each of them. Nothing of the real machine is on their disks. */
export function createMachines(cluster: Cluster, files: Readonly<Record<string, string>> = {}, own?: OwnCommands): Machines {
  const disks = new Map<string, Disk>();
  const manifests = new Map<string, Manifests>();
  const now = (): number => createSession(cluster).now();
  return {
    cluster,
    ...(own ? { own } : {}),
    first: controlPlane(cluster),
    disk(machine) {
      let disk = disks.get(machine);
      if (disk === undefined) {
        const ofKubelet = createManifests(cluster, machine);
        manifests.set(machine, ofKubelet);
        disk = createDisk({ ...machineFiles(cluster, machine), ...kubeconfigsOn(cluster, machine), ...ofKubelet.files, ...files });
        disks.set(machine, disk);
      }
      return disk;
    },
    async followManifests(machine) {
      const disk = disks.get(machine);
      if (disk !== undefined) await manifests.get(machine)?.follow(disk);
    },
    driver: createDriver({
      now,
      async passUntil(at, interrupted) {
        const session = createSession(cluster);
        await sleep(session, Math.max(0, at - session.now()), interrupted ? { interrupted } : {});
        await session.end();
      },
    }),
  };
}

/** kubeadm leaves kubectl's configuration on control plane nodes alone; the user's own machine has a copy. */
function kubeconfigsOn(cluster: Cluster, machine: string): Readonly<Record<string, string>> {
  const node = cluster.store.get("nodes", "", machine);
  if (machine !== PC && (node === undefined || !isControlPlane(node))) return {};
  const text = cluster.kubeconfig();
  return { [ADMIN_KUBECONFIG]: text, [`${ROOT_HOME}/.kube/config`]: text };
}

function controlPlane({ store }: Cluster): string {
  const nodes = store.list("nodes");
  return (nodes.find(isControlPlane) ?? nodes[0])?.metadata.name ?? "";
}

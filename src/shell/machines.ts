import type { Cluster } from "../cluster/cluster.ts";
import { isControlPlane } from "../machinery/object.ts";
import { createSession } from "../cluster/session.ts";
import { sleep } from "../cluster/wait.ts";
import { createDisk, type Disk } from "./disk.ts";
import { createDriver, type Driver } from "./driver.ts";

/** The machines of one lab: a disk each, and what goes on behind the terminals that are opened on them. */
export interface Machines {
  readonly cluster: Cluster;
  /** The machine on which labs are typed: the first control plane node. */
  readonly first: string;
  /** The files of a node, or of the user's own machine (`pc`). */
  disk(machine: string): Disk;
  readonly driver: Driver;
}

/** The machines of a cluster; `files` (by absolute path) stand on each of them. Nothing of the real machine is on their disks. */
export function createMachines(cluster: Cluster, files: Readonly<Record<string, string>> = {}): Machines {
  const disks = new Map<string, Disk>();
  const now = (): number => createSession(cluster).now();
  return {
    cluster,
    first: controlPlane(cluster),
    disk(machine) {
      let disk = disks.get(machine);
      if (disk === undefined) disks.set(machine, (disk = createDisk(files)));
      return disk;
    },
    driver: createDriver({
      now,
      async passUntil(at) {
        const session = createSession(cluster);
        await sleep(session, Math.max(0, at - session.now()));
        await session.end();
      },
    }),
  };
}

function controlPlane({ store }: Cluster): string {
  const nodes = store.list("nodes");
  return (nodes.find(isControlPlane) ?? nodes[0])?.metadata.name ?? "";
}

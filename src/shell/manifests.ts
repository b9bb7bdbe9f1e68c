import type { Cluster } from "../cluster/cluster.ts";
import { followManifest, followsManifests, manifestOf, staticPodsOn } from "../cluster/static-pods.ts";
import type { ControlPlaneProgram } from "../machinery/faults.ts";
import type { Disk } from "./disk.ts";
import { UnsupportedCommand } from "./program.ts";

/** Where kubelets look for static pods. */
const DIRECTORY = "/etc/kubernetes/manifests";

interface Manifest {
  readonly program: ControlPlaneProgram;
  readonly name: string;
  readonly text: string;
  isThere: boolean;
}

/** The manifests of one machine's static pods: files whose coming and going its kubelet follows. */
export interface Manifests {
  /** The files, by path. A program that is stopped has its manifest in /tmp, where labs put it. */
  readonly files: Readonly<Record<string, string>>;
  /** Does what the kubelet does about the files that have come and gone. Throws UnsupportedCommand for new and for changed ones. */
  follow(disk: Disk): Promise<void>;
}

/** The manifests of a machine; workers and the user's own machine have none. */
export function createManifests(cluster: Cluster, machine: string): Manifests {
  const pods = followsManifests(machine, cluster) ? staticPodsOn(machine, cluster) : [];
  const manifests = pods.map((pod): Manifest => {
    const { program, stoppedAt, starting } = pod;
    return { program, name: `${program}.yaml`, text: manifestOf(pod), isThere: stoppedAt === undefined || starting !== undefined };
  });
  return {
    files: Object.fromEntries(manifests.map(({ name, text, isThere }) => [`${isThere ? DIRECTORY : "/tmp"}/${name}`, text])),
    async follow(disk) {
      if (manifests.length === 0 || !followsManifests(machine, cluster)) return;
      refuseOthers(disk, manifests);
      for (const manifest of manifests) {
        const isThere = disk.kind(`${DIRECTORY}/${manifest.name}`) !== undefined;
        if (isThere === manifest.isThere) continue;
        manifest.isThere = isThere;
        await followManifest(cluster, manifest.program, isThere);
      }
    },
  };
}

function refuseOthers(disk: Disk, manifests: readonly Manifest[]): void {
  for (const name of disk.list(DIRECTORY)) {
    // The kubelet passes over files that begin with a dot.
    if (name.startsWith(".")) continue;
    const manifest = manifests.find((one) => one.name === name);
    if (manifest === undefined) throw new UnsupportedCommand(`k8sim does not emulate static pods of one's own: ${DIRECTORY}/${name}`);
    if ((disk.read(`${DIRECTORY}/${name}`) ?? manifest.text) !== manifest.text)
      throw new UnsupportedCommand(`k8sim does not emulate changed static pods: ${DIRECTORY}/${name}`);
  }
}

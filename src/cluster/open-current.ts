import { openCluster, type Cluster, type OpenOptions } from "./cluster.ts";
import { clusterNames, currentCluster, DEFAULT_CLUSTER } from "./home.ts";

/** Opens the cluster in use, after making the default one when there is none. */
export async function openCurrentCluster(home: string, open: OpenOptions = {}): Promise<Cluster> {
  const name = currentCluster(home);
  if (name !== undefined) return openCluster(home, name, open);
  try {
    // Setting up takes profiles and manifests, which opening need not load.
    const { createCluster } = await import("./create.ts");
    // A new cluster is filled through its API, whatever the command needs of it afterwards.
    const { assemble: _, ...others } = open;
    await createCluster(home, {}, others);
  } catch (error) {
    // Two first commands at once: the slower one takes what the faster one made.
    if (!clusterNames(home).includes(DEFAULT_CLUSTER)) throw error;
  }
  return openCluster(home, DEFAULT_CLUSTER, open);
}

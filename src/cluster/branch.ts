import { kindTerms } from "../kinds/index-terms.ts";
import type { Tape } from "../sim/types.ts";
import { assembleCluster, openCluster, type Cluster } from "./cluster.ts";
import { copyCluster, removeCluster } from "./copy.ts";
import { clusterPaths } from "./home.ts";
import type { Snapshot } from "./state/cluster-state.ts";
import { createMemoryState } from "./state/memory-state.ts";

/** What a cluster in memory begins with. */
export interface Root {
  readonly snapshot: Snapshot;
  readonly kubeconfig: string;
}

/** Opens a cluster that begins as `root` and is in memory alone: no file is made, and when it is closed nothing of it is left. */
export async function openBranch(root: Root, home: string, name: string, tape?: Tape): Promise<Cluster> {
  const paths = clusterPaths(home, name);
  const state = createMemoryState(paths.state, root.snapshot, kindTerms);
  return assembleCluster({ name, paths, kubeconfig: () => root.kubeconfig }, state, tape ? { tape } : {});
}

/** Lets something happen on a copy of a cluster that has no transaction open; the cluster stays as it is, and nothing of the copy is left. */
export async function onCopy<T>(home: string, cluster: Cluster, name: string, action: (copy: Cluster) => Promise<T>): Promise<T> {
  if (cluster.snapshot) return action(await openBranch({ snapshot: cluster.snapshot(), kubeconfig: cluster.kubeconfig() }, home, name));
  copyCluster(home, cluster.name, name);
  const copy = await openCluster(home, name);
  try {
    return await action(copy);
  } finally {
    copy.close();
    removeCluster(home, name);
  }
}

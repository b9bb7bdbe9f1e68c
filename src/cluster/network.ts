import { assert } from "../base/assert.ts";
import { createLister } from "../client/lister.ts";
import { networkWorld } from "../components/kube-proxy/network-world.ts";
import { createNetwork } from "../network/network.ts";
import type { Network, NetworkWorld } from "../network/types.ts";
import { parseRelease } from "../release/release.ts";
import type { Cluster } from "./cluster.ts";
import { memoryOf } from "./memory.ts";

/** What a cluster's dataplane is made of; `parts` are the simulation and memory that its draws and notes go to. */
export function networkWorldOf(
  { store, sim, record }: Pick<Cluster, "record" | "sim" | "store">,
  parts: Partial<Pick<NetworkWorld, "memory" | "onConnect" | "sim">> = {},
): NetworkWorld {
  const release = parseRelease(record.kubernetesVersion);
  assert(release, `the cluster's version ${record.kubernetesVersion} is known`);
  const { onConnect, ...given } = parts;
  const context = { lister: createLister(store), sim, memory: memoryOf(store), cluster: record.settings, release, ...given };
  return networkWorld(context, onConnect === undefined ? {} : { onConnect });
}

/** The dataplane of an open cluster: what `k8sim curl`, traces and labs' shells talk on. Its draws and logs are changes like any other. */
export function networkOf(cluster: Pick<Cluster, "record" | "sim" | "store">, watch: Pick<NetworkWorld, "onConnect"> = {}): Network {
  return createNetwork(networkWorldOf(cluster, watch));
}

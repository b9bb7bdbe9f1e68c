import { assert } from "../base/assert.ts";
import { createLister } from "../client/lister.ts";
import { createPrograms } from "../images/programs.ts";
import { proxyFeatures } from "../components/kube-proxy/features.ts";
import { announcerReason, announcingNodes } from "../components/metallb/announcer.ts";
import type { SpeakerWorld } from "../components/metallb/speakers.ts";
import { createNetwork } from "../network/network.ts";
import type { Network, NetworkWorld } from "../network/types.ts";
import { parseRelease } from "../release/release.ts";
import type { Cluster } from "./cluster.ts";
import type { Sim } from "../sim/types.ts";
import { memoryOf } from "./memory.ts";

/** What a cluster's dataplane is made of; `parts` are the simulation and memory that its draws and notes go to. */
export function networkWorldOf(
  { store, sim, record }: Pick<Cluster, "record" | "sim" | "store">,
  parts: Partial<Pick<NetworkWorld, "memory" | "onConnect" | "sim">> = {},
): NetworkWorld {
  const release = parseRelease(record.kubernetesVersion);
  assert(release, `the cluster's version ${record.kubernetesVersion} is known`);
  const world = { lister: createLister(store), sim, memory: memoryOf(store), cluster: record.settings, ...parts };
  const whole: NetworkWorld = {
    ...world,
    proxyFeatures: proxyFeatures(release),
    programs: createPrograms({ ...world, outside: () => ({ network: createNetwork(whole), sim: world.sim }) }),
    announcer: (address) => announcer(address, world),
    announcerReason: (address) => announcerReason(address, world),
  };
  return whole;
}

/** The dataplane of an open cluster: what `k8sim curl`, traces and labs' shells talk on. Its draws and logs are changes like any other. */
export function networkOf(cluster: Pick<Cluster, "record" | "sim" | "store">, watch: Pick<NetworkWorld, "onConnect"> = {}): Network {
  return createNetwork(networkWorldOf(cluster, watch));
}

/** A router that has several ways to an address takes one for each connection, by its ends: for a client, any. */
function announcer(address: string, world: SpeakerWorld & { sim: Sim }): string | undefined {
  const nodes = announcingNodes(address, world);
  return nodes.length > 1 ? world.sim.draw(`ecmp/${address}`, (random) => nodes[random.int(nodes.length)] ?? "") : nodes[0];
}

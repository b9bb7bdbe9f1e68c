import { assert } from "../base/assert.ts";
import { createLister } from "../client/lister.ts";
import { createPrograms } from "../images/programs.ts";
import { createNetwork } from "../network/network.ts";
import type { Network, NetworkWorld, ProxyFeatures } from "../network/types.ts";
import { parseRelease, type Release } from "../release/release.ts";
import type { Cluster } from "./cluster.ts";
import { memoryOf } from "./memory.ts";

/** The dataplane of an open cluster: what `k8sim curl`, traces and labs' shells talk on. Its draws and logs are changes like any other. */
export function networkOf(cluster: Pick<Cluster, "record" | "sim" | "store">, watch: Pick<NetworkWorld, "onConnect"> = {}): Network {
  const { store, sim, record } = cluster;
  const release = parseRelease(record.kubernetesVersion);
  assert(release, `the cluster's version ${record.kubernetesVersion} is known`);
  const world = { lister: createLister(store), sim, memory: memoryOf(store), cluster: record.settings };
  return createNetwork({ ...world, ...watch, proxyFeatures: proxyFeatures(release), programs: createPrograms(world) });
}

/** What this version's kube-proxy can do. */
function proxyFeatures(release: Release): ProxyFeatures {
  return {
    terminatingEndpoints: release.has("proxyTerminatingEndpoints"),
    internalTrafficPolicy: release.value("proxyInternalTrafficPolicy"),
    loadBalancerIpMode: release.has("proxyLoadBalancerIpMode"),
  };
}

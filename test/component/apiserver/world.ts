import { parseRfc3339 } from "../../../src/base/rfc3339.ts";
import type { ClusterSettings } from "../../../src/machinery/kind.ts";
import { createSim, type DrivenSim, newHeader } from "../../../src/sim/sim.ts";

export const settings: ClusterSettings = {
  serviceCidr: "10.96.0.0/12",
  podCidr: "172.16.0.0/16",
  dnsAddress: "10.96.0.10",
  nodePortRange: { from: 30000, to: 32767 },
  clusterDomain: "cluster.local",
  apiServerUrl: "https://192.168.1.10:6443",
  containerRuntime: "docker",
  seed: 1,
};

/** A simulation that stands at one instant. */
export function simAt(time: string): DrivenSim {
  return createSim({ seed: 1, header: newHeader(parseRfc3339(time) ?? 0) });
}

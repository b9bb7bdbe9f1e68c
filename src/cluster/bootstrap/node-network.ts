import { formatRfc3339 } from "../../base/rfc3339.ts";
import { nodeAddress, type ProfileNode } from "./profile.ts";
import type { BootstrapWorld } from "./world.ts";

const NODES = { group: "", version: "v1", resource: "nodes", namespace: "" };

/** What the pod network's own pod writes on its node: the addresses that it uses there, and that the network is up. facts/kubelet.md 12 */
export function markNetwork(world: BootstrapWorld, node: ProfileNode): void {
  const { profile, release } = world;
  const isWeave = profile.ipam === "weave";
  const network = world.client("kubernetes-admin", `${isWeave ? "weave-net" : "calico-node"}/${release.text}`);
  if (!isWeave) network.patch(NODES, node.name, "strategic", { metadata: { annotations: calicoAnnotations(world, node) } });
  const condition = isWeave
    ? { message: "Weave pod has set this", reason: "WeaveIsUp" }
    : { message: "Calico is running on this node", reason: "CalicoIsUp" };
  const time = formatRfc3339(world.sim.now());
  const up = { ...condition, lastHeartbeatTime: time, lastTransitionTime: time, status: "False", type: "NetworkUnavailable" };
  network.patch(NODES, node.name, "strategic", { status: { conditions: [up] } }, { subresource: "status" });
}

function calicoAnnotations({ profile, tunnelAddress }: BootstrapWorld, node: ProfileNode): Record<string, string> {
  const tunnel = profile.tunnel === "ipip" ? "projectcalico.org/IPv4IPIPTunnelAddr" : "projectcalico.org/IPv4VXLANTunnelAddr";
  const prefix = profile.nodeNetwork.split("/")[1] ?? "24";
  return { "projectcalico.org/IPv4Address": `${nodeAddress(profile, node)}/${prefix}`, [tunnel]: tunnelAddress(node) };
}

import { formatRfc3339 } from "../../base/rfc3339.ts";
import { nodeAddress, type ProfileNode } from "./profile.ts";
import type { BootstrapWorld } from "./world.ts";

const NODES = { group: "", version: "v1", resource: "nodes", namespace: "" };

const CONDITIONS = {
  calico: { message: "Calico is running on this node", reason: "CalicoIsUp" },
  "host-local": { message: "Flannel is running on this node", reason: "FlannelIsUp" },
  weave: { message: "Weave pod has set this", reason: "WeaveIsUp" },
} as const;

/** What the pod network's own pod writes on its node: the addresses that it uses there, and that the network is up. facts/kubelet.md 12 */
export function markNetwork(world: BootstrapWorld, node: ProfileNode): void {
  const { profile, release } = world;
  const kind = profile.ipam ?? "calico";
  // minikube's bridge and kindnet tell the API server nothing
  if (kind === "host-local" && profile.tunnel !== "flannel") return;
  const agent = { calico: "calico-node", "host-local": "flannel", weave: "weave-net" }[kind];
  const network = world.client("kubernetes-admin", `${agent}/${release.text}`);
  if (kind === "host-local") network.patch(NODES, node.name, "strategic", { metadata: { annotations: flannelAnnotations(world, node) } });
  if (kind === "calico") network.patch(NODES, node.name, "strategic", { metadata: { annotations: calicoAnnotations(world, node) } });
  const condition = CONDITIONS[kind];
  const time = formatRfc3339(world.sim.now());
  const up = { ...condition, lastHeartbeatTime: time, lastTransitionTime: time, status: "False", type: "NetworkUnavailable" };
  network.patch(NODES, node.name, "strategic", { status: { conditions: [up] } }, { subresource: "status" });
}

// flannel-io/flannel pkg/subnet/kube/annotations.go
function flannelAnnotations({ profile, sim }: BootstrapWorld, node: ProfileNode): Record<string, string> {
  const random = sim.stream(`flannel-mac/${node.name}`);
  const bytes = Array.from({ length: 6 }, (_, at) =>
    (at === 0 ? (random.int(256) & 254) | 2 : random.int(256)).toString(16).padStart(2, "0"),
  );
  return {
    "flannel.alpha.coreos.com/backend-data": `{"VNI":1,"VtepMAC":"${bytes.join(":")}"}`,
    "flannel.alpha.coreos.com/backend-type": "vxlan",
    "flannel.alpha.coreos.com/kube-subnet-manager": "true",
    "flannel.alpha.coreos.com/public-ip": nodeAddress(profile, node),
  };
}

function calicoAnnotations({ profile, tunnelAddress }: BootstrapWorld, node: ProfileNode): Record<string, string> {
  const tunnel = profile.tunnel === "ipip" ? "projectcalico.org/IPv4IPIPTunnelAddr" : "projectcalico.org/IPv4VXLANTunnelAddr";
  const prefix = profile.nodeNetwork.split("/")[1] ?? "24";
  return { "projectcalico.org/IPv4Address": `${nodeAddress(profile, node)}/${prefix}`, [tunnel]: tunnelAddress(node) };
}

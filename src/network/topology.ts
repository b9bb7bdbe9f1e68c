import type { Node } from "../kinds/core/node/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { inCidr, addressNumber, tunnelAddressOf } from "./pod-blocks.ts";
import type { NetworkWorld, Place } from "./types.ts";
import { bridgeAddress, joiningOrder, type OwnedRange, weaveRanges } from "./weave-ranges.ts";

/** The user's machine takes this host number in the nodes' network. */
const PC_HOST = 254;

/** A node's InternalIP. */
export function addressOfNode(node: Node): string {
  return node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}

/** The node that has an address, its tunnel's included. */
export function nodeWithAddress(world: NetworkWorld, address: string): Node | undefined {
  const isInside = inCidr(address, world.cluster.podCidr);
  return (world.lister.list("nodes") as readonly Node[]).find(
    (node) => addressOfNode(node) === address || (isInside && tunnelOf(world, node.metadata.name ?? "") === address),
  );
}

/** The address of a node's own device in the pod network: Calico's tunnel or Weave Net's bridge. */
export function tunnelOf({ lister, memory, cluster }: NetworkWorld, nodeName: string): string {
  if (cluster.ipam !== "weave") return tunnelAddressOf(cluster.podCidr, cluster.podBlockSize ?? 26, nodeName);
  const owned = (memory.get("kubelet/blocks") ?? []) as OwnedRange[];
  const ranges = weaveRanges(cluster.podCidr, owned, joiningOrder(lister.list("nodes") as readonly Node[]));
  return bridgeAddress(cluster.podCidr, ranges, nodeName) ?? "";
}

/** The pod with an address. Blocks say on which node to look. */
export function podWithAddress({ lister, memory }: NetworkWorld, address: string): { pod?: Pod; node?: string } {
  const blocks = (memory.get("kubelet/blocks") ?? []) as OwnedRange[];
  const value = addressNumber(address);
  const node = blocks.find(([base, size]) => value >= base && value < base + size)?.[2];
  if (node === undefined) return {};
  const pod = (lister.list("pods", { index: `node:${node}` }) as readonly Pod[]).find(
    ({ spec, status }) => status?.podIP === address && !spec.hostNetwork && status.phase !== "Succeeded" && status.phase !== "Failed",
  );
  return { node, ...(pod ? { pod } : {}) };
}

/** The pod on the host's network of a node that listens on a port there, or that maps it from the host. */
export function hostPortOwner({ lister, programs }: NetworkWorld, nodeName: string, port: number): { pod: Pod; port: number } | undefined {
  for (const pod of lister.list("pods", { index: `node:${nodeName}` }) as readonly Pod[]) {
    if (pod.status?.phase !== "Running") continue;
    if (pod.spec.hostNetwork) {
      if (programs.listens(pod, port)) return { pod, port };
      continue;
    }
    for (const container of pod.spec.containers) {
      const mapped = container.ports?.find(({ hostPort }) => hostPort === port);
      if (mapped) return { pod, port: mapped.containerPort };
    }
  }
  return undefined;
}

/** The address from which a place's packets come. */
export function addressOfPlace(world: NetworkWorld, place: Place): string {
  if (place.kind === "pod") return place.pod.status?.podIP ?? "";
  const nodes = world.lister.list("nodes") as readonly Node[];
  if (place.kind === "pc") {
    const first = nodes[0] ? addressOfNode(nodes[0]) : "192.168.1.10";
    return `${first.split(".").slice(0, 3).join(".")}.${PC_HOST}`;
  }
  const node = nodes.find(({ metadata }) => metadata.name === place.name);
  return node ? addressOfNode(node) : "";
}

/** The node on which a place's packets are looked at first; undefined for the user's machine. */
export function nodeOfPlace(place: Place): string | undefined {
  if (place.kind === "pc") return undefined;
  return place.kind === "node" ? place.name : place.pod.spec.nodeName;
}

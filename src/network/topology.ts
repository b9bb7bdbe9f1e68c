import type { Node } from "../kinds/core/node/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { addressNumber, addressText, inCidr, tunnelAddressOf } from "./pod-blocks.ts";
import type { NetworkWorld, Place } from "./types.ts";
import { bridgeAddress, joiningOrder, type OwnedRange, weaveRanges } from "./weave-ranges.ts";

/** The user's machine takes this host number in the nodes' network. */
const PC_HOST = 254;

/** A node's InternalIP. */
export function addressOfNode(node: Node): string {
  return node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}

/** A node's InternalIP by its name; "" for none. */
export function addressOfName({ lister }: Pick<NetworkWorld, "lister">, name: string): string {
  const node = lister.get("nodes", "", name) as Node | undefined;
  return node ? addressOfNode(node) : "";
}

/** Whether an address lies in the nodes' own network, taken to be a /24: there it is asked for by ARP. */
export function isOnLan({ lister }: Pick<NetworkWorld, "lister">, address: string): boolean {
  const network = address.split(".").slice(0, 3).join(".");
  return (lister.list("nodes") as readonly Node[]).some((node) => addressOfNode(node).startsWith(`${network}.`));
}

/** The node that has an address, its tunnel's included. */
export function nodeWithAddress(world: NetworkWorld, address: string): Node | undefined {
  const isInside = inCidr(address, world.cluster.podCidr);
  return (world.lister.list("nodes") as readonly Node[]).find(
    (node) => addressOfNode(node) === address || (isInside && tunnelOf(world, node.metadata.name ?? "") === address),
  );
}

/** The address of a node's own device in the pod network: Calico's tunnel, Weave Net's bridge or flannel's device. */
export function tunnelOf({ lister, memory, cluster }: NetworkWorld, nodeName: string): string {
  if (cluster.ipam === "host-local") return podCidrBase(lister, nodeName, 0);
  if (cluster.ipam !== "weave") return tunnelAddressOf(cluster.podCidr, cluster.podBlockSize ?? 26, nodeName);
  const owned = (memory.get("kubelet/blocks") ?? []) as OwnedRange[];
  const ranges = weaveRanges(cluster.podCidr, owned, joiningOrder(lister.list("nodes") as readonly Node[]));
  return bridgeAddress(cluster.podCidr, ranges, nodeName) ?? "";
}

/** The address of the bridge on which a node's pods hang: the second one of its podCIDR. */
export function bridgeOf({ lister }: Pick<NetworkWorld, "lister">, nodeName: string): string {
  return podCidrBase(lister, nodeName, 1);
}

function podCidrBase(lister: NetworkWorld["lister"], nodeName: string, offset: number): string {
  const cidr = (lister.get("nodes", "", nodeName) as Node | undefined)?.spec?.podCIDR;
  return cidr === undefined ? "" : addressText(addressNumber(cidr.split("/")[0] ?? "") + offset);
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

/** The pod that maps a port of its node to one of its own, for that address of the node's. */
export function hostPortOwner(
  { lister }: NetworkWorld,
  nodeName: string,
  address: string,
  port: number,
): { pod: Pod; port: number } | undefined {
  for (const pod of lister.list("pods", { index: `node:${nodeName}` }) as readonly Pod[]) {
    if (pod.status?.phase !== "Running" || pod.spec.hostNetwork) continue;
    for (const { ports = [] } of pod.spec.containers) {
      const mapped = ports.find(
        ({ hostPort, hostIP = "", protocol = "TCP" }) =>
          hostPort === port && protocol === "TCP" && (hostIP === "" || hostIP === "0.0.0.0" || hostIP === address),
      );
      if (mapped) return { pod, port: mapped.containerPort };
    }
  }
  return undefined;
}

/** The pod on a node's own network that listens on a port there. */
export function hostNetworkListener({ lister, programs }: NetworkWorld, nodeName: string, port: number): Pod | undefined {
  return (lister.list("pods", { index: `node:${nodeName}` }) as readonly Pod[]).find(
    (pod) => pod.spec.hostNetwork === true && pod.status?.phase === "Running" && programs.listens(pod, port),
  );
}

/** The block of pod addresses that an address lies in: `172.16.221.128/26`. */
export function blockOf({ memory }: Pick<NetworkWorld, "memory">, address: string): string {
  const value = addressNumber(address);
  const block = ((memory.get("kubelet/blocks") ?? []) as OwnedRange[]).find(([base, size]) => value >= base && value < base + size);
  return block ? `${addressText(block[0])}/${32 - Math.log2(block[1])}` : address;
}

/** The address from which a place's packets come. */
export function addressOfPlace(world: NetworkWorld, place: Place): string {
  if (place.kind === "pod") return place.pod.status?.podIP ?? "";
  if (place.kind === "pc") {
    const nodes = world.lister.list("nodes") as readonly Node[];
    const first = nodes[0] ? addressOfNode(nodes[0]) : "192.168.1.10";
    return `${first.split(".").slice(0, 3).join(".")}.${PC_HOST}`;
  }
  return addressOfName(world, place.name);
}

/** The node on which a place's packets are looked at first; undefined for the user's machine. */
export function nodeOfPlace(place: Place): string | undefined {
  if (place.kind === "pc") return undefined;
  return place.kind === "node" ? place.name : place.pod.spec.nodeName;
}

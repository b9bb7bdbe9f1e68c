import { deepClone } from "../../base/deep.ts";
import { assert } from "../../base/assert.ts";
import { objectKey } from "../../machinery/object.ts";
import type { ClusterMemory, ComponentContext } from "../../machinery/component.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { addressNumber, addressText, firstBlockIndex } from "../../network/pod-blocks.ts";
import { joiningOrder, type OwnedRange, reservedAddresses, weaveRanges } from "../../network/weave-ranges.ts";

/** The pod addresses of one node: blocks in the order in which it claimed them. calico-ipam, facts/calico.md 3; others have one range */
interface NodeAddresses {
  blocks: Block[];
}
interface Block {
  /** First address as a number. */
  base: number;
  size: number;
  /** The lowest ordinal never handed out. */
  next: number;
  /** Given back: oldest first, used again only when all fresh ones are gone. Weave Net: lowest first, used again at once. */
  freed: number[];
}

type AddressContext = Pick<ComponentContext, "cluster" | "memory" | "lister">;

/**
 * Takes the next free address of a node for a pod. How many pods the node has run before is history: a tape may say which free address of the
 * node's blocks comes next (stream `pod-address/NAMESPACE/NAME`); any other text is not heeded.
 */
export function takeAddress(context: AddressContext & Pick<ComponentContext, "sim">, node: Node, pod: Pod): string {
  const addresses = addressesOf(context, node);
  const shown = context.sim.pinned(`pod-address/${objectKey(pod)}`) ?? "";
  if (takeShown(addresses, shown)) {
    save(context.memory, node, addresses);
    return shown;
  }
  let block = addresses.blocks.find(({ next, size, freed }) => next < size || freed.length > 0);
  if (block === undefined && context.cluster.ipam === undefined) {
    block = claimBlock(context, node, blockSizeOf(context));
    addresses.blocks.push(block);
  }
  assert(block, "a node runs fewer pods than its range has addresses");
  const isFresh = block.next < block.size && (context.cluster.ipam !== "weave" || block.freed.length === 0);
  const ordinal = isFresh ? block.next++ : (block.freed.shift() ?? 0);
  save(context.memory, node, addresses);
  return addressText(block.base + ordinal);
}

/** Takes that very address if it is a free one of those blocks. Fresh addresses before it have been other pods', long gone. */
function takeShown({ blocks }: NodeAddresses, address: string): boolean {
  const value = address === "" ? -1 : addressNumber(address);
  const block = blocks.find(({ base, size }) => value >= base && value < base + size);
  if (block === undefined) return false;
  const ordinal = value - block.base;
  for (; block.next <= ordinal; block.next++) block.freed.push(block.next);
  const at = block.freed.indexOf(ordinal);
  if (at >= 0) block.freed.splice(at, 1);
  return at >= 0;
}

/** Gives a pod's address back to its node. */
export function releaseAddress(context: AddressContext, node: Node | undefined, pod: Pod, ip = pod.status?.podIP): void {
  if (node === undefined || !ip || pod.spec.hostNetwork) return;
  const addresses = addressesOf(context, node);
  const value = addressNumber(ip);
  const block = addresses.blocks.find(({ base, size }) => value >= base && value < base + size);
  if (block === undefined || block.freed.includes(value - block.base)) return;
  block.freed.push(value - block.base);
  if (context.cluster.ipam === "weave") block.freed.sort((a, b) => a - b);
  save(context.memory, node, addresses);
}

function addressesOf(context: AddressContext, node: Node): NodeAddresses {
  const known = context.memory.get(keyOf(node)) as unknown as NodeAddresses | undefined;
  if (known !== undefined) return deepClone(known);
  if (context.cluster.ipam === "weave") return { blocks: [claimRange(context, node)] };
  if (context.cluster.ipam === "host-local") return { blocks: [nodeRange(context, node)] };
  const first = claimBlock(context, node, blockSizeOf(context));
  // The tunnel interface has the first address.
  first.next = 1;
  return { blocks: [first] };
}

/** Weave Net's: a node has had its range since it joined, whoever asked first. */
function claimRange({ cluster, memory, lister }: AddressContext, node: Node): Block {
  const owned = (memory.get("kubelet/blocks") ?? []) as OwnedRange[];
  const ranges = weaveRanges(cluster.podCidr, owned, joiningOrder(lister.list("nodes") as readonly Node[]));
  memory.set("kubelet/blocks", ranges);
  const range = ranges.find(([, , owner]) => owner === node.metadata.name);
  assert(range, "a node that runs pods is one of the nodes");
  return { base: range[0], size: range[1], next: reservedAddresses(cluster.podCidr, range), freed: [] };
}

/** The node's own podCIDR, behind its first address and the bridge's. containernetworking/plugins host-local */
function nodeRange({ memory }: AddressContext, node: Node): Block {
  const [first = "", prefix = "24"] = (node.spec?.podCIDR ?? "").split("/");
  const [base, size] = [addressNumber(first), 2 ** (32 - Number(prefix))];
  const owned = (memory.get("kubelet/blocks") ?? []) as OwnedRange[];
  memory.set("kubelet/blocks", [...owned, [base, size, node.metadata.name ?? ""]]);
  return { base, size, next: size < 256 ? 1 : 2, freed: [] };
}

function claimBlock({ cluster, memory }: AddressContext, node: Node, size: number): Block {
  const [base = "", prefix = "16"] = cluster.podCidr.split("/");
  const count = 2 ** (32 - Number(prefix)) / size;
  const taken = (memory.get("kubelet/blocks") ?? []) as OwnedRange[];
  const owned = new Set(taken.map(([first]) => first));
  const start = firstBlockIndex(node.metadata.name ?? "", count);
  for (let step = 0; step < count; step++) {
    const first = addressNumber(base) + ((start + step) % count) * size;
    if (owned.has(first)) continue;
    memory.set("kubelet/blocks", [...taken, [first, size, node.metadata.name ?? ""]]);
    return { base: first, size, next: 0, freed: [] };
  }
  return { base: addressNumber(base) + start * size, size, next: 0, freed: [] };
}

function blockSizeOf({ cluster }: Pick<ComponentContext, "cluster">): number {
  return 2 ** (32 - (cluster.podBlockSize ?? 26));
}

function save(memory: ClusterMemory, node: Node, addresses: NodeAddresses): void {
  memory.set(keyOf(node), addresses as unknown as Parameters<ClusterMemory["set"]>[1]);
}

function keyOf(node: Node): string {
  return `kubelet/addresses/${node.metadata.name}`;
}

import type { ClusterMemory, ComponentContext } from "../../machinery/component.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { addressNumber, addressText, firstBlockIndex } from "../../network/pod-blocks.ts";

/** The pod addresses of one node: blocks in the order in which it claimed them. calico-ipam; facts/calico.md 3 */
interface NodeAddresses {
  blocks: Block[];
}
interface Block {
  /** First address as a number. */
  base: number;
  size: number;
  /** The lowest ordinal never handed out. */
  next: number;
  /** Given back, oldest first: used again only when all fresh ones are gone. */
  freed: number[];
}

/** Takes the next free address of a node for a pod. */
export function takeAddress(context: Pick<ComponentContext, "cluster" | "memory">, node: Node): string {
  const addresses = addressesOf(context, node);
  let block = addresses.blocks.find(({ next, size, freed }) => next < size || freed.length > 0);
  if (block === undefined) {
    block = claimBlock(context, node, blockSizeOf(context));
    addresses.blocks.push(block);
  }
  const ordinal = block.next < block.size ? block.next++ : (block.freed.shift() ?? 0);
  save(context.memory, node, addresses);
  return addressText(block.base + ordinal);
}

/** Gives a pod's address back to its node. */
export function releaseAddress(
  context: Pick<ComponentContext, "cluster" | "memory">,
  node: Node | undefined,
  pod: Pod,
  ip = pod.status?.podIP,
): void {
  if (node === undefined || !ip || pod.spec.hostNetwork) return;
  const addresses = addressesOf(context, node);
  const value = addressNumber(ip);
  const block = addresses.blocks.find(({ base, size }) => value >= base && value < base + size);
  if (block === undefined || block.freed.includes(value - block.base)) return;
  block.freed.push(value - block.base);
  save(context.memory, node, addresses);
}

function addressesOf(context: Pick<ComponentContext, "cluster" | "memory">, node: Node): NodeAddresses {
  const known = context.memory.get(keyOf(node)) as unknown as NodeAddresses | undefined;
  if (known !== undefined) return structuredClone(known);
  const first = claimBlock(context, node, blockSizeOf(context));
  // The tunnel interface has the first address.
  first.next = 1;
  return { blocks: [first] };
}

function claimBlock({ cluster, memory }: Pick<ComponentContext, "cluster" | "memory">, node: Node, size: number): Block {
  const [base = "", prefix = "16"] = cluster.podCidr.split("/");
  const count = 2 ** (32 - Number(prefix)) / size;
  const taken = (memory.get("kubelet/blocks") ?? []) as [number, number, string][];
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
  memory.set(keyOf(node), structuredClone(addresses) as unknown as Parameters<ClusterMemory["set"]>[1]);
}

function keyOf(node: Node): string {
  return `kubelet/addresses/${node.metadata.name}`;
}

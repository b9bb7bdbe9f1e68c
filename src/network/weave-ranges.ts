import type { Node } from "../kinds/core/node/types.ts";
import { addressNumber, addressText } from "./pod-blocks.ts";

/** Addresses that a node may give to its pods: the first as a number, and how many. */
export type OwnedRange = [base: number, size: number, node: string];

/**
 * Who owns which part of Weave Net's network once each of these nodes has asked for its own. The first node has all of it. A later one is
 * given the upper half of the largest range; of equal ones the last, since fewer of its addresses are in use (Weave Net draws among the
 * owners with the odds of their free addresses). `podCidr` is `10.32.0.0/12`; its halves begin at 10.40.0.0, 10.44.0.0, 10.36.0.0.
 */
// weaveworks/weave ipam/space, ipam/ring
export function weaveRanges(podCidr: string, owned: readonly OwnedRange[], nodes: readonly string[]): OwnedRange[] {
  const [base = "", prefix = "12"] = podCidr.split("/");
  const ranges = owned.map((range): OwnedRange => [...range]);
  for (const node of nodes) {
    if (ranges.some(([, , owner]) => owner === node)) continue;
    if (ranges.length === 0) ranges.push([addressNumber(base), 2 ** (32 - Number(prefix)), node]);
    else ranges.push(upperHalf(largest(ranges), node));
  }
  return ranges;
}

function largest(ranges: readonly OwnedRange[]): OwnedRange {
  return ranges.reduce((best, range) => (range[1] > best[1] || (range[1] === best[1] && range[0] > best[0]) ? range : best));
}

/** Takes it from its owner. */
function upperHalf(range: OwnedRange, node: string): OwnedRange {
  range[1] /= 2;
  return [range[0] + range[1], range[1], node];
}

/** The nodes' names as they joined. */
export function joiningOrder(nodes: readonly Node[]): string[] {
  const keys = nodes.map(({ metadata: { creationTimestamp = "", name = "" } }) => ({ name, key: `${creationTimestamp}/${name}` }));
  return keys.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ name }) => name);
}

/** How many addresses at the start of a node's range are not for pods: its bridge's, and the network's own, which nobody has. */
export function reservedAddresses(podCidr: string, [base]: OwnedRange): number {
  return base === addressNumber(podCidr.split("/")[0] ?? "") ? 2 : 1;
}

/** The address of a node's bridge; undefined for a node that owns nothing. */
export function bridgeAddress(podCidr: string, ranges: readonly OwnedRange[], node: string): string | undefined {
  const range = ranges.find(([, , owner]) => owner === node);
  return range && addressText(range[0] + reservedAddresses(podCidr, range) - 1);
}

import type { Node } from "../kinds/core/node/types.ts";
import { ownerOf } from "./kube-proxy/match.ts";
import { rulesOn } from "./kube-proxy/rules.ts";
import { answersArp, isReachable } from "./node-faults.ts";
import type { NetworkWorld } from "./types.ts";
import { featuresOf } from "./features.ts";

/** Who answers when an address is asked for in the nodes' network, and why. */
export interface ArpOwner {
  readonly node?: string;
  readonly why: string;
}

/**
 * The node that answers ARP for an address that is no machine's own. A load balancer's speaker does, and in IPVS mode without strict ARP
 * every node that has the address on kube-ipvs0: the first one that answers is taken, here the first by name.
 */
export function arpOwner(world: NetworkWorld, address: string): ArpOwner {
  if (!answersArp(world.memory, address)) return { why: `ARP for ${address} is lost` };
  const announced = world.announcer?.(address);
  const why = world.announcerReason?.(address) ?? "";
  if (announced !== undefined && isReachable(world.memory, announced)) return { node: announced, why };
  const bound = nodesWithDevice(world, address);
  if (bound !== undefined) return { node: bound, why: `it has ${address} on kube-ipvs0, and strict ARP is off` };
  return { why: why || `nobody answers ARP for ${address}` };
}

function nodesWithDevice(world: NetworkWorld, address: string): string | undefined {
  for (const { metadata } of world.lister.list("nodes") as readonly Node[]) {
    const name = metadata.name ?? "";
    const rules = rulesOn(world, name);
    if (rules.mode !== "ipvs" || rules.strictArp || rules.state === "none" || !isReachable(world.memory, name)) continue;
    if (ownerOf(rules, featuresOf(world), address, 0) !== undefined) return name;
  }
  return undefined;
}

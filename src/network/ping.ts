import { arpOwner } from "./arp.ts";
import { canTalk, forwards, isOn, PC } from "./node-faults.ts";
import { inCidr } from "./pod-blocks.ts";
import { featuresOf } from "./features.ts";
import { ownerOf } from "./kube-proxy/match.ts";
import { rulesOn } from "./kube-proxy/rules.ts";
import { denyingPolicy } from "./policies.ts";
import { addressOfPlace, isOnLan, nodeOfPlace, nodeWithAddress, podWithAddress } from "./topology.ts";
import type { Echo, NetworkWorld, Place } from "./types.ts";

/**
 * Whether an address answers a ping. Services' addresses do in IPVS mode alone, where they are on a device of each node; MetalLB's layer 2
 * speakers answer ARP and nothing else. facts/dataplane.md 5
 */
export function ping(world: NetworkWorld, from: Place, address: string): Echo {
  const { memory, cluster } = world;
  const here = nodeOfPlace(from) ?? PC;
  if (here !== PC && !isOn(memory, here)) return "lost";
  if (address.startsWith("127.") || address === addressOfPlace(world, from)) return "reply";
  const node = nodeWithAddress(world, address)?.metadata.name;
  if (node !== undefined) {
    if (from.kind === "pc" && inCidr(address, cluster.podCidr)) return "lost";
    return canTalk(memory, here, node) ? "reply" : "unreachable";
  }
  if (inCidr(address, cluster.podCidr)) return from.kind === "pc" ? "lost" : pingPod(world, from, here, address);
  if (here !== PC) {
    const rules = rulesOn(world, here);
    if (ownerOf(rules, featuresOf(world), address, 0) !== undefined) return rules.mode === "ipvs" ? "reply" : "lost";
  }
  if (!isOnLan(world, address)) return "lost";
  const owner = arpOwner(world, address).node;
  if (owner === undefined) return "unreachable";
  return rulesOn(world, owner).mode === "ipvs" ? "reply" : "lost";
}

function pingPod(world: NetworkWorld, from: Place, here: string, address: string): Echo {
  const { pod, node } = podWithAddress(world, address);
  if (pod === undefined) return node === here ? "unreachable" : "lost";
  const target = pod.spec.nodeName ?? "";
  if (!canTalk(world.memory, here, target)) return "lost";
  // A node's own packets are not passed on there.
  const passing = from.kind !== "node" ? [here, target] : here === target ? [] : [target];
  if (passing.some((name) => !forwards(world.memory, name))) return "lost";
  // Rules that name ports do not speak of ICMP: what they alone admit is not admitted.
  return denyingPolicy(world, { pod, port: undefined, from, source: addressOfPlace(world, from) }) === undefined ? "reply" : "lost";
}

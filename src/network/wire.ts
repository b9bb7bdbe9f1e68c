import { answersArp, canTalk, isOn, isReachable, PC } from "./node-faults.ts";
import { addressOfName } from "./topology.ts";
import { note, originOf, silence, stop, type Trip } from "./trip.ts";
import type { Connection } from "./types.ts";

/** Carries packets to another machine in the nodes' network, for an address that it answers for; a refusal when they do not arrive. */
export function cross(trip: Trip, node: string, address: string): Connection | undefined {
  const { world } = trip;
  const here = trip.node || PC;
  if (here !== node) {
    const see = `kubectl get node ${node} -o wide`;
    if (!answersArp(world.memory, address)) return stop(trip, "no-route", "arp-loss", `ARP for ${address} is lost`, see);
    if (!canTalk(world.memory, here, node)) return lost(trip, here, node);
    if (originOf(trip) === "pod") leaveAsNode(trip);
  } else if (!isOn(world.memory, node)) return lost(trip, here, node);
  trip.node = node;
  return undefined;
}

/** Calico (natOutgoing) and Weave Net send what pods send out of the pod network as the node's own. */
function leaveAsNode(trip: Trip): void {
  const { world, node } = trip;
  const address = addressOfName(world, node);
  if (address === trip.client) return;
  trip.client = address;
  note(trip, "masquerade", () => [`${node} sends it on as ${address}: it leaves the pod network`, { node, source: address }]);
}

function lost(trip: Trip, here: string, node: string): Connection {
  const { cause, text, see } = silence(trip, here !== PC && !hasNetwork(trip, here) ? here : node);
  const isPartition = hasNetwork(trip, here) && hasNetwork(trip, node);
  return isPartition
    ? stop(trip, "no-route", "partition", `no packets pass between ${here} and ${node}`, `kubectl get node ${node}`)
    : stop(trip, "no-route", cause, text, see);
}

function hasNetwork({ world }: Trip, name: string): boolean {
  return name === PC || isReachable(world.memory, name);
}

import { arpOwner } from "./arp.ts";
import { featuresOf } from "./features.ts";
import { ownerOf } from "./kube-proxy/match.ts";
import { inCidr } from "./pod-blocks.ts";
import { nameOf, seeService, staleNote, toService } from "./service-route.ts";
import { isOnLan } from "./topology.ts";
import { note, rulesOf, stop, type Trip } from "./trip.ts";
import type { Connection } from "./types.ts";
import { cross } from "./wire.ts";

/**
 * To a cluster IP, load balancer IP or external IP that is no machine's own: over the wire from the user's machine, or to a port that the
 * node's rules do not know. Undefined for an address that no service has.
 */
export function toVirtual(trip: Trip, address: string, port: number): Connection | undefined {
  const { world, from } = trip;
  if (from.kind !== "pc") return unserved(trip, address, port);
  if (inCidr(address, world.cluster.serviceCidr))
    return stop(
      trip,
      "timeout",
      "no-route-to-cluster-ip",
      `pc has no route to ${address}: cluster IPs exist on nodes alone`,
      "kubectl get services -A -o wide",
    );
  if (!isOnLan(world, address)) return undefined;
  const { node, why } = arpOwner(world, address);
  if (node === undefined)
    return stop(trip, "no-route", "no-arp", `nobody answers ARP for ${address}${why ? `: ${why}` : ""}`, "kubectl get services -A -o wide");
  note(trip, "arp", () => [`${node} answers ARP for ${address}${why ? `: ${why}` : ""}`, { address, node, why }]);
  const gone = cross(trip, node, address);
  if (gone !== undefined) return gone;
  const owner = ownerOf(rulesOf(trip), featuresOf(world), address, port);
  return owner?.match ? toService(trip, owner.match) : unserved(trip, address, port);
}

/** To an address of a service's that has no such port. */
function unserved(trip: Trip, address: string, port: number): Connection | undefined {
  const { world } = trip;
  const rules = rulesOf(trip);
  const owner = ownerOf(rules, featuresOf(world), address, port);
  if (owner !== undefined) {
    const { service } = owner;
    const ports = (service.spec.ports ?? []).map((one) => one.port).join(", ");
    const text = `no service has port ${port} on ${address}; ${nameOf(owner)} has ${ports}`;
    // IPVS puts services' addresses on a device of each node, where the kernel refuses what nobody serves. facts/dataplane.md 7
    return stop(trip, rules.mode === "ipvs" ? "refused" : "timeout", "no-such-service-port", text, seeService(owner));
  }
  if (!inCidr(address, world.cluster.serviceCidr)) return undefined;
  return stop(trip, "timeout", "no-such-service", `no service has ${address}${staleNote(trip)}`, "kubectl get services -A");
}

/** To an address that nobody has. */
export function toStranger(trip: Trip, address: string): Connection {
  const isNear = isOnLan(trip.world, address);
  return stop(trip, isNear ? "no-route" : "timeout", "nobody", `nobody has ${address}`, "kubectl get nodes,services,pods -A -o wide");
}

import type { Node } from "../kinds/core/node/types.ts";
import { featuresOf } from "./features.ts";
import { toHostSocket } from "./host-socket.ts";
import { nodePortMatch, ownerOf } from "./kube-proxy/match.ts";
import { toPod } from "./pod-route.ts";
import { hostPortOwner } from "./topology.ts";
import { note, rulesOf, stop, type Trip } from "./trip.ts";
import type { Connection } from "./types.ts";
import { toService } from "./service-route.ts";
import { cross } from "./wire.ts";

/** To a machine's own address: a node port, a port that a pod takes of its node, one of the machine's programs, or nothing. */
export function toNode(trip: Trip, node: Node, address: string, port: number): Connection {
  const name = node.metadata.name ?? "";
  const isAway = trip.node !== name;
  const lost = cross(trip, name, address);
  if (lost !== undefined) return lost;
  if (isAway) note(trip, "arp", () => [`${name} answers ARP for ${address}: it is its own`, { address, node: name }]);
  note(trip, "node", () => [`${name} (${address})`, { node: name, address }]);
  const owner = ownerOf(rulesOf(trip), featuresOf(trip.world), address, port);
  if (owner?.match) return toService(trip, owner.match);
  return viaNodePort(trip, port) ?? toHostPort(trip, node, address, port);
}

function viaNodePort(trip: Trip, port: number): Connection | undefined {
  const match = nodePortMatch(rulesOf(trip), port);
  if (match === undefined) return undefined;
  const { namespace = "", name = "" } = match.service.metadata;
  note(trip, "node-port", () => [`${namespace}/${name} has node port ${port}`, { service: `${namespace}/${name}`, port }]);
  return toService(trip, match);
}

/** The network plugin's port mapping keeps the client's address. CNI portmap, facts/dataplane.md 10 */
function toHostPort(trip: Trip, node: Node, address: string, port: number): Connection {
  const { world } = trip;
  const mapped = hostPortOwner(world, trip.node, address, port);
  if (mapped === undefined) return toHostSocket(trip, node, port, trip.client);
  const { namespace = "", name = "" } = mapped.pod.metadata;
  note(trip, "host-port", () => [`pod ${namespace}/${name} takes port ${port} of ${trip.node}`, { pod: `${namespace}/${name}`, port }]);
  return toPod(trip, mapped.pod, mapped.port, trip.client);
}

/** To the machine that the client is on. iptables mode lets node ports be reached so, IPVS does not. facts/dataplane.md 4 */
export function toLoopback(trip: Trip, port: number): Connection {
  const { world, from } = trip;
  if (from.kind === "pc") return stop(trip, "refused", "not-listening", `nothing listens on port ${port} of the user's own machine`);
  if (from.kind === "pod" && !from.pod.spec.hostNetwork) return toPod(trip, from.pod, port, "127.0.0.1");
  const node = world.lister.get("nodes", "", trip.node) as Node | undefined;
  if (node === undefined) return stop(trip, "refused", "not-listening", `nothing listens on port ${port}`);
  note(trip, "node", () => [`${trip.node} (127.0.0.1)`, { node: trip.node, address: "127.0.0.1" }]);
  trip.client = "127.0.0.1";
  const viaPort = rulesOf(trip).mode === "iptables" ? viaNodePort(trip, port) : undefined;
  return viaPort ?? toHostSocket(trip, node, port, "127.0.0.1");
}

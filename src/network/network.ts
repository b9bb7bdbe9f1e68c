import { certificateOf } from "./certificate.ts";
import { lookup, resolveName } from "./dns/resolver.ts";
import { inCidr } from "./pod-blocks.ts";
import { toLoopback, toNode } from "./host.ts";
import { ownerOf } from "./kube-proxy/match.ts";
import { isOn } from "./node-faults.ts";
import { ping } from "./ping.ts";
import { toPodAddress } from "./pod-route.ts";
import { featuresOf } from "./features.ts";
import { addressOfPlace, nodeOfPlace, nodeWithAddress } from "./topology.ts";
import { note, placeName, rulesOf, stop, type Trip } from "./trip.ts";
import type { Connection, Network, NetworkWorld, Place } from "./types.ts";
import { toService } from "./service-route.ts";
import { toStranger, toVirtual } from "./virtual.ts";

/** The dataplane as kube-proxy (iptables, or IPVS) and Calico or Weave Net make it. facts/dataplane.md */
export function createNetwork(world: NetworkWorld): Network {
  return {
    connect(from, address, port) {
      const connection = connect(world, from, address, port);
      world.onConnect?.(connection);
      return connection;
    },
    ping: (from, address) => ping(world, from, address),
    resolve: (from, name) => resolveName(world, from, name),
    lookup: (from, name, type) => lookup(world, from, name, type),
    certificate: (connection, serverName) => certificateOf(world, connection, serverName),
    exchange(connection, request) {
      const { pod, port, source } = connection;
      return world.programs.http(pod, { ...request, clientAddress: source, address: pod.status?.podIP ?? "", port });
    },
  };
}

function connect(world: NetworkWorld, from: Place, address: string, port: number): Connection {
  const client = addressOfPlace(world, from);
  const trip: Trip = { world, from, hops: [], asked: { address, port }, client, node: nodeOfPlace(from) ?? "" };
  note(trip, "client", () => [`${placeName(from)} (${client}) -> ${address}:${port}`, { from: placeName(from), client, address, port }]);
  if (trip.node && !isOn(world.memory, trip.node))
    return stop(trip, "timeout", "client-off", `${trip.node} is off: nothing runs there`, `kubectl get node ${trip.node}`);
  if (address.startsWith("127.")) return toLoopback(trip, port);
  // A packet of a node's or of its pods meets that node's rules before any wire.
  if (from.kind !== "pc") {
    const owner = ownerOf(rulesOf(trip), featuresOf(world), address, port);
    if (owner?.match) return toService(trip, owner.match);
  }
  const node = nodeWithAddress(world, address);
  if (node !== undefined) return toNode(trip, node, address, port);
  if (inCidr(address, world.cluster.podCidr)) return toPodAddress(trip, address, port);
  return toVirtual(trip, address, port) ?? toStranger(trip, address);
}

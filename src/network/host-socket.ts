import { apiServerTrouble } from "../machinery/faults.ts";
import { isControlPlane } from "../machinery/object.ts";
import type { Node } from "../kinds/core/node/types.ts";
import { hostDaemon } from "./host-daemons.ts";
import { toPod } from "./pod-route.ts";
import { hostNetworkListener } from "./topology.ts";
import { note, stop, type Trip } from "./trip.ts";
import type { Connection } from "./types.ts";

/** To what listens on the machine itself. */
export function toHostSocket(trip: Trip, node: Node, port: number, source: string): Connection {
  const { world } = trip;
  const name = node.metadata.name ?? "";
  trip.node = name;
  if (port === Number(new URL(world.cluster.apiServerUrl).port) && isControlPlane(node)) {
    if (apiServerTrouble(world.memory)?.why !== "stopped") return { kind: "api-server", hops: trip.hops };
    return stop(trip, "refused", "not-listening", `no API server runs on ${name}`, "k8sim fault list");
  }
  const daemon = hostDaemon(world, node, port);
  if (daemon !== undefined) {
    note(trip, "node", () => [`${daemon.name} listens on port ${port} of ${name}`, { node: name, port, program: daemon.name }]);
    return { kind: "host", hops: trip.hops, node: name, speaks: daemon.speaks, answer: daemon.answer };
  }
  const listener = hostNetworkListener(world, name, port);
  if (listener !== undefined) return toPod(trip, listener, port, source);
  return stop(trip, "refused", "not-listening", `nothing listens on port ${port} of ${name}`, `kubectl get services -A | grep ${port}`);
}

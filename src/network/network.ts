import type { Node } from "../kinds/core/node/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { resolveName } from "./dns.ts";
import { denyingPolicy } from "./policies.ts";
import { isReachable } from "./node-faults.ts";
import { inCidr } from "./pod-blocks.ts";
import {
  backendsOf,
  chooseBackend,
  nodePortMatch,
  virtualAddress,
  type Backend,
  type ServiceMatch,
  type VirtualAddress,
} from "./services.ts";
import { addressOfNode, addressOfPlace, hostPortOwner, nodeOfPlace, nodeWithAddress, podWithAddress, tunnelOf } from "./topology.ts";
import type { Connection, Hop, Network, NetworkWorld, Place, Refusal } from "./types.ts";

/** How long a client waits before it learns that there is no connection. */
const AFTER_MS: Readonly<Record<Refusal, number>> = { refused: 1, "no-route": 3_060, timeout: 127_000 };

/** The dataplane as kube-proxy (iptables, or IPVS) and Calico or Weave Net make it. facts/dataplane.md */
export function createNetwork(world: NetworkWorld): Network {
  return {
    connect: (from, address, port) => connect(world, from, address, port),
    resolve: (from, name) => resolveName(world, from, name),
    exchange(connection, request) {
      const { pod, port, source } = connection;
      return world.programs.http(pod, { ...request, clientAddress: source, address: pod.status?.podIP ?? "", port });
    },
  };
}

/** A connection under way: where it is and what has happened to it. */
interface Trip {
  readonly world: NetworkWorld;
  readonly from: Place;
  readonly hops: Hop[];
  /** The client's own address. */
  readonly client: string;
  /** The node whose kube-proxy rules decide. */
  node: string;
}

function connect(world: NetworkWorld, from: Place, address: string, port: number): Connection {
  const client = addressOfPlace(world, from);
  const hops: Hop[] = [{ at: "client", text: `${placeName(from)} (${client}) -> ${address}:${port}` }];
  const trip: Trip = { world, from, hops, client, node: nodeOfPlace(from) ?? "" };
  if (trip.node && !isReachable(world.memory, trip.node) && from.kind === "pod") return stop(trip, "timeout", `${trip.node} is cut off`);
  const destination = address === "127.0.0.1" && trip.node ? localAddress(trip) : address;
  const node = nodeWithAddress(world, destination);
  if (node !== undefined) return toNode(trip, node, port);
  if (inCidr(destination, world.cluster.podCidr)) return toPodAddress(trip, destination, port);
  const virtual = virtualAddress(world, destination, port);
  if (virtual.known) return toVirtual(trip, destination, port, virtual);
  return stop(trip, from.kind === "pc" && sameLan(client, destination) ? "no-route" : "timeout", `nobody has ${destination}`);
}

function localAddress({ world, from, node }: Trip): string {
  if (from.kind === "pod" && !from.pod.spec.hostNetwork) return from.pod.status?.podIP ?? "";
  return addressOfPlace(world, { kind: "node", name: node });
}

function sameLan(one: string, other: string): boolean {
  return one.split(".").slice(0, 3).join(".") === other.split(".").slice(0, 3).join(".");
}

function placeName(place: Place): string {
  return place.kind === "pc" ? "pc" : place.kind === "node" ? place.name : `pod ${place.pod.metadata.name}`;
}

function stop({ hops }: Trip, why: Refusal, text: string): Connection {
  hops.push({ at: "stop", text });
  return { kind: "refused", why, hops, afterMs: AFTER_MS[why] };
}

/** To a machine's own address: a node port, a port that a host-network pod listens on, or nothing. */
function toNode(trip: Trip, node: Node, port: number): Connection {
  const { world, hops } = trip;
  const name = node.metadata.name ?? "";
  if (!isReachable(world.memory, name)) return stop(trip, "no-route", `${name} does not answer ARP`);
  hops.push({ at: "node", text: `${name} (${addressOfNode(node)})` });
  trip.node = name;
  const match = nodePortMatch(world, port);
  if (match !== undefined) {
    hops.push({ at: "node-port", text: `${match.service.metadata.namespace}/${match.service.metadata.name} has node port ${port}` });
    return toService(trip, match);
  }
  const owner = hostPortOwner(world, name, port);
  if (owner !== undefined) return toPod(trip, owner.pod, owner.port, trip.client);
  if (port === 6443 && isControlPlane(node)) return { kind: "api-server", hops };
  return stop(trip, "refused", `nothing listens on port ${port} of ${name}`);
}

function isControlPlane({ metadata: { labels = {} } }: Node): boolean {
  return "node-role.kubernetes.io/control-plane" in labels || "node-role.kubernetes.io/master" in labels;
}

/** To a pod's own address: from nodes and pods only, since the user's machine has no route. */
function toPodAddress(trip: Trip, address: string, port: number): Connection {
  const { world, from } = trip;
  if (from.kind === "pc") return stop(trip, "timeout", `pc has no route to ${address}`);
  const { pod, node } = podWithAddress(world, address);
  if (pod === undefined) return stop(trip, "no-route", `${node ?? "nobody"} has no pod ${address}`);
  return toPod(trip, pod, port, from.kind === "pod" ? trip.client : sourceTowards(trip, pod));
}

/** To a cluster IP, load balancer IP or external IP. */
function toVirtual(trip: Trip, address: string, port: number, { taken, match }: VirtualAddress & { known: true }): Connection {
  const { world, from, hops } = trip;
  if (from.kind === "pc") {
    if (match?.by === "cluster-ip" || inCidr(address, world.cluster.serviceCidr))
      return stop(trip, "timeout", `pc has no route to ${address}`);
    const leader = world.announcer?.(address);
    if (leader === undefined || !isReachable(world.memory, leader)) return stop(trip, "no-route", `nobody answers ARP for ${address}`);
    hops.push({ at: "arp", text: `${leader} answers ARP for ${address}` });
    trip.node = leader;
  }
  if (match === undefined) return stop(trip, taken && isIpvs(world) ? "refused" : "timeout", `no service has port ${port} on ${address}`);
  return toService(trip, match);
}

/** IPVS puts services' addresses on a device of each node, where the kernel refuses what nobody serves. facts/dataplane.md 7 */
function isIpvs({ cluster }: NetworkWorld): boolean {
  return cluster.proxyMode === "ipvs";
}

/** kube-proxy's rules on one node. */
function toService(trip: Trip, match: ServiceMatch): Connection {
  const { world, from, hops } = trip;
  const { service, by } = match;
  const name = `${service.metadata.namespace}/${service.metadata.name}`;
  const outside = from.kind === "pc" || (by === "node-port" && from.kind === "node" && from.name !== trip.node);
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  if (by === "load-balancer" && ranges.length > 0 && !ranges.some((range) => inCidr(trip.client, range)))
    return stop(trip, "timeout", `${name} admits ${ranges.join(", ")} only`);
  const all = backendsOf(world, match);
  const local = service.spec.externalTrafficPolicy === "Local" && by !== "cluster-ip" && (outside || by === "node-port");
  const backends = local ? all.filter(({ node }) => node === trip.node) : all;
  if (all.length === 0 && !(service.metadata.name === "kubernetes" && service.metadata.namespace === "default"))
    return stop(trip, "refused", `${name} has no ready endpoints`);
  if (backends.length === 0 && all.length > 0)
    return stop(trip, isIpvs(world) ? "refused" : "timeout", `${name} has no endpoints on ${trip.node}, and its policy is Local`);
  const backend = chooseBackend(world, match, backends, trip.node, trip.client);
  hops.push({
    at: "service",
    text: `${name} port ${match.port.port} -> ${backend.pod ?? backend.address} (${backend.address}:${backend.port}), one of ${backends.length}`,
  });
  return toBackend(trip, match, backend, local);
}

function toBackend(trip: Trip, { by }: ServiceMatch, backend: Backend, local: boolean): Connection {
  const { world, from, hops } = trip;
  const pod = backend.pod
    ? (world.lister.get("pods", backend.namespace ?? "", backend.pod) as Pod | undefined)
    : podWithAddress(world, backend.address).pod;
  if (pod === undefined)
    return nodeWithAddress(world, backend.address) ? { kind: "api-server", hops } : stop(trip, "timeout", `nobody has ${backend.address}`);
  const fromPod = from.kind === "pod" && !from.pod.spec.hostNetwork;
  const hairpin = fromPod && from.pod.metadata.uid === pod.metadata.uid;
  const keeps = local || (fromPod && by === "cluster-ip" && !hairpin);
  const source = keeps ? trip.client : sourceTowards(trip, pod);
  if (source !== trip.client) hops.push({ at: "masquerade", text: `${trip.node} sends it on as ${source}` });
  return toPod(trip, pod, backend.port, source);
}

/** The address of the interface by which a node reaches a pod. */
function sourceTowards({ world, node }: Trip, pod: Pod): string {
  // Calico's pods hang on the node itself, Weave Net's on its bridge.
  const isDirect = pod.spec.hostNetwork || (pod.spec.nodeName === node && world.cluster.ipam !== "weave");
  return isDirect ? addressOfPlace(world, { kind: "node", name: node }) : tunnelOf(world, node);
}

function toPod(trip: Trip, pod: Pod, port: number, source: string): Connection {
  const { world, hops, from } = trip;
  const node = pod.spec.nodeName ?? "";
  if (!isReachable(world.memory, node)) return stop(trip, "timeout", `${node} is down`);
  const policy = denyingPolicy(world, { pod, port, from, source });
  if (policy !== undefined) return stop(trip, "timeout", `network policy ${policy} does not let it pass`);
  hops.push({ at: "pod", text: `pod ${pod.metadata.name} on ${node}, port ${port}, sees ${source}` });
  if (!world.programs.listens(pod, port)) return stop(trip, "refused", `nothing listens on port ${port} of pod ${pod.metadata.name}`);
  return { kind: "open", hops, pod, port, source };
}

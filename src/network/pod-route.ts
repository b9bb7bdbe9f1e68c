import type { Pod } from "../kinds/core/pod/types.ts";
import { canTalk, forwards, isOn } from "./node-faults.ts";
import { denyingPolicy } from "./policies.ts";
import { addressOfName, blockOf, bridgeOf, podWithAddress, tunnelOf } from "./topology.ts";
import { note, originOf, silence, stop, type Trip } from "./trip.ts";
import type { Connection, NetworkWorld } from "./types.ts";

/** A route that discards: a node knows at once. */
const AT_ONCE_MS = 1;

/** To a pod's own address: from nodes and pods only, since the user's machine has no route. */
export function toPodAddress(trip: Trip, address: string, port: number): Connection {
  const { world, from } = trip;
  if (from.kind === "pc")
    return stop(
      trip,
      "timeout",
      "no-route-to-pod",
      `pc has no route to ${address}: pod addresses exist in the cluster alone`,
      "kubectl get pods -A -o wide",
    );
  const { pod, node } = podWithAddress(world, address);
  if (pod === undefined) {
    const text = `no pod has ${address}${node ? `, one of ${node}'s` : ""}`;
    // The node that owns the block has a blackhole route for it; packets from elsewhere end there unseen. facts/dataplane.md 2
    const isOwn = node !== undefined && node === trip.node;
    return stop(trip, isOwn ? "no-route" : "timeout", "no-such-pod", text, "kubectl get pods -A -o wide", isOwn ? AT_ONCE_MS : undefined);
  }
  const source = originOf(trip) === "pod" ? trip.client : sourceTowards(world, trip.node, pod.spec.nodeName ?? "", false);
  return toPod(trip, pod, port, source);
}

/** The address of the interface by which a node reaches a pod of `target`, or (`toHost`) `target` itself. */
export function sourceTowards(world: NetworkWorld, node: string, target: string, toHost: boolean): string {
  // Calico's pods hang on the node itself, all others' on a bridge.
  const isDirect = toHost || (target === node && world.cluster.ipam === undefined);
  if (!isDirect && target === node && world.cluster.ipam === "host-local") return bridgeOf(world, node);
  return isDirect ? addressOfName(world, node) : tunnelOf(world, node);
}

/** From the node that the packets have reached to a pod, wherever it is, under that source address. */
export function toPod(trip: Trip, pod: Pod, port: number, source: string): Connection {
  const { world, from } = trip;
  const here = trip.node;
  const node = pod.spec.nodeName ?? "";
  // What stays inside a pod or a machine meets neither routes nor policies.
  const isInside = source.startsWith("127.");
  const lost = isInside || pod.spec.hostNetwork ? undefined : route(trip, pod, node);
  if (lost !== undefined) return lost;
  const policy = isInside ? undefined : denyingPolicy(world, { pod, port, from, source });
  if (policy !== undefined) {
    const { namespace, name } = policy.metadata;
    const text = `network policy ${name} does not let it pass`;
    return stop(trip, "timeout", "network-policy", text, `kubectl describe networkpolicy ${name} -n ${namespace}`);
  }
  trip.node = node;
  trip.client = source;
  const { name = "", namespace = "" } = pod.metadata;
  note(trip, "pod", () => [
    `pod ${name} on ${node}, port ${port}, sees ${source}`,
    { pod: `${namespace}/${name}`, node, port, source, via: here },
  ]);
  if (!world.programs.listens(pod, port)) {
    const text = `nothing listens on port ${port} of pod ${name}`;
    return stop(trip, "refused", "not-listening", text, `kubectl describe pod ${name} -n ${namespace}`);
  }
  return { kind: "open", hops: trip.hops, pod, port, source };
}

/** The wire between two nodes, and whether both pass on what is not their own. */
function route(trip: Trip, pod: Pod, target: string): Connection | undefined {
  const { world } = trip;
  const { memory } = world;
  const here = trip.node;
  if (!isOn(memory, target)) {
    const { cause, text, see } = silence(trip, target);
    return stop(trip, "timeout", cause, text, see);
  }
  if (here !== target) {
    note(trip, "route", () => [routeText(world, here, target, pod.status?.podIP ?? ""), { from: here, to: target }]);
    if (!canTalk(memory, here, target)) {
      const see = `kubectl get nodes ${here} ${target}`;
      return stop(trip, "timeout", "partition", `no packets pass between ${here} and ${target}`, see);
    }
  }
  const passes = here !== target || originOf(trip) !== "node" ? [here, target] : [];
  const stuck = passes.find((name) => !forwards(memory, name) && !(name === here && originOf(trip) === "node"));
  if (stuck === undefined) return undefined;
  const text = `${stuck} passes on no packets: br_netfilter is gone and its network was restarted`;
  return stop(trip, "timeout", "no-forwarding", text, `kubectl get pods -A -o wide --field-selector spec.nodeName=${stuck}`);
}

/** The route as the node's own table has it. facts/calico.md 4 */
function routeText(world: NetworkWorld, here: string, target: string, address: string): string {
  if (world.cluster.ipam === "weave") return `${here} -> ${target} over Weave Net's bridge`;
  if (world.cluster.ipam === "host-local")
    return `${here} -> ${target}: ${blockOf(world, address)} via ${tunnelOf(world, target)} dev flannel.1`;
  const node = world.lister.get("nodes", "", target);
  const isVxlan = node?.metadata.annotations?.["projectcalico.org/IPv4VXLANTunnelAddr"] !== undefined;
  const via = isVxlan ? tunnelOf(world, target) : addressOfName(world, target);
  return `${here} -> ${target}: ${blockOf(world, address)} via ${via} dev ${isVxlan ? "vxlan.calico" : "tunl0"}`;
}

import type { Pod } from "../kinds/core/pod/types.ts";
import { featuresOf } from "./features.ts";
import { toHostSocket } from "./host-socket.ts";
import { type Backend, readyBackends, terminatingBackends } from "./kube-proxy/backends.ts";
import { chooseBackend, type Chosen } from "./kube-proxy/choose.ts";
import { decide, type Verdict } from "./kube-proxy/decide.ts";
import type { ServiceMatch } from "./kube-proxy/match.ts";
import { inCidr } from "./pod-blocks.ts";
import { sourceTowards, toPod } from "./pod-route.ts";
import { isOnLan, nodeWithAddress, podWithAddress } from "./topology.ts";
import { note, originOf, rulesOf, stop, type Trip } from "./trip.ts";
import type { Connection } from "./types.ts";
import { cross } from "./wire.ts";

/** `default/echo` */
export function nameOf({ service }: Pick<ServiceMatch, "service">): string {
  return `${service.metadata.namespace}/${service.metadata.name}`;
}

/** The command that shows a service and its endpoints. */
export function seeService({ service: { metadata } }: Pick<ServiceMatch, "service">, kind = "service"): string {
  return `kubectl ${kind === "endpoints" ? "get endpoints" : "describe service"} ${metadata.name} -n ${metadata.namespace}`;
}

/** What to say of rules that nobody keeps up. */
export function staleNote(trip: Trip): string {
  const { state } = rulesOf(trip);
  if (state === "live" || trip.node === "") return "";
  return state === "none" ? `: kube-proxy has not run on ${trip.node} yet` : `: kube-proxy does not run on ${trip.node}, its rules are old`;
}

/** kube-proxy's rules on one node. */
export function toService(trip: Trip, match: ServiceMatch): Connection {
  const { world } = trip;
  const { service, by } = match;
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  if (by === "load-balancer" && ranges.length > 0 && !ranges.some((range) => inCidr(trip.client, range)))
    return stop(
      trip,
      "timeout",
      "source-range",
      `${nameOf(match)} admits ${ranges.join(", ")} only, not ${trip.client}`,
      seeService(match),
    );
  const rules = rulesOf(trip);
  const origin = originOf(trip);
  const arrival = { match, node: trip.node, origin, mode: rules.mode, features: featuresOf(world) };
  const ready = readyBackends(rules, match);
  const verdict = decide(arrival, ready, () => terminatingBackends(world, match));
  if (verdict.kind === "stop") return refuse(trip, match, verdict);
  const chosen = chooseBackend(world, { match, backends: verdict.backends, node: trip.node, mode: rules.mode, client: trip.client });
  noteChoice(trip, match, verdict.backends, chosen);
  return toBackend(trip, match, chosen.backend, verdict.masquerade);
}

function refuse(trip: Trip, match: ServiceMatch, { why, cause }: Extract<Verdict, { kind: "stop" }>): Connection {
  const text =
    cause === "no-endpoints"
      ? `${nameOf(match)} has no ready endpoints`
      : `${nameOf(match)} has no endpoints on ${trip.node}, and its policy is Local`;
  return stop(trip, why, cause, text + staleNote(trip), seeService(match, "endpoints"));
}

function noteChoice(trip: Trip, match: ServiceMatch, backends: readonly Backend[], { backend, how }: Chosen): void {
  const share = how === "random" ? `, each with ${probabilityText(1 / backends.length)}` : how === "only" ? "" : `, by ${how}`;
  note(trip, "service", () => [
    `${nameOf(match)} port ${match.port.port} -> ${backend.pod ?? backend.address} (${backend.address}:${backend.port}), one of ${backends.length}${share}${staleNote(trip)}`,
    {
      service: nameOf(match),
      by: match.by,
      node: trip.node,
      mode: rulesOf(trip).mode,
      how,
      chosen: `${backend.address}:${backend.port}`,
      candidates: backends.map(({ address, port, pod, node }) => ({
        address: `${address}:${port}`,
        ...(pod ? { pod } : {}),
        ...(node ? { node } : {}),
        ...(how === "random" ? { probability: probabilityText(1 / backends.length) } : {}),
      })),
    },
  ]);
}

/** As `iptables-save` writes it, which knows multiples of 2^-31: `0.33333333349`. */
export function probabilityText(probability: number): string {
  return (Math.round(probability * 2 ** 31) / 2 ** 31).toFixed(11);
}

function toBackend(trip: Trip, match: ServiceMatch, backend: Backend, masquerade: boolean): Connection {
  const { world } = trip;
  const pod = podOf(trip, backend);
  const isHost = pod === undefined || pod.spec.hostNetwork === true;
  const node = isHost ? nodeWithAddress(world, backend.address) : undefined;
  if (node !== undefined) {
    const name = node.metadata.name ?? "";
    if (masquerade) trip.client = masqueraded(trip, name, true);
    return cross(trip, name, backend.address) ?? toHostSocket(trip, node, backend.port, trip.client);
  }
  if (pod === undefined) {
    const text = `nobody has ${backend.address}, an endpoint of ${nameOf(match)}${staleNote(trip)}`;
    return stop(trip, isOnLan(world, backend.address) ? "no-route" : "timeout", "stale-endpoint", text, seeService(match, "endpoints"));
  }
  const isHairpin = trip.from.kind === "pod" && trip.from.pod.metadata.uid === pod.metadata.uid && originOf(trip) === "pod";
  if (masquerade || isHairpin) trip.client = masqueraded(trip, pod.spec.nodeName ?? "", false);
  return toPod(trip, pod, backend.port, trip.client);
}

/** The pod behind an endpoint, as long as it has that address. */
function podOf({ world }: Trip, { namespace, pod, address }: Backend): Pod | undefined {
  const named = pod ? (world.lister.get("pods", namespace ?? "", pod) as Pod | undefined) : undefined;
  return named?.status?.podIP === address ? named : podWithAddress(world, address).pod;
}

/** The address under which the node sends packets on to a pod of `target` (or to `target` itself). */
function masqueraded(trip: Trip, target: string, toHost: boolean): string {
  const source = sourceTowards(trip.world, trip.node, target, toHost);
  if (source !== trip.client) note(trip, "masquerade", () => [`${trip.node} sends it on as ${source}`, { node: trip.node, source }]);
  return source;
}

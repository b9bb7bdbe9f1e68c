import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from "../kinds/networking/networkpolicy/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { selects } from "../machinery/labels.ts";
import { inCidr } from "./pod-blocks.ts";
import type { NetworkWorld, Place } from "./types.ts";

type Protocol = "TCP" | "UDP";
type Direction = "Egress" | "Ingress";

/** One connection, as policies see it: with the addresses after service translation and masquerading. */
interface Flow {
  readonly pod: Pod;
  /** The pod's port; undefined for what has none, as a ping. */
  readonly port: number | undefined;
  /** `TCP` when absent. */
  readonly protocol?: Protocol;
  readonly from: Place;
  /** The client's address as the pod would see it. */
  readonly source: string;
}

/**
 * A policy that keeps a connection out, or undefined when it may pass. A pod that no policy selects takes everything; each
 * policy that selects it adds what it allows. Calico enforces both ends; a node always reaches its own pods.
 */
// kubernetes.io NetworkPolicy semantics; Calico's host-to-workload default ACCEPT
export function denyingPolicy(world: NetworkWorld, flow: Flow): NetworkPolicy | undefined {
  const { pod, from, source } = flow;
  const client = from.kind === "pod" ? from.pod : undefined;
  if (client !== undefined && !client.spec.hostNetwork) {
    const denied = denies(world, client, "Egress", flow, (peer) => matchesPod(world, peer, client, pod, pod.status?.podIP ?? ""));
    if (denied !== undefined) return denied;
  }
  if (pod.spec.hostNetwork || (from.kind === "node" && from.name === pod.spec.nodeName)) return undefined;
  const sender = client !== undefined && source === client.status?.podIP ? client : undefined;
  return denies(world, pod, "Ingress", flow, (peer) => matchesPod(world, peer, pod, sender, source));
}

function denies(
  world: NetworkWorld,
  subject: Pod,
  direction: Direction,
  flow: Flow,
  matches: (peer: NetworkPolicyPeer) => boolean,
): NetworkPolicy | undefined {
  const all = world.lister.list("networkpolicies.networking.k8s.io", {
    namespace: subject.metadata.namespace ?? "",
  }) as readonly NetworkPolicy[];
  const applying = all.filter(({ spec }) => typesOf(spec).includes(direction) && selects(spec?.podSelector ?? {}, subject.metadata.labels));
  if (applying.length === 0) return undefined;
  const isAllowed = applying.some(({ spec }) =>
    (direction === "Ingress"
      ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
    ).some(
      ({ peers, ports }) =>
        (!peers || peers.length === 0 || peers.some(matches)) &&
        (!ports || ports.length === 0 || ports.some((one) => matchesPort(one, flow))),
    ),
  );
  return isAllowed ? undefined : applying[0];
}

function typesOf(spec: NetworkPolicy["spec"]): readonly string[] {
  return spec?.policyTypes ?? (spec?.egress ? ["Ingress", "Egress"] : ["Ingress"]);
}

/** Whether a peer is the other end: a block of addresses, or pods by their and their namespace's labels. */
function matchesPod(
  { lister }: NetworkWorld,
  { ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer,
  subject: Pod,
  other: Pod | undefined,
  address: string,
): boolean {
  if (ipBlock !== undefined) return inCidr(address, ipBlock.cidr) && !(ipBlock.except ?? []).some((cidr) => inCidr(address, cidr));
  if (other === undefined) return false;
  if (namespaceSelector === undefined) {
    if (other.metadata.namespace !== subject.metadata.namespace) return false;
  } else if (!selects(namespaceSelector, lister.get("namespaces", "", other.metadata.namespace ?? "")?.metadata.labels)) return false;
  return podSelector === undefined || selects(podSelector, other.metadata.labels);
}

function matchesPort({ protocol = "TCP", port, endPort }: NetworkPolicyPort, flow: Flow): boolean {
  const { pod, port: actual, protocol: spoken = "TCP" } = flow;
  if (actual === undefined || protocol !== spoken) return false;
  if (port === undefined) return true;
  if (typeof port === "number") return actual >= port && actual <= (endPort ?? port);
  return pod.spec.containers.some(({ ports = [] }) => ports.some(({ name, containerPort }) => name === port && containerPort === actual));
}

import type { Endpoints } from "../kinds/core/endpoints/types.ts";
import type { Service, ServicePort } from "../kinds/core/service/types.ts";
import { inCidr } from "./pod-blocks.ts";
import type { NetworkWorld } from "./types.ts";

/** A service port that a destination stands for. */
export interface ServiceMatch {
  readonly service: Service;
  readonly port: ServicePort;
  /** By which of its addresses it was found. */
  readonly by: "cluster-ip" | "external-ip" | "load-balancer" | "node-port";
}

/** A place where a service's traffic may end. */
export interface Backend {
  readonly address: string;
  readonly port: number;
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
}

/** What a virtual address is: one of a service's, with or without that port, or one of the service network that no service has. */
export type VirtualAddress = { readonly known: false } | { readonly known: true; readonly taken: boolean; readonly match?: ServiceMatch };

/** The service behind an address that no machine has. pkg/proxy/iptables, 1.20 */
export function virtualAddress({ lister, cluster }: NetworkWorld, address: string, port: number): VirtualAddress {
  let taken = false;
  for (const service of lister.list("services") as readonly Service[]) {
    const { clusterIP, externalIPs, ports = [], type } = service.spec;
    const by =
      clusterIP === address
        ? "cluster-ip"
        : type === "LoadBalancer" && service.status?.loadBalancer?.ingress?.some(({ ip }) => ip === address)
          ? "load-balancer"
          : externalIPs?.includes(address)
            ? "external-ip"
            : undefined;
    if (by === undefined) continue;
    taken = true;
    const found = ports.find((candidate) => candidate.port === port && (candidate.protocol ?? "TCP") === "TCP");
    if (found) return { known: true, taken, match: { service, port: found, by } };
  }
  return taken || inCidr(address, cluster.serviceCidr) ? { known: true, taken } : { known: false };
}

/** The service that has a node port. */
export function nodePortMatch({ lister }: NetworkWorld, port: number): ServiceMatch | undefined {
  for (const service of lister.list("services") as readonly Service[]) {
    const found = service.spec.ports?.find(({ nodePort, protocol }) => nodePort === port && (protocol ?? "TCP") === "TCP");
    if (found) return { service, port: found, by: "node-port" };
  }
  return undefined;
}

/** The ready endpoints of a service port. */
export function backendsOf({ lister }: NetworkWorld, { service, port }: ServiceMatch): Backend[] {
  const endpoints = lister.get("endpoints", service.metadata.namespace ?? "", service.metadata.name ?? "") as Endpoints | undefined;
  const backends: Backend[] = [];
  for (const { addresses = [], ports = [] } of endpoints?.subsets ?? []) {
    const target = ports.find(({ name }) => (name ?? "") === (port.name ?? ""));
    if (target === undefined) continue;
    for (const { ip, nodeName, targetRef } of addresses) {
      const pod = targetRef?.kind === "Pod" ? { namespace: targetRef.namespace ?? "", pod: targetRef.name ?? "" } : {};
      backends.push({ address: ip, port: target.port, ...(nodeName ? { node: nodeName } : {}), ...pod });
    }
  }
  return backends;
}

interface Sticky {
  address: string;
  at: number;
}

/**
 * Chooses a backend for one connection: the client's own while session affinity holds, else any. Affinity is kept
 * by each node for itself, by the client's address before masquerading.
 */
export function chooseBackend(
  world: NetworkWorld,
  match: ServiceMatch,
  backends: readonly Backend[],
  node: string,
  client: string,
): Backend {
  const { sim, memory } = world;
  const { service, port } = match;
  const { namespace = "", name = "" } = service.metadata;
  const key = `network/affinity/${node}/${namespace}/${name}/${port.port}`;
  const sticks = service.spec.sessionAffinity === "ClientIP";
  const now = sim.now();
  const table = sticks ? ((memory.get(key) ?? {}) as unknown as Record<string, Sticky>) : {};
  const timeoutMs = (service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) * 1000;
  const last = table[client];
  const kept = last && now - last.at <= timeoutMs ? backends.find(({ address }) => address === last.address) : undefined;
  const chosen = kept ?? draw(world, match, backends, node);
  if (sticks) memory.set(key, { ...table, [client]: { address: chosen.address, at: now } } as unknown as Parameters<typeof memory.set>[1]);
  return chosen;
}

/** iptables draws. IPVS takes turns, each node and each virtual server for itself; where it begins lies outside, so a tape may say it too. */
function draw({ sim, memory, cluster }: NetworkWorld, match: ServiceMatch, backends: readonly Backend[], node: string): Backend {
  if (backends.length === 1) return backends[0] as Backend;
  const { namespace = "", name = "" } = match.service.metadata;
  const names = backends.map(({ pod, address }) => pod ?? address);
  const turn = cluster.proxyMode === "ipvs" ? `network/ipvs/${node}/${match.by}/${namespace}/${name}/${match.port.port}` : undefined;
  const next = turn === undefined ? undefined : names[(names.indexOf(String(memory.get(turn))) + 1) % names.length];
  const text = sim.draw(`backend/${namespace}/${name}`, (random) => next ?? names[random.int(names.length)] ?? "");
  const chosen = backends[names.indexOf(text)] ?? backends.find(({ address }) => address === text) ?? (backends[0] as Backend);
  if (turn !== undefined) memory.set(turn, chosen.pod ?? chosen.address);
  return chosen;
}

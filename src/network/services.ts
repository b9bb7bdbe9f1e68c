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

/** What a virtual address is: one of a service's, with or without that port. */
export type VirtualAddress = { readonly known: false } | { readonly known: true; readonly match?: ServiceMatch };

/** The service behind an address that no machine has. pkg/proxy/iptables, 1.20 */
export function virtualAddress({ lister, cluster }: NetworkWorld, address: string, port: number): VirtualAddress {
  let known = inCidr(address, cluster.serviceCidr);
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
    known = true;
    const found = ports.find((candidate) => candidate.port === port && (candidate.protocol ?? "TCP") === "TCP");
    if (found) return { known, match: { service, port: found, by } };
  }
  return { known };
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
 * Chooses a backend for one connection: the client's own while session affinity holds, else any, all equally likely. Affinity is kept
 * by each node for itself, by the client's address before masquerading.
 */
export function chooseBackend(
  { sim, memory }: NetworkWorld,
  { service, port }: ServiceMatch,
  backends: readonly Backend[],
  node: string,
  client: string,
): Backend {
  const { namespace = "", name = "" } = service.metadata;
  const key = `network/affinity/${node}/${namespace}/${name}/${port.port}`;
  const sticks = service.spec.sessionAffinity === "ClientIP";
  const now = sim.now();
  const table = sticks ? ((memory.get(key) ?? {}) as unknown as Record<string, Sticky>) : {};
  const timeoutMs = (service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) * 1000;
  const last = table[client];
  const kept = last && now - last.at <= timeoutMs ? backends.find(({ address }) => address === last.address) : undefined;
  const chosen = kept ?? draw(sim, `backend/${namespace}/${name}`, backends);
  if (sticks) memory.set(key, { ...table, [client]: { address: chosen.address, at: now } } as unknown as Parameters<typeof memory.set>[1]);
  return chosen;
}

function draw(sim: NetworkWorld["sim"], stream: string, backends: readonly Backend[]): Backend {
  if (backends.length === 1) return backends[0] as Backend;
  const names = backends.map(({ pod, address }) => pod ?? address);
  const text = sim.draw(stream, (random) => names[random.int(names.length)] ?? "");
  return backends[names.indexOf(text)] ?? backends.find(({ address }) => address === text) ?? (backends[0] as Backend);
}

import type { Json } from "../../base/json.ts";
import type { NetworkWorld } from "../types.ts";
import type { Backend } from "./backends.ts";
import type { ServiceMatch } from "./match.ts";
import type { ProxyMode } from "./rules.ts";

/** What a choice is made of. */
export interface Choice {
  readonly match: ServiceMatch;
  readonly backends: readonly Backend[];
  /** The node that chooses. */
  readonly node: string;
  readonly mode: ProxyMode;
  /** The client's address before masquerading. */
  readonly client: string;
}

/** A backend, and why it is that one. */
export interface Chosen {
  readonly backend: Backend;
  readonly how: "affinity" | "only" | "random" | "round-robin";
}

interface Sticky {
  address: string;
  at: number;
}

const DEFAULT_TIMEOUT_SECONDS = 10_800;

/**
 * Chooses a backend for one connection: the client's own while session affinity holds, else any. Affinity is kept by each node for itself,
 * by the client's address before masquerading, and lasts from the client's latest connection.
 */
export function chooseBackend(world: NetworkWorld, choice: Choice): Chosen {
  const { service } = choice.match;
  if (service.spec.sessionAffinity !== "ClientIP") return draw(world, choice);
  const { sim, memory } = world;
  const now = sim.now();
  const key = affinityKey(choice);
  const timeoutMs = (service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  const table = (memory.get(key) ?? {}) as unknown as Record<string, Sticky>;
  const fresh = Object.fromEntries(Object.entries(table).filter(([, { at }]) => now - at <= timeoutMs));
  const last = fresh[choice.client];
  const kept = last && choice.backends.find(({ address }) => address === last.address);
  const chosen: Chosen = kept ? { backend: kept, how: "affinity" } : draw(world, choice);
  memory.set(key, { ...fresh, [choice.client]: { address: chosen.backend.address, at: now } } as unknown as Json);
  return chosen;
}

/** iptables' chains of a service port serve all of its addresses; IPVS has a virtual server for each. */
function affinityKey({ match: { service, port, by }, node, mode }: Choice): string {
  const { namespace = "", name = "" } = service.metadata;
  return `network/affinity/${node}/${namespace}/${name}/${port.port}${mode === "ipvs" ? `/${by}` : ""}`;
}

/** Ends what a node remembers of its connections: it has started anew. */
export function forgetConnections({ lister, memory }: Pick<NetworkWorld, "lister" | "memory">, node: string): void {
  for (const { metadata, spec } of lister.list("services") as readonly ServiceMatch["service"][]) {
    for (const { port } of spec.ports ?? []) {
      const base = `network/affinity/${node}/${metadata.namespace ?? ""}/${metadata.name ?? ""}/${port}`;
      const turn = `${metadata.namespace ?? ""}/${metadata.name ?? ""}/${port}`;
      for (const key of [base, ...ADDRESS_KINDS.flatMap((by) => [`${base}/${by}`, `network/ipvs/${node}/${by}/${turn}`])]) {
        if (memory.get(key) !== undefined) memory.set(key, null);
      }
    }
  }
}

const ADDRESS_KINDS: readonly ServiceMatch["by"][] = ["cluster-ip", "external-ip", "load-balancer", "node-port"];

/** iptables draws. IPVS takes turns, each node and each virtual server for itself; where it begins lies outside, so a tape may say it too. */
function draw({ sim, memory }: NetworkWorld, { match, backends, node, mode }: Choice): Chosen {
  if (backends.length === 1) return { backend: backends[0] as Backend, how: "only" };
  const { namespace = "", name = "" } = match.service.metadata;
  const names = backends.map(({ pod, address }) => pod ?? address);
  const turn = mode === "ipvs" ? `network/ipvs/${node}/${match.by}/${namespace}/${name}/${match.port.port}` : undefined;
  const next = turn === undefined ? undefined : names[(names.indexOf(String(memory.get(turn))) + 1) % names.length];
  const text = sim.draw(`backend/${namespace}/${name}`, (random) => next ?? names[random.int(names.length)] ?? "");
  const backend = backends[names.indexOf(text)] ?? backends.find(({ address }) => address === text) ?? (backends[0] as Backend);
  if (turn !== undefined) memory.set(turn, backend.pod ?? backend.address);
  return { backend, how: turn === undefined ? "random" : "round-robin" };
}

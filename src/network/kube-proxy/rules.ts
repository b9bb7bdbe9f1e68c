import type { Json } from "../../base/json.ts";
import type { Endpoints } from "../../kinds/core/endpoints/types.ts";
import type { Service } from "../../kinds/core/service/types.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import type { NetworkWorld } from "../types.ts";

/** What kube-proxy has made of a node. */
export type ProxyState =
  /** It runs: the node's rules follow the API. `mode` and `strictArp` as that process read them. */
  | { readonly kind: "live"; readonly mode: ProxyMode; readonly strictArp: boolean; readonly process: string }
  /** It has stopped, or sees no API server: the rules are those of that time. */
  | {
      readonly kind: "frozen";
      readonly mode: ProxyMode;
      readonly strictArp: boolean;
      readonly process: string;
      readonly snapshot: string;
    }
  /** The node has started anew, and it has not run since: there are no rules. */
  | { readonly kind: "none" };

export type ProxyMode = "iptables" | "ipvs";

/** Services and endpoints as a node's kube-proxy has them in its rules. */
export interface Rules {
  readonly node: string;
  readonly mode: ProxyMode;
  readonly strictArp: boolean;
  readonly state: ProxyState["kind"];
  services(): readonly Service[];
  endpoints(namespace: string, name: string): Endpoints | undefined;
}

/** What a stopped kube-proxy leaves behind. */
interface Snapshot {
  readonly services: readonly Service[];
  readonly endpoints: readonly Endpoints[];
}

function stateKey(node: string): string {
  return `kube-proxy/${node}`;
}

/** The state of a node's kube-proxy; undefined where nobody has seen one: its rules are taken to follow the API. */
export function proxyState(memory: Pick<ClusterMemory, "get">, node: string): ProxyState | undefined {
  return memory.get(stateKey(node)) as unknown as ProxyState | undefined;
}

/** Remembers the state of a node's kube-proxy. */
export function setProxyState(memory: ClusterMemory, node: string, state: ProxyState): void {
  memory.set(stateKey(node), state as unknown as Json);
}

/** Keeps services and endpoints as they are now, and gives the name by which {@link rulesOn} finds them. */
export function takeSnapshot({ lister, memory, sim }: Pick<NetworkWorld, "lister" | "memory" | "sim">): string {
  const key = `kube-proxy-rules/${sim.now()}`;
  memory.set(key, { services: lister.list("services"), endpoints: lister.list("endpoints") } as unknown as Json);
  return key;
}

/** The rules of a node; the user's own machine ("") has none. */
export function rulesOn(world: NetworkWorld, node: string): Rules {
  const { lister, memory, cluster } = world;
  const state = proxyState(memory, node);
  const mode = cluster.proxyMode ?? "iptables";
  if (node === "" || state?.kind === "none")
    return { node, mode, strictArp: false, state: "none", services: () => [], endpoints: () => undefined };
  if (state?.kind === "frozen") {
    const { services, endpoints } = (memory.get(state.snapshot) ?? { services: [], endpoints: [] }) as unknown as Snapshot;
    return {
      node,
      mode: state.mode,
      strictArp: state.strictArp,
      state: "frozen",
      services: () => services,
      endpoints: (namespace, name) => endpoints.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace),
    };
  }
  return {
    node,
    mode: state?.mode ?? mode,
    strictArp: state?.strictArp ?? false,
    state: "live",
    services: () => lister.list("services") as readonly Service[],
    endpoints: (namespace, name) => lister.get("endpoints", namespace, name) as Endpoints | undefined,
  };
}

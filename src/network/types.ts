import type { ClusterMemory, Lister } from "../machinery/component.ts";
import type { ClusterSettings } from "../machinery/kind.ts";
import type { Sim } from "../sim/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { AppRequest, HttpResponse } from "./http.ts";

/** Where a request comes from: the user's own machine on the nodes' network, a node, or a pod. */
export type Place =
  | { readonly kind: "node"; readonly name: string }
  | { readonly kind: "pc" }
  | { readonly kind: "pod"; readonly pod: Pod };

/** What runs in pods, as far as the network cares. */
export interface PodPrograms {
  /** Whether something in the pod listens on the port. */
  listens(pod: Pod, port: number): boolean;
  /** The answer of what listens there; undefined when nothing does, or when it closes without one. */
  http(pod: Pod, request: AppRequest): HttpResponse | undefined;
}

/** What the dataplane is made of. */
export interface NetworkWorld {
  readonly lister: Lister;
  readonly sim: Sim;
  readonly memory: ClusterMemory;
  readonly cluster: ClusterSettings;
  readonly programs: PodPrograms;
  /** The node that answers ARP for a load balancer's address; undefined when nobody does. */
  readonly announcer?: (address: string) => string | undefined;
}

/** One step of a packet's way. */
export interface Hop {
  readonly at: "arp" | "client" | "dns" | "masquerade" | "node" | "node-port" | "pod" | "service" | "stop";
  /** One line for people. */
  readonly text: string;
}

export type Refusal = "no-route" | "refused" | "timeout";

/** A TCP connection, or why there is none. */
export type Connection =
  | {
      readonly kind: "open";
      readonly hops: readonly Hop[];
      readonly pod: Pod;
      /** The port on which the pod was reached. */
      readonly port: number;
      /** The client's address as the pod sees it. */
      readonly source: string;
    }
  | { readonly kind: "api-server"; readonly hops: readonly Hop[] }
  | { readonly kind: "refused"; readonly why: Refusal; readonly hops: readonly Hop[]; readonly afterMs: number };

/** The emulated network. */
export interface Network {
  connect(from: Place, address: string, port: number): Connection;
  /** Addresses of a name as it resolves from there; an empty list when it does not. */
  resolve(from: Place, name: string): readonly string[];
  /** Sends one HTTP request over an open connection; undefined: the server closes without an answer. */
  exchange(
    connection: Extract<Connection, { kind: "open" }>,
    request: Omit<AppRequest, "address" | "clientAddress" | "port">,
  ): HttpResponse | undefined;
}

import type { Json } from "../base/json.ts";
import type { ClusterMemory, Lister } from "../machinery/component.ts";
import type { ClusterSettings } from "../machinery/kind.ts";
import type { HttpRequest } from "../machinery/node-runtime.ts";
import type { Sim } from "../sim/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { DnsAnswer, DnsType } from "./dns/types.ts";
import type { AppRequest, HttpResponse } from "./http.ts";

/** Where a request comes from: the user's own machine on the nodes' network, a node, or a pod. */
export type Place =
  | { readonly kind: "node"; readonly name: string }
  | { readonly kind: "pc" }
  | { readonly kind: "pod"; readonly pod: Pod };

/** What a server shows of itself when somebody speaks TLS with it. */
export interface ServerCertificate {
  /** `[["O", "Acme Co"], ["CN", "Kubernetes Ingress Controller Fake Certificate"]]` */
  readonly subject: readonly (readonly [string, string])[];
  readonly issuer: readonly (readonly [string, string])[];
  /** Virtual ms since the Unix epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** It speaks HTTP/2 with whoever can. */
  readonly http2?: boolean;
}

/** What runs in pods, as far as the network cares. */
export interface PodPrograms {
  /** Whether something in the pod listens on the port. */
  listens(pod: Pod, port: number): boolean;
  /** The answer of what listens there; undefined when nothing does, or when it closes without one. */
  http(pod: Pod, request: AppRequest): HttpResponse | undefined;
  /**
   * The certificate that is shown on the port for a name, or that no TLS is spoken there. Where a program does not say, ports 443 and 8443
   * speak it.
   */
  certificate?(pod: Pod, port: number, serverName: string): ServerCertificate | "no-tls" | undefined;
}

/** What differs between the kube-proxies of Kubernetes versions. */
export interface ProxyFeatures {
  /** Terminating endpoints that still serve are used where no ready one is left. */
  readonly terminatingEndpoints: boolean;
  /** `spec.internalTrafficPolicy: Local`: not known, refused where there is no endpoint on the node, or dropped there. */
  readonly internalTrafficPolicy: "drops" | "ignored" | "rejects";
  /** Load balancer addresses of mode Proxy are left to the load balancer. */
  readonly loadBalancerIpMode: boolean;
}

/** What the dataplane is made of. */
export interface NetworkWorld {
  readonly lister: Lister;
  readonly sim: Sim;
  readonly memory: ClusterMemory;
  readonly cluster: ClusterSettings;
  readonly programs: PodPrograms;
  /** The oldest emulated release's, when absent. */
  readonly proxyFeatures?: ProxyFeatures;
  /** The node that answers ARP for a load balancer's address; undefined when nobody does. */
  readonly announcer?: (address: string) => string | undefined;
  /** Why that node answers, or why nobody does: one line for traces. */
  readonly announcerReason?: (address: string) => string;
  /** Hears of every connection, those of programs in pods included. Only then are hops written down. */
  readonly onConnect?: (connection: Connection) => void;
}

/** One step of a packet's way. */
export interface Hop {
  readonly at:
    | "arp"
    | "client"
    | "dns"
    | "host-port"
    | "masquerade"
    | "node"
    | "node-port"
    | "pod"
    | "policy"
    | "route"
    | "service"
    | "stop";
  /** One line for people. */
  readonly text: string;
  /** The same for programs. */
  readonly data?: Readonly<Record<string, Json>>;
}

export type Refusal = "no-route" | "refused" | "timeout";

/** The first thing that is wrong on a way that leads nowhere. */
export interface Problem {
  /** One word: `no-endpoints`, `network-policy`, `node-off`. */
  readonly cause: string;
  readonly text: string;
  /** The command with which a person sees it. */
  readonly see?: string;
}

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
  | {
      /** A program of the machine itself, as the kubelet. */
      readonly kind: "host";
      readonly hops: readonly Hop[];
      readonly node: string;
      readonly speaks: "http" | "https";
      answer(request: HttpRequest): HttpResponse;
    }
  | {
      readonly kind: "refused";
      readonly why: Refusal;
      readonly hops: readonly Hop[];
      readonly afterMs: number;
      readonly problem: Problem;
    };

/** What becomes of a ping. */
export type Echo = "lost" | "reply" | "unreachable";

/** The emulated network. */
export interface Network {
  connect(from: Place, address: string, port: number): Connection;
  /** Whether an address answers a ping. */
  ping(from: Place, address: string): Echo;
  /** Addresses of a name as it resolves from there; an empty list when it does not. */
  resolve(from: Place, name: string): readonly string[];
  /** Everything that the resolver of a place learns of a name. */
  lookup(from: Place, name: string, type?: DnsType): DnsAnswer;
  /** The certificate behind a connection; undefined where no TLS is spoken. */
  certificate(connection: Exclude<Connection, { kind: "refused" }>, serverName: string): ServerCertificate | undefined;
  /** Sends one HTTP request over an open connection; undefined: the server closes without an answer. */
  exchange(
    connection: Extract<Connection, { kind: "open" }>,
    request: Omit<AppRequest, "address" | "clientAddress" | "port">,
  ): HttpResponse | undefined;
}

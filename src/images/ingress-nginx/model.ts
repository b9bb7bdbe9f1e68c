/** The configuration that a controller's nginx runs with: data, kept in the cluster's memory between commands. */
export interface RunningConfiguration {
  readonly servers: readonly Server[];
  readonly upstreams: readonly Upstream[];
  readonly settings: Settings;
}

/** One server block. */
export interface Server {
  /** `_` for all hosts that no other has. */
  readonly hostname: string;
  readonly aliases: readonly string[];
  /** `default`, or the secret as `namespace/name`; absent when the host has no TLS of its own. */
  readonly certificate?: string;
  /** In the order of nginx.conf. */
  readonly locations: readonly Location[];
}

/** One location block. */
export interface Location {
  readonly path: string;
  readonly pathType: string;
  /** The path as the ingress has it. */
  readonly ingressPath: string;
  /** Name of the upstream. */
  readonly backend: string;
  /** `namespace/name`; absent in what nobody asked for. */
  readonly ingress?: string;
  readonly options: LocationOptions;
}

/** Where requests may go: the endpoints of a service's port. */
export interface Upstream {
  readonly name: string;
  readonly endpoints: readonly UpstreamEndpoint[];
  /** `namespace/name` of the service. */
  readonly service: string;
  readonly affinity?: Affinity;
  /** Canaries that stand in for it now and then. */
  readonly alternatives: readonly string[];
  /** It is such a canary. */
  readonly shaping?: TrafficShaping;
}

export interface UpstreamEndpoint {
  /** `10.233.103.79:8080`, or a name with a port for an ExternalName service. */
  readonly address: string;
  /** The pod's name, when there is one. */
  readonly pod?: string;
}

/** Session affinity by cookie. */
export interface Affinity {
  readonly cookie: string;
  readonly path?: string;
  readonly expires?: number;
  readonly maxAge?: number;
  readonly sameSite?: string;
  readonly secure?: boolean;
  readonly changeOnFailure?: boolean;
  /** Paths that set the cookie, by host. */
  readonly locations: Readonly<Record<string, readonly string[]>>;
}

export interface TrafficShaping {
  readonly weight: number;
  readonly weightTotal: number;
  readonly header: string;
  readonly headerValue: string;
  readonly headerPattern: string;
  readonly cookie: string;
}

/** What annotations say about a location. */
export interface LocationOptions {
  readonly rewriteTarget: string;
  readonly useRegex: boolean;
  readonly appRoot: string;
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly preserveTrailingSlash: boolean;
  readonly redirect?: { readonly url: string; readonly code: number };
  readonly fromToWww: boolean;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
  /** Why every request gets 503. */
  readonly denied?: string;
  readonly upstreamVhost: string;
  readonly forwardedPrefix: string;
  readonly protocol: string;
  /** Bytes; 0 for any size. */
  readonly bodyLimit: number;
  readonly connectTimeoutMs: number;
  readonly tries: number;
  readonly cors?: Cors;
  readonly auth?: { readonly realm: string; readonly users: readonly string[] };
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly accessLog: boolean;
  /** An annotation that changes answers in a way that k8sim does not emulate. */
  readonly unknown?: string;
}

export interface Cors {
  readonly origins: readonly string[];
  readonly methods: string;
  readonly headers: string;
  readonly credentials: boolean;
  readonly expose: string;
  readonly maxAge: number;
}

/** What the controller's ConfigMap says. */
export interface Settings {
  readonly sslRedirect: boolean;
  readonly forceSslRedirect: boolean;
  readonly redirectCode: number;
  readonly hsts?: string;
  readonly serverTokens: boolean;
  readonly useForwardedHeaders: boolean;
  readonly computeFullForwardedFor: boolean;
  readonly bodySize: string;
  readonly allowed: readonly string[];
  readonly connectTimeoutMs: number;
  readonly tries: number;
  readonly accessLog: boolean;
  readonly allowSnippets: boolean;
  readonly blockedWords: readonly string[];
  readonly addHeaders: readonly (readonly [string, string])[];
  readonly proxySetHeaders: readonly (readonly [string, string])[];
}

/** The upstream of what no ingress names. */
export const DEFAULT_UPSTREAM = "upstream-default-backend";
/** The server of hosts that no ingress names. */
export const CATCH_ALL = "_";

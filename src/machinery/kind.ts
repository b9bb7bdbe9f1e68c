import type { Json, JsonObject } from "../base/json.ts";
import type { RandomStream } from "../sim/types.ts";
import type { FeatureName, Release } from "../release/release.ts";
import type { PatchType, UserInfo } from "./api.ts";
import type { AsyncClient } from "./client.ts";
import type { DescribeFacet, DescribeWriter } from "./describe.ts";
import type { KubeObject } from "./object.ts";
import type { ListQuery } from "./store.ts";
import type { TableColumn } from "./table.ts";
import type { FieldError } from "./validation/field-error.ts";

/** What a kind's functions may know besides the object. */
export interface KindContext {
  /** The server's release. */
  readonly release: Release;
  /** Virtual now, ms since the Unix epoch. */
  now(): number;
  /** Reads other objects (for admission-like checks and allocators): `pods`, `deployments.apps`. */
  get(resource: string, namespace: string, name: string): KubeObject | undefined;
  list(resource: string, query?: ListQuery): readonly KubeObject[];
  /** A draw that a tape may pin, see Sim.draw. */
  draw(stream: string, draw: (random: RandomStream) => string): string;
  readonly cluster: ClusterSettings;
}

/** What a request adds. */
export interface RequestContext extends KindContext {
  readonly user: UserInfo;
  readonly dryRun: boolean;
  readonly subresource: string;
  /** The apiVersion in which the request speaks; the object itself comes in the stored one. */
  readonly apiVersion?: string;
  /** Adds a Warning header to the response. */
  warn(text: string): void;
}

/** Facts of the whole cluster that kinds and components need; they come from the profile. */
export interface ClusterSettings {
  /** `10.96.0.0/12` */
  serviceCidr: string;
  podCidr: string;
  /** Who gives pods their addresses: Calico, by blocks (when absent), Weave Net, by halving ranges, or host-local, from the node's podCIDR. */
  ipam?: "host-local" | "weave";
  /** Prefix length of the block of pod addresses that a node takes with Calico; 26 when absent. */
  podBlockSize?: number;
  /** How long images take to pull: a moment, as in the recorded clusters (when absent), or as their size and a usual line say. */
  imagePulls?: "by-size";
  /** How kube-proxy spreads connections: by iptables' rules (when absent) or IPVS. */
  proxyMode?: "ipvs";
  /** How often kubelets post a status in which nothing has changed, in ms; five minutes when absent. */
  nodeStatusReportMs?: number;
  dnsAddress: string;
  nodePortRange: { from: number; to: number };
  /** `cluster.local` */
  clusterDomain: string;
  /** `https://192.168.1.10:6443` */
  apiServerUrl: string;
  /** `docker` or `containerd` */
  containerRuntime: string;
  /** The seed of every random stream. */
  seed: number;
}

/** A clone that may be changed in place. */
export type Draft = KubeObject;

/** How the scale subresource, `kubectl scale` and the HPA see a kind. Paths are dotted: `spec.replicas`. */
export interface ScaleFacet {
  specReplicas: string;
  statusReplicas: string;
  /** Path of the selector in its spec, printed as text into Scale.status.selector. */
  selector?: string;
}

/** Where a kind keeps a pod template: `spec.template` or `spec.jobTemplate.spec.template`; "" for a Pod itself. */
export interface PodTemplateFacet {
  path: string;
}

/** One entry of `kubectl rollout history`. */
export interface RolloutRevision {
  readonly revision: number;
  /** "" without one. */
  readonly changeCause: string;
  /** The pod template as it was; {@link RolloutFacet.describeTemplate} shows it. */
  readonly template: JsonObject;
  /** The template as the history shows it, where that differs. */
  readonly historyTemplate?: JsonObject;
  /** The object that keeps it: a replica set or a controller revision. */
  readonly keeper: KubeObject;
  /** What brings it back; undefined when the object has this template already. */
  readonly restore?: { type: PatchType; patch: unknown };
}

/** What `kubectl rollout` needs of a kind. */
export interface RolloutFacet {
  /**
   * Text (with its line end) and whether the rollout is done; throws Error for a failed rollout. `revision` 0 means the current one.
   * polymorphichelpers/rollout_status.go
   */
  status(object: KubeObject, revision: number): { message: string; done: boolean };
  /** All revisions that are still kept, in ascending order. polymorphichelpers/history.go */
  history(object: KubeObject, client: AsyncClient): Promise<RolloutRevision[]>;
  /** Writes a revision's `Pod Template:`; `release` is kubectl's own. */
  describeTemplate(template: JsonObject, out: DescribeWriter, release: Release): void;
  /** What undo says when there is no revision before the current one. */
  nothingToUndo(name: string): string;
  /** What undo puts before the template when it only shows what it would do. */
  readonly previewPrefix: string;
  /** Whether `spec.paused` holds the rollout. */
  readonly pausable: boolean;
  /** Whether a kubectl of that release shows change causes; true when absent. */
  showsChangeCause?(release: Release): boolean;
}

/** Everything the engine, the API server and kubectl know of one kind. One folder, one definition. */
export interface KindDefinition {
  readonly group: string;
  readonly kind: string;
  /** `pods` */
  readonly plural: string;
  readonly namespaced: boolean;
  /** True when metadata.generation starts at 1 and rises with each change of the spec. apiserver.md 2.2. A feature: in releases that have it. */
  readonly hasGeneration?: boolean | FeatureName;
  /** The server keeps managedFields of the kind only in releases that have this feature; always, when absent. */
  readonly fieldsTracked?: FeatureName;
  /** Version in which objects are stored; requests in other served versions pass through {@link convert}. Default: the preferred one. */
  storageVersion?(release: Release): string;
  /** Group whose storage it shares when that is not its own: events.k8s.io events live among core events. `convert` then gets `GROUP/VERSION`. */
  readonly storageGroup?: string;
  /** A PUT to a name that is not there creates the object (services, endpoints, events, leases, RBAC …). */
  readonly createOnUpdate?: boolean;
  /** False: a PUT must carry the resourceVersion. */
  readonly unconditionalUpdate?: boolean;
  /** A finished DELETE answers with the object instead of a Status (pods, services, namespaces …). */
  readonly returnsDeleted?: boolean;
  /** The objects of a resource that is computed and never stored (component statuses), in the order of a list. */
  virtual?(context: KindContext): KubeObject[];
  /** Changes an object from one version of the group to another, in place. */
  convert?(object: Draft, toVersion: string): void;

  /** API defaulting, before admission and validation. */
  defaults?(object: Draft, context: KindContext): void;
  /** Clears what a client may not set (status), computes what the server sets. */
  prepareForCreate?(object: Draft, context: RequestContext): void;
  /** What `get --export` clears, where that is not what {@link prepareForCreate} does; errors of what cannot be exported. */
  prepareForExport?(object: Draft, context: RequestContext): FieldError[];
  prepareForUpdate?(object: Draft, old: KubeObject, context: RequestContext): void;
  /** All field errors of a new object, metadata's first (validation/object-meta.ts): the API server checks metadata only where this is absent. */
  validate?(object: KubeObject, context: RequestContext): FieldError[];
  validateUpdate?(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[];
  validateStatusUpdate?(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[];
  /** Warning headers for an object that is accepted. */
  warnings?(object: KubeObject, old: KubeObject | undefined, context: RequestContext): string[];
  /** Allocates what a create or update needs (cluster IPs, node ports); may throw StatusError or return field errors. Called after validation. */
  allocate?(object: Draft, old: KubeObject | undefined, context: RequestContext): FieldError[];
  /** What the first delete of an object changes in it (finalizers, a condition), before its finalizers are looked at. */
  beginDeletion?(object: Draft, context: RequestContext): void;
  /** Grace period in seconds that a delete starts (pods), or undefined when the object goes at once. */
  gracePeriodSeconds?(object: KubeObject, requested: number | undefined, context: RequestContext): number | undefined;

  /** The server's Table. */
  columns(release: Release): TableColumn[];
  row(object: KubeObject, context: KindContext): Json[];
  /** The order of rows in the Table of a list, where that is not by name. */
  tableOrder?(left: KubeObject, right: KubeObject): number;
  /** Field selectors beyond metadata.name and metadata.namespace: `status.phase` -> "Running". */
  selectableFields?(object: KubeObject): Record<string, string>;

  readonly scale?: ScaleFacet;
  readonly podTemplate?: PodTemplateFacet;
  readonly rollout?: RolloutFacet;
  readonly describe?: DescribeFacet;
}

/** What a kind is called, and whether its objects live in namespaces. */
export type KindNames = Pick<KindDefinition, "group" | "kind" | "plural" | "namespaced">;

/** All kinds of a cluster, built-in and custom. A definition is loaded when it is first asked for. */
export interface KindCatalog {
  /** Every kind, none of them loaded for it. */
  names(): readonly KindNames[];
  all(): readonly KindDefinition[];
  /** By group and plural. */
  byResource(group: string, plural: string): KindDefinition | undefined;
  byKind(group: string, kind: string): KindDefinition | undefined;
}

import type { Json } from "../base/json.ts";
import type { Release } from "../release/release.ts";
import type { Sim, SimEvent } from "../sim/types.ts";
import type { Client } from "./client.ts";
import type { FindExtensionServer } from "./extension-server.ts";
import type { ClusterSettings, KindCatalog } from "./kind.ts";
import type { KubeObject, ResourceKey } from "./object.ts";
import type { Change, ListQuery } from "./store.ts";

/** Reads the cluster's state as an informer's cache does: current, frozen, by index. */
export interface Lister {
  get(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined;
  list(resource: ResourceKey, query?: ListQuery): readonly KubeObject[];
  count(resource: ResourceKey, query?: ListQuery): number;
}

/** Where an event comes from. */
export interface EventSource {
  component: string;
  host?: string;
}

export interface EventRecorder {
  /**
   * Records a core/v1 Event about an object with client-go's aggregation (same event: count and lastTimestamp rise).
   * `fieldPath` is the involved part: `spec.containers{nginx}`.
   */
  record(
    object: KubeObject,
    type: "Normal" | "Warning",
    reason: string,
    message: string,
    options?: { source?: EventSource; fieldPath?: string },
  ): void;
}

/**
 * Small facts of the emulated machines that no API object holds: which address a node hands out next, which kubelet is stopped.
 * Kept in the store's meta, so they are saved, undone and branched with the cluster. Keys are paths: `kubelet/ipam/w1-k8s`.
 */
export interface ClusterMemory {
  get(key: string): Json | undefined;
  set(key: string, value: Json): void;
}

/** The API as some user, and events in his name. */
export interface Actor {
  readonly client: Client;
  recorder(source: EventSource): EventRecorder;
}

/** What a component is given. It keeps no state of its own: all state is objects, timers, random streams and the cluster's memory. */
export interface ComponentContext {
  readonly sim: Sim;
  /** The API as this component's own user. */
  readonly client: Client;
  readonly lister: Lister;
  readonly events: EventRecorder;
  readonly release: Release;
  readonly cluster: ClusterSettings;
  readonly catalog: KindCatalog;
  readonly memory: ClusterMemory;
  /** Speaks as another user with what he is allowed to do: a program in a pod as the pod's service account. */
  actAs(user: string, userAgent: string): Actor;
  /** Which pods answer for API groups of their own. */
  readonly extensionServer?: FindExtensionServer;
}

/** What a thousand changes have in common: all pods of one template go from the same spec to the same spec. */
export interface ChangeGroup {
  readonly type: Change["type"];
  readonly resource: ResourceKey;
  /** The object's spec, and what it was before; undefined where there is none. */
  readonly spec: unknown;
  readonly formerSpec: unknown;
  /** Kind of the owner that controls the object. */
  readonly controllerKind: string | undefined;
  /** Whether that owner is the one it had before; also true of an object that has just been made. */
  readonly isKept: boolean;
}

/** Which changes wake a component, and for which keys. */
export interface ComponentWatch {
  /** `pods`, `deployments.apps`; `*` for every resource there is or will be. */
  readonly resource: ResourceKey;
  /**
   * Whether changes of a group can be of interest at all; those of every group can when absent. The answer follows from the group alone
   * and is remembered, so that nobody is asked about each of a thousand pods that are nothing to him.
   */
  concerns?(group: ChangeGroup): boolean;
  /** Work-queue keys to reconcile because of this change. The queue drops doubles. */
  keys(change: Change, context: ComponentContext): readonly string[];
}

/**
 * A part of the cluster that reconciles: a controller, the scheduler, the kubelets. `reconcile` reads current state, never trusts the
 * change that woke it, and does all of its work through the client. Work of one instant is done before time moves on.
 */
export interface Component {
  /** Unique name; also the actor of its events: `deployment`, `scheduler`, `kubelet`. */
  readonly name: string;
  /** The user its client speaks as: `system:kube-scheduler`. */
  readonly user: string;
  /** Its User-Agent, whose first word is the field manager: `kube-controller-manager`. */
  readonly userAgent: string;
  readonly watches: readonly ComponentWatch[];
  /** Brings one object's world to its desired state; may ask to be called again after `requeueAfterMs` of virtual time. */
  reconcile(key: string, context: ComponentContext): { requeueAfterMs: number } | undefined;
  /** Handles its own events other than `reconcile` (which the engine turns into a reconcile of the key). */
  handle?(event: SimEvent, context: ComponentContext): void;
  /** Brings what is computed lazily (heartbeats, lease times) up to now in an object that somebody reads; returns the object unchanged if nothing applies. */
  observe?(object: KubeObject, context: ComponentContext): KubeObject;
}

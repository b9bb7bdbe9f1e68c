import type { Json } from "../base/json.ts";
import type { KubeObject, ResourceKey } from "./object.ts";

/** One change of one object. `previous` is the state before (absent for ADDED). */
export interface Change {
  readonly revision: number;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly resource: ResourceKey;
  /** The new state; for DELETED the last state with the deleting revision as its resourceVersion. */
  readonly object: KubeObject;
  readonly previous?: KubeObject;
}

/**
 * A term of a secondary index: `owner:<uid>`, `node:<name>`, `label:app=np-pods`, `involved:<namespace>/<name>/<uid>`.
 * Every object is indexed by its owners' uids and its labels; a KindDefinition adds its own terms.
 */
export type IndexTerm = string;

/** Which objects of a resource. Without anything: all. `namespace` and `index` narrow, both at once intersect. */
export interface ListQuery {
  namespace?: string;
  index?: IndexTerm;
}

/** Tells whether a resource has changed: as long as the number is the same, none of its objects is another. */
export interface Stamp {
  readonly changes: number;
}

/**
 * The state of one cluster, synchronous. Objects that come out are deeply frozen or must be treated so.
 * Reading an object or an index bucket costs what it holds, never what the cluster holds.
 */
export interface Store {
  /** The revision of the last change (the cluster's resourceVersion). */
  revision(): number;
  get(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined;
  /** Objects ordered by namespace, then name (bytewise), as etcd orders its keys. */
  list(resource: ResourceKey, query?: ListQuery): readonly KubeObject[];
  /** Number of objects that `list` would give, without reading them. */
  count(resource: ResourceKey, query?: ListQuery): number;
  /**
   * Writes an object under its metadata.namespace/name, sets metadata.resourceVersion to the new revision, and returns what is stored.
   * `isOwn`: object and metadata were made for this call, and nobody else holds them, so that they need not be copied.
   */
  put(resource: ResourceKey, object: KubeObject, isOwn?: boolean): KubeObject;
  /** Removes an object and returns its last state with the deleting revision as resourceVersion; undefined when it is not there. */
  delete(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined;
  /** Changes after `revision`, oldest first, for a watch from a resourceVersion. Undefined when that revision has been compacted away. */
  changesSince(revision: number, resource?: ResourceKey): readonly Change[] | undefined;
  /** Every change that is still kept of one object and of others that had its name before, oldest first. Costs a walk over the log. */
  history(resource: ResourceKey, namespace: string, name: string): readonly Change[];
  /** Calls the listener at once after each change made through this store; returns the function that ends it. */
  onChange(listener: (change: Change) => void): () => void;
  /** The resource's stamp, which goes on counting: what is asked thousands of times and hardly ever changes need not be looked up each time. */
  stamp(resource: ResourceKey): Stamp;
  /** Small values of the cluster itself: allocators' bitmaps, clock, profile. */
  getMeta(key: string): Json | undefined;
  setMeta(key: string, value: Json): void;
}

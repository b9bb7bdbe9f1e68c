import { assert } from "../../base/assert.ts";
import { deepFreeze } from "../../base/deep.ts";
import type { Json } from "../../base/json.ts";
import type { Entry } from "../../apiserver/store/bucket.ts";
import { indexTermsOf, type ExtraTerms } from "../../apiserver/store/index-terms.ts";
import { isAbout, withResourceVersion } from "../../apiserver/store/memory-store.ts";
import { createObjectIndex, type ObjectIndex } from "../../apiserver/store/object-index.ts";
import { createStamps } from "../../apiserver/store/stamps.ts";
import type { KubeObject, ResourceKey } from "../../machinery/object.ts";
import type { Change, IndexTerm } from "../../machinery/store.ts";
import type { ClusterState, Snapshot, StateStore } from "./cluster-state.ts";
import { createMemoryTimers } from "./memory-timers.ts";
import { createSharing } from "./sharing.ts";

/** What a rollback brings back, the newest last. */
interface Undone {
  readonly index: ObjectIndex;
  readonly entry: Entry;
  readonly object: KubeObject | undefined;
  readonly terms: readonly IndexTerm[];
}

/** A state of which nothing is known yet. */
export function emptySnapshot(): Snapshot {
  return { objects: new Map(), changes: [], compacted: 0, meta: new Map(), timers: [], counters: new Map(), sharing: createSharing() };
}

/**
 * A state in the memory of this process alone, that begins as a snapshot and is gone when nobody holds it: nothing is written out, and
 * nothing read. `path` is what messages call it.
 */
export function createMemoryState(
  path: string,
  from: Snapshot,
  extraTerms?: ExtraTerms,
): ClusterState & Required<Pick<ClusterState, "snapshot">> {
  const timers = createMemoryTimers(from.timers, from.counters);
  const { store, objects, changes, meta } = createStore(from, extraTerms);
  let open = false;
  return {
    path,
    store,
    source: timers.source,
    begin() {
      open = true;
    },
    commit() {
      open = false;
    },
    rollback() {
      open = false;
    },
    inTransaction: () => open,
    // Nobody else is there.
    dataVersion: () => 1,
    keep: timers.keep,
    snapshot() {
      assert(!open, "a snapshot is of what has been committed");
      const { sharing, compacted } = from;
      return frozenSnapshot({ objects: objects(), changes: [...changes], compacted, meta: new Map(meta), sharing, ...timers.snapshot() });
    },
    close: () => undefined,
  };
}

/** Freezes all that a snapshot holds. */
export function frozenSnapshot(snapshot: Snapshot): Snapshot {
  for (const list of snapshot.objects.values()) for (const object of list) deepFreeze(object);
  for (const { object, previous } of snapshot.changes) {
    deepFreeze(object);
    deepFreeze(previous);
  }
  for (const value of snapshot.meta.values()) deepFreeze(value);
  for (const event of snapshot.timers) deepFreeze(event);
  return snapshot;
}

interface Inside {
  readonly store: StateStore;
  /** What exists now. */
  objects(): Map<ResourceKey, readonly KubeObject[]>;
  readonly changes: readonly Change[];
  readonly meta: ReadonlyMap<string, Json>;
}

const NOTHING: readonly KubeObject[] = [];

/** The indexes of snapshots' lists, for reading. */
const sharedIndexes = new WeakMap<readonly KubeObject[], ObjectIndex>();

function indexed(resource: ResourceKey, objects: readonly KubeObject[], extraTerms?: ExtraTerms): ObjectIndex {
  const index = createObjectIndex();
  for (const object of objects) {
    const { namespace = "", name = "" } = object.metadata;
    index.set(index.ensure(namespace, name), object, indexTermsOf(resource, object, extraTerms));
  }
  return index;
}

function createStore(from: Snapshot, extraTerms?: ExtraTerms): Inside {
  const { compacted, sharing } = from;
  const indexes = new Map<ResourceKey, ObjectIndex>();
  const listeners = new Set<(change: Change) => void>();
  const changes = [...from.changes];
  const meta = new Map(from.meta);
  const stamps = createStamps();
  let undone: Undone[] = [];
  let formerMeta = new Map<string, Json | undefined>();
  let isStale = true;

  /** What a resource is read from: as long as nothing of it has changed, what all states of the snapshot read. */
  function indexOf(resource: ResourceKey): ObjectIndex | undefined {
    const own = indexes.get(resource);
    const list = from.objects.get(resource);
    if (own !== undefined || list === undefined) return own;
    let shared = sharedIndexes.get(list);
    if (shared === undefined) sharedIndexes.set(list, (shared = indexed(resource, list, extraTerms)));
    return shared;
  }

  /** What a resource is changed in. */
  function ownIndexOf(resource: ResourceKey): ObjectIndex {
    let index = indexes.get(resource);
    if (index === undefined) indexes.set(resource, (index = indexed(resource, from.objects.get(resource) ?? [], extraTerms)));
    return index;
  }

  const revision = (): number => compacted + changes.length;

  function commit(change: Change, index: ObjectIndex, entry: Entry): KubeObject {
    const { resource, object, type } = change;
    undone.push({ index, entry, object: entry.object, terms: entry.terms });
    if (type === "DELETED") index.set(entry, undefined, []);
    else index.set(entry, object, indexTermsOf(resource, object, extraTerms));
    changes.push(change);
    stamps.note(resource);
    for (const listener of listeners) listener(change);
    return object;
  }

  const store: StateStore = {
    revision,
    get: (resource, namespace, name) => indexOf(resource)?.entry(namespace, name)?.object,
    list: (resource, query) => indexOf(resource)?.list(query) ?? NOTHING,
    count: (resource, query) => indexOf(resource)?.count(query) ?? 0,
    put(resource, object, isOwn = false) {
      const { namespace = "", name } = object.metadata;
      if (!name) assert(false, `an object of ${resource} is stored without a name`);
      const index = ownIndexOf(resource);
      const entry = index.ensure(namespace, name);
      const { object: previous } = entry;
      const stored = isOwn ? object : { ...object, metadata: { ...object.metadata } };
      const next = revision() + 1;
      stored.metadata.resourceVersion = String(next);
      sharing.share(stored, previous);
      if (previous === undefined) return commit({ revision: next, type: "ADDED", resource, object: stored }, index, entry);
      return commit({ revision: next, type: "MODIFIED", resource, object: stored, previous }, index, entry);
    },
    delete(resource, namespace, name) {
      if (store.get(resource, namespace, name) === undefined) return undefined;
      const index = ownIndexOf(resource);
      const entry = index.ensure(namespace, name);
      const previous = entry.object as KubeObject;
      const next = revision() + 1;
      return commit({ revision: next, type: "DELETED", resource, object: withResourceVersion(previous, next), previous }, index, entry);
    },
    changesSince(since, resource) {
      if (since < compacted) return undefined;
      const later = changes.slice(since - compacted);
      return resource === undefined ? later : later.filter((change) => change.resource === resource);
    },
    history: (resource, namespace, name) => changes.filter((change) => isAbout(change, resource, namespace, name)),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stamp: stamps.of,
    getMeta: (key) => meta.get(key),
    setMeta(key, value) {
      if (!formerMeta.has(key)) formerMeta.set(key, meta.get(key));
      meta.set(key, value);
    },
    refresh() {
      const wasStale = isStale;
      isStale = false;
      return wasStale;
    },
    flush() {
      undone = [];
      formerMeta = new Map();
    },
    // Nothing piles up that could be written.
    unflushed: () => 0,
    reset() {
      changes.length -= undone.length;
      for (const { index, entry, object, terms } of undone.reverse()) index.set(entry, object, terms);
      for (const [key, value] of formerMeta) {
        if (value === undefined) meta.delete(key);
        else meta.set(key, value);
      }
      store.flush();
      stamps.noteAll();
      isStale = true;
    },
  };

  function objects(): Map<ResourceKey, readonly KubeObject[]> {
    const all = new Map(from.objects);
    for (const [resource, index] of indexes) all.set(resource, index.list(undefined));
    return all;
  }

  return { store, objects, changes, meta };
}

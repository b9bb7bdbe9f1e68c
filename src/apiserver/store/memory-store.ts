import { DELETION_RECORDS, deletionRecordKey } from "../../machinery/deletion-record.ts";
import type { Json } from "../../base/json.ts";
import { assert } from "../../base/assert.ts";
import { deepFreeze } from "../../base/deep.ts";
import type { KubeObject, ResourceKey } from "../../machinery/object.ts";
import type { Change, Store } from "../../machinery/store.ts";
import { createChangeLog } from "./change-log.ts";
import { indexTermsOf, type ExtraTerms } from "./index-terms.ts";
import { createObjectIndex, type ObjectIndex } from "./object-index.ts";
import { createStamps } from "./stamps.ts";

export interface MemoryStoreOptions {
  /** Terms beyond owners and labels, from the catalog. */
  indexTerms?: ExtraTerms;
  /** How many changes are kept for watches; all of them when absent. */
  maxChanges?: number;
  /** Whether stored objects are deeply frozen (default), so that a caller's mistake shows where it is made. */
  freeze?: boolean;
}

/** A store that can forget its past. */
export interface MemoryStore extends Store {
  /** Drops the changes up to and with `revision`; a watch from before it gets `undefined` from then on. */
  compact(revision: number): void;
}

/** A store in plain memory, for tests, the library and a browser. */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { indexTerms, freeze = true } = options;
  const indexes = new Map<ResourceKey, ObjectIndex>();
  const meta = new Map<string, Json>();
  const log = createChangeLog(options.maxChanges);
  const stamps = createStamps();

  function indexOf(resource: ResourceKey): ObjectIndex {
    let index = indexes.get(resource);
    if (index === undefined) indexes.set(resource, (index = createObjectIndex()));
    return index;
  }

  function commit(change: Change): KubeObject {
    const { resource, object, type } = change;
    const { namespace = "", name = "" } = object.metadata;
    const index = indexOf(resource);
    const entry = index.ensure(namespace, name);
    if (type !== "DELETED") index.set(entry, object, indexTermsOf(resource, object, indexTerms));
    else {
      index.set(entry, undefined, []);
      index.drop(entry);
    }
    stamps.note(resource);
    log.append(change);
    return object;
  }

  /** Drops the records of names that neither a kept change nor an object has. */
  function forgetDeletions(): void {
    const kept = new Set(
      log.kept().map(({ resource, object: { metadata } }) => deletionRecordKey(resource, metadata.namespace ?? "", metadata.name ?? "")),
    );
    for (const key of meta.keys()) {
      const [, resource = "", namespace = "", name = ""] = key.split("/");
      if (!key.startsWith(DELETION_RECORDS) || kept.has(key) || indexes.get(resource)?.entry(namespace, name) !== undefined) continue;
      meta.delete(key);
    }
  }

  function stamped(object: KubeObject): KubeObject {
    const copy = withResourceVersion(object, log.revision() + 1);
    return freeze ? deepFreeze(copy) : copy;
  }

  return {
    revision: () => log.revision(),
    get: (resource, namespace, name) => indexes.get(resource)?.entry(namespace, name)?.object,
    list: (resource, query) => indexes.get(resource)?.list(query) ?? [],
    count: (resource, query) => indexes.get(resource)?.count(query) ?? 0,
    put(resource, object) {
      const { namespace = "", name } = object.metadata;
      assert(name, `an object of ${resource} is stored without a name`);
      const previous = indexOf(resource).entry(namespace, name)?.object;
      const revision = log.revision() + 1;
      if (previous === undefined) return commit({ revision, type: "ADDED", resource, object: stamped(object) });
      return commit({ revision, type: "MODIFIED", resource, object: stamped(object), previous });
    },
    delete(resource, namespace, name) {
      const previous = indexes.get(resource)?.entry(namespace, name)?.object;
      if (previous === undefined) return undefined;
      return commit({ revision: log.revision() + 1, type: "DELETED", resource, object: stamped(previous), previous });
    },
    changesSince: (revision, resource) => log.since(revision, resource),
    history: (resource, namespace, name) => log.kept().filter((change) => isAbout(change, resource, namespace, name)),
    onChange: (listener) => log.onChange(listener),
    stamp: stamps.of,
    getMeta: (key) => meta.get(key),
    setMeta: (key, value) => void meta.set(key, freeze ? deepFreeze(value) : value),
    compact(revision) {
      log.compact(revision);
      forgetDeletions();
    },
  };
}

/** Whether a change is one of the object with that key. */
export function isAbout(change: Change, resource: ResourceKey, namespace: string, name: string): boolean {
  const { metadata } = change.object;
  return change.resource === resource && (metadata.namespace ?? "") === namespace && metadata.name === name;
}

/** A shallow copy of an object with another resourceVersion. */
export function withResourceVersion(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

import type { KubeObject } from "../../machinery/object.ts";
import type { IndexTerm, ListQuery } from "../../machinery/store.ts";
import { addEntry, createBucket, entriesOf, objectsOf, removeEntry, type Bucket, type Entry } from "./bucket.ts";

/** The objects of one resource in memory, by key, namespace and term. */
export interface ObjectIndex {
  /** The entry of a key, also one that is known to be absent; undefined when nothing is known. */
  entry(namespace: string, name: string): Entry | undefined;
  /** The entry of a key; made, as one that is known to be absent, where nothing is known. */
  ensure(namespace: string, name: string): Entry;
  /** Sets or, without an object, removes what an entry of this index holds. */
  set(entry: Entry, object: KubeObject | undefined, terms: readonly IndexTerm[]): void;
  /** Forgets an entry that holds nothing. */
  drop(entry: Entry): void;
  list(query: ListQuery | undefined): readonly KubeObject[];
  count(query: ListQuery | undefined): number;
}

const NOTHING: readonly KubeObject[] = [];
const NO_TERMS: readonly IndexTerm[] = [];
const NO_BUCKETS: readonly Bucket[] = [];

/** The key of an object in list order, `namespace/name` as in etcd: `a-b/x` stands before `a/x`. */
export function storageKey(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

/** An empty index. */
export function createObjectIndex(): ObjectIndex {
  // By namespace, then name: joining the two for every look would cost more than the look.
  const entries = new Map<string, Map<string, Entry>>();
  const all = createBucket();
  const namespaces = new Map<string, Bucket>();
  const terms = new Map<IndexTerm, Bucket>();

  function bucketsOf(namespace: string, entryTerms: readonly IndexTerm[]): Bucket[] {
    const buckets = [all];
    if (namespace !== "") buckets.push(bucketIn(namespaces, namespace));
    for (const term of entryTerms) buckets.push(bucketIn(terms, term));
    return buckets;
  }

  function move(entry: Entry, buckets: readonly Bucket[]): void {
    const former = entry.buckets;
    for (const bucket of former) if (!buckets.includes(bucket)) removeEntry(bucket, entry);
    for (const bucket of buckets) {
      if (former.includes(bucket)) bucket.objects = undefined;
      else addEntry(bucket, entry);
    }
    entry.buckets = buckets;
    // Buckets of terms come and go (owners, revisions): an empty one must not stay for ever.
    for (const term of entry.terms) if (terms.get(term)?.size === 0) terms.delete(term);
  }

  /** The smallest bucket that holds all that a query chooses. */
  function bucketFor(query: ListQuery | undefined): Bucket | undefined {
    const namespace = query?.namespace;
    const index = query?.index;
    if (index === undefined) return namespace ? namespaces.get(namespace) : all;
    const byTerm = terms.get(index);
    if (!namespace || byTerm === undefined) return byTerm;
    const byNamespace = namespaces.get(namespace);
    return byNamespace !== undefined && byNamespace.size < byTerm.size ? byNamespace : byTerm;
  }

  /** Which entries of the smaller of two buckets are in the other as well. */
  function memberTest(bucket: Bucket, namespace: string, index: IndexTerm): (entry: Entry) => boolean {
    return bucket === terms.get(index) ? (entry) => entry.namespace === namespace : (entry) => entry.terms.includes(index);
  }

  return {
    entry: (namespace, name) => entries.get(namespace)?.get(name),
    ensure(namespace, name) {
      let named = entries.get(namespace);
      if (named === undefined) entries.set(namespace, (named = new Map()));
      let entry = named.get(name);
      if (entry === undefined) {
        entry = { key: storageKey(namespace, name), namespace, name, object: undefined, terms: NO_TERMS, buckets: NO_BUCKETS };
        named.set(name, entry);
      }
      return entry;
    },
    set(entry, object, newTerms) {
      entry.object = object;
      if (object !== undefined && entry.buckets.length > 0 && sameTerms(entry.terms, newTerms)) {
        for (const bucket of entry.buckets) bucket.objects = undefined;
        return;
      }
      move(entry, object === undefined ? NO_BUCKETS : bucketsOf(entry.namespace, newTerms));
      entry.terms = object === undefined ? NO_TERMS : newTerms;
    },
    drop: ({ namespace, name }) => void entries.get(namespace)?.delete(name),
    list(query) {
      const bucket = bucketFor(query);
      if (bucket === undefined) return NOTHING;
      const { namespace, index } = query ?? {};
      if (!namespace || index === undefined) return objectsOf(bucket);
      const found: KubeObject[] = [];
      const isMember = memberTest(bucket, namespace, index);
      for (const entry of entriesOf(bucket)) if (isMember(entry)) found.push(entry.object as KubeObject);
      return found;
    },
    count(query) {
      const bucket = bucketFor(query);
      if (bucket === undefined) return 0;
      const { namespace, index } = query ?? {};
      if (!namespace || index === undefined) return bucket.size;
      const isMember = memberTest(bucket, namespace, index);
      let count = 0;
      for (const entry of entriesOf(bucket)) if (isMember(entry)) count++;
      return count;
    },
  };
}

function bucketIn<Key>(buckets: Map<Key, Bucket>, key: Key): Bucket {
  let bucket = buckets.get(key);
  if (bucket === undefined) buckets.set(key, (bucket = createBucket()));
  return bucket;
}

function sameTerms(left: readonly IndexTerm[], right: readonly IndexTerm[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

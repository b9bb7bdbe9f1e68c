import type { KubeObject } from "../../machinery/object.ts";
import type { IndexTerm, ListQuery } from "../../machinery/store.ts";
import { createBucket, type Bucket, type Entry } from "./bucket.ts";

/** The objects of one resource in memory, by key, namespace and term. */
export interface ObjectIndex {
  /** The entry of a key, also one that is known to be absent; undefined when nothing is known. */
  entry(namespace: string, name: string): Entry | undefined;
  /** Sets or, without an object, removes what is under a key. Gives the key's entry, if it has one. */
  set(namespace: string, name: string, object: KubeObject | undefined, terms: readonly IndexTerm[]): Entry | undefined;
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

/** An empty index. With `rememberAbsent`, removed keys stay known as absent (for an overlay over a database). */
export function createObjectIndex(rememberAbsent: boolean): ObjectIndex {
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
    for (const bucket of entry.buckets) if (!buckets.includes(bucket)) bucket.remove(entry);
    for (const bucket of buckets) if (!entry.buckets.includes(bucket)) bucket.add(entry);
    entry.buckets = buckets;
    for (const bucket of buckets) bucket.touch();
    // Buckets of terms come and go (owners, revisions): an empty one must not stay for ever.
    for (const term of entry.terms) if (terms.get(term)?.size === 0) terms.delete(term);
  }

  function select(query: ListQuery | undefined): { bucket: Bucket | undefined; keep?: (entry: Entry) => boolean } {
    const { namespace, index } = query ?? {};
    if (index === undefined) return { bucket: namespace ? namespaces.get(namespace) : all };
    const byTerm = terms.get(index);
    if (!namespace || byTerm === undefined) return { bucket: byTerm };
    const byNamespace = namespaces.get(namespace);
    if (byNamespace === undefined) return { bucket: undefined };
    if (byNamespace.size < byTerm.size) return { bucket: byNamespace, keep: (entry) => entry.terms.includes(index) };
    return { bucket: byTerm, keep: (entry) => entry.namespace === namespace };
  }

  return {
    entry: (namespace, name) => entries.get(namespace)?.get(name),
    set(namespace, name, object, newTerms) {
      let named = entries.get(namespace);
      if (named === undefined) entries.set(namespace, (named = new Map()));
      let entry = named.get(name);
      if (entry === undefined) {
        if (object === undefined && !rememberAbsent) return undefined;
        entry = { key: storageKey(namespace, name), namespace, name, object: undefined, terms: NO_TERMS, buckets: NO_BUCKETS };
        named.set(name, entry);
      }
      entry.object = object;
      if (object !== undefined && entry.buckets.length > 0 && sameTerms(entry.terms, newTerms)) {
        for (const bucket of entry.buckets) bucket.touch();
        return entry;
      }
      move(entry, object === undefined ? NO_BUCKETS : bucketsOf(namespace, newTerms));
      entry.terms = object === undefined ? NO_TERMS : newTerms;
      if (object === undefined && !rememberAbsent) named.delete(name);
      return entry;
    },
    list(query) {
      const { bucket, keep } = select(query);
      if (bucket === undefined) return NOTHING;
      if (keep === undefined) return bucket.objects();
      const found: KubeObject[] = [];
      for (const entry of bucket.entries()) if (keep(entry)) found.push(entry.object as KubeObject);
      return found;
    },
    count(query) {
      const { bucket, keep } = select(query);
      if (bucket === undefined) return 0;
      return keep === undefined ? bucket.size : bucket.entries().filter(keep).length;
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

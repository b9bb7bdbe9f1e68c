import type { KubeObject } from "../../machinery/object.ts";
import type { IndexTerm } from "../../machinery/store.ts";

/** One object's place in the index. Without `object` it is known to be absent. */
export interface Entry {
  /** `namespace/name`, or `name`: the order of a list. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  object: KubeObject | undefined;
  terms: readonly IndexTerm[];
  /** Where it is a member: all, its namespace, each of its terms. */
  buckets: readonly Bucket[];
}

/**
 * A set of entries that is listed in key order. Sorting is put off until somebody lists, and then costs what changed. Most buckets hold one
 * object for ever and there are thousands, so that a bucket is bare data.
 */
export interface Bucket {
  /** Number of members. */
  size: number;
  /** Those that have been sorted, some of them gone; then those that came since, and those of both that are gone. */
  sorted: Entry[];
  added: Entry[];
  removed: Set<Entry> | undefined;
  /** What the last listing gave, as long as it holds. */
  objects: readonly KubeObject[] | undefined;
}

/** An empty bucket. */
export function createBucket(): Bucket {
  return { size: 0, sorted: [], added: [], removed: undefined, objects: undefined };
}

/** Makes an entry a member that is none. */
export function addEntry(bucket: Bucket, entry: Entry): void {
  bucket.size++;
  bucket.objects = undefined;
  // An entry that left and comes back before the next listing is still in its place.
  if (bucket.removed?.delete(entry) !== true) bucket.added.push(entry);
}

/** Takes a member out. */
export function removeEntry(bucket: Bucket, entry: Entry): void {
  bucket.size--;
  bucket.objects = undefined;
  (bucket.removed ??= new Set()).add(entry);
}

/** The members, in key order. */
export function entriesOf(bucket: Bucket): readonly Entry[] {
  const { removed } = bucket;
  if (removed !== undefined && removed.size > 0) {
    const stays = (entry: Entry) => !removed.has(entry);
    bucket.sorted = bucket.sorted.filter(stays);
    bucket.added = bucket.added.filter(stays);
  }
  bucket.removed = undefined;
  if (bucket.added.length > 0) sortIn(bucket);
  return bucket.sorted;
}

function sortIn(bucket: Bucket): void {
  const { sorted, added } = bucket;
  const [first] = added;
  const last = sorted.at(-1);
  // Names that begin with a time, as those of events about one object do, come in order.
  if (added.length === 1 && first !== undefined && (last === undefined || byKey(last, first) < 0)) {
    sorted.push(first);
    added.pop();
    return;
  }
  added.sort(byKey);
  bucket.sorted = sorted.length === 0 ? added : merge(sorted, added);
  bucket.added = [];
}

/** The members' objects, in key order; the very same list until one of them changes. */
export function objectsOf(bucket: Bucket): readonly KubeObject[] {
  if (bucket.objects !== undefined) return bucket.objects;
  const objects: KubeObject[] = [];
  for (const entry of entriesOf(bucket)) objects.push(entry.object as KubeObject);
  bucket.objects = objects;
  return objects;
}

// Names of Kubernetes objects hold no characters for which UTF-16 order differs from byte order.
function byKey(left: Entry, right: Entry): number {
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}

function merge(left: readonly Entry[], right: readonly Entry[]): Entry[] {
  const merged: Entry[] = [];
  let next = 0;
  for (const entry of left) {
    while (next < right.length && byKey(right[next] as Entry, entry) < 0) merged.push(right[next++] as Entry);
    merged.push(entry);
  }
  while (next < right.length) merged.push(right[next++] as Entry);
  return merged;
}

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

/** A set of entries that is listed in key order. Sorting is put off until somebody lists, and then costs what changed. */
export interface Bucket {
  readonly size: number;
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** A member has a new object. */
  touch(): void;
  entries(): readonly Entry[];
  objects(): readonly KubeObject[];
}

/** So few are sorted anew rather than merged. */
const FEW = 8;

/** An empty bucket. */
export function createBucket(): Bucket {
  const members = new Set<Entry>();
  let sorted: Entry[] | undefined;
  let added: Entry[] = [];
  // Most buckets hold one object for ever: they get by without.
  let removed: Set<Entry> | undefined;
  let objects: readonly KubeObject[] | undefined;

  function entries(): readonly Entry[] {
    if (sorted === undefined) {
      sorted = [...members].sort(byKey);
    } else if (members.size <= FEW && (added.length > 0 || removed !== undefined)) {
      sorted = [...members].sort(byKey);
      added = [];
      removed = undefined;
    } else if (added.length > 0 || removed !== undefined) {
      const gone = removed;
      const stays = (entry: Entry) => gone?.has(entry) !== true;
      if (gone !== undefined) sorted = sorted.filter(stays);
      if (added.length > 0) sorted = merge(sorted, added.filter(stays).sort(byKey));
      added = [];
      removed = undefined;
    }
    return sorted;
  }

  return {
    get size() {
      return members.size;
    },
    add(entry) {
      members.add(entry);
      objects = undefined;
      // An entry that left and comes back before the next listing is still in its sorted place.
      if (sorted !== undefined && removed?.delete(entry) !== true) added.push(entry);
    },
    remove(entry) {
      members.delete(entry);
      objects = undefined;
      if (sorted !== undefined) (removed ??= new Set()).add(entry);
    },
    touch() {
      objects = undefined;
    },
    entries,
    objects() {
      objects ??= entries().map((entry) => entry.object as KubeObject);
      return objects;
    },
  };
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

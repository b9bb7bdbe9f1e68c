import { assert } from "../../base/assert.ts";
import type { ResourceKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";

/** The changes of a store in order of revision, and who wants to hear of new ones. */
export interface ChangeLog {
  revision(): number;
  /** Adds the next change and tells the listeners. */
  append(change: Change): void;
  /** Changes after `revision`, oldest first; undefined when they are no longer kept. */
  since(revision: number, resource?: ResourceKey): readonly Change[] | undefined;
  /** All changes that are kept, oldest first. */
  kept(): readonly Change[];
  onChange(listener: (change: Change) => void): () => void;
  /** Forgets the changes up to and with `revision`. */
  compact(revision: number): void;
}

/** A log that starts after revision `from` and keeps at least the newest `maxChanges` changes. */
export function createChangeLog(maxChanges = Number.POSITIVE_INFINITY, from = 0): ChangeLog {
  let changes: Change[] = [];
  let oldest = from;
  const listeners = new Set<(change: Change) => void>();

  function compact(revision: number): void {
    if (revision <= oldest) return;
    const dropped = Math.min(revision - oldest, changes.length);
    changes = changes.slice(dropped);
    oldest += dropped;
  }

  return {
    revision: () => oldest + changes.length,
    append(change) {
      const last = oldest + changes.length;
      if (change.revision !== last + 1) assert(false, `revision ${change.revision} does not follow ${last}`);
      changes.push(change);
      // Dropping half at a time keeps the cost of a bounded log constant per change.
      if (changes.length > maxChanges * 2) compact(change.revision - maxChanges);
      for (const listener of listeners) listener(change);
    },
    since(revision, resource) {
      if (revision < oldest) return undefined;
      const later = changes.slice(revision - oldest);
      return resource === undefined ? later : later.filter((change) => change.resource === resource);
    },
    kept: () => changes,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    compact,
  };
}

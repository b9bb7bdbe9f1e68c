interface Work {
  readonly actor: string;
  readonly key: string;
}

/** Keys to reconcile, first come first served; a key that waits is not queued twice. */
export interface WorkQueue {
  add(actor: string, key: string): void;
  take(): Work | undefined;
  clear(): void;
}

/** Work that has been taken is dropped together, so that each costs little. */
const FORGOTTEN_FROM = 256;

/** An empty queue. */
export function createWorkQueue(): WorkQueue {
  let line: Work[] = [];
  // Those before this place have been taken.
  let first = 0;
  const waiting = new Map<string, Set<string>>();

  return {
    add(actor, key) {
      let keys = waiting.get(actor);
      if (keys === undefined) waiting.set(actor, (keys = new Set()));
      if (keys.has(key)) return;
      keys.add(key);
      line.push({ actor, key });
    },
    take() {
      const work = line[first];
      if (work === undefined) return undefined;
      waiting.get(work.actor)?.delete(work.key);
      first++;
      if (first >= FORGOTTEN_FROM && first * 2 >= line.length) {
        line = line.slice(first);
        first = 0;
      }
      return work;
    },
    clear() {
      line = [];
      first = 0;
      waiting.clear();
    },
  };
}

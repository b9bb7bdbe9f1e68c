/** Keys to reconcile, first come first served; a key that waits is not queued twice. */
export interface WorkQueue {
  readonly size: number;
  add(actor: string, key: string): void;
  take(): { actor: string; key: string } | undefined;
  clear(): void;
}

/** An empty queue. */
export function createWorkQueue(): WorkQueue {
  // A Map keeps the order of insertion and drops doubles.
  const waiting = new Map<string, { actor: string; key: string }>();
  return {
    get size() {
      return waiting.size;
    },
    add(actor, key) {
      const id = `${actor}\0${key}`;
      if (!waiting.has(id)) waiting.set(id, { actor, key });
    },
    take() {
      const first = waiting.entries().next();
      if (first.done === true) return undefined;
      waiting.delete(first.value[0]);
      return first.value[1];
    },
    clear: () => waiting.clear(),
  };
}

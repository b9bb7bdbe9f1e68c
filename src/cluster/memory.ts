import type { Json } from "../base/json.ts";
import type { ClusterMemory } from "../machinery/component.ts";
import type { Store } from "../machinery/store.ts";

const PREFIX = "memory/";
const KEYS_MAX = 1024;

const memories = new WeakMap<Store, ClusterMemory>();

/** The machines' own memory, kept in the store's meta. */
export function memoryOf(store: Store): ClusterMemory {
  let memory = memories.get(store);
  if (memory === undefined) memories.set(store, (memory = createMemory(store)));
  return memory;
}

function createMemory(store: Store): ClusterMemory {
  // Whether a node works, what is broken, which images are there: the same few keys are asked for with every step of every pod.
  const known = new Map<string, string>();
  function keyOf(key: string): string {
    let whole = known.get(key);
    if (whole === undefined) {
      if (known.size >= KEYS_MAX) known.clear();
      known.set(key, (whole = PREFIX + key));
    }
    return whole;
  }
  return {
    get: (key) => store.getMeta(keyOf(key)),
    set: (key: string, value: Json) => store.setMeta(keyOf(key), value),
  };
}

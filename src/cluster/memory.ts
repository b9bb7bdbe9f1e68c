import type { Json } from "../base/json.ts";
import type { ClusterMemory } from "../machinery/component.ts";
import type { Store } from "../machinery/store.ts";

/** The machines' own memory, kept in the store's meta. */
export function memoryOf(store: Store): ClusterMemory {
  return {
    get: (key) => store.getMeta(`memory/${key}`),
    set: (key: string, value: Json) => store.setMeta(`memory/${key}`, value),
  };
}

import type { Lister } from "../machinery/component.ts";
import type { Store } from "../machinery/store.ts";

/** Reads the store as an informer's cache that is always current. */
export function createLister(store: Store): Lister {
  return {
    get: (resource, namespace, name) => store.get(resource, namespace, name),
    list: (resource, query) => store.list(resource, query),
    count: (resource, query) => store.count(resource, query),
  };
}

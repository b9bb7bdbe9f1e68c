import type { Lister } from "../machinery/component.ts";
import type { KubeObject, ResourceKey } from "../machinery/object.ts";
import { objectKey } from "../machinery/object.ts";
import type { Store } from "../machinery/store.ts";

/** Past states that lie further back than this many changes are not looked up: it would take seconds. */
const MOST_CHANGES = 50_000;

/**
 * The cluster as it was at a revision, read by undoing what has happened since. Of terms, lists know those
 * of nodes and owners. Undefined when the past is gone or too far away.
 */
export function listerAt(store: Store, revision: number): Lister | undefined {
  if (store.revision() - revision > MOST_CHANGES) return undefined;
  const changes = store.changesSince(revision);
  if (changes === undefined) return undefined;
  const before = new Map<ResourceKey, Map<string, KubeObject | undefined>>();
  for (const change of changes) {
    let objects = before.get(change.resource);
    if (objects === undefined) before.set(change.resource, (objects = new Map()));
    // The first change tells what was there at the revision.
    const key = objectKey(change.object);
    if (!objects.has(key)) objects.set(key, change.previous);
  }
  const get = (resource: ResourceKey, namespace: string, name: string): KubeObject | undefined => {
    const changed = before.get(resource);
    const key = namespace === "" ? name : `${namespace}/${name}`;
    return changed?.has(key) ? changed.get(key) : store.get(resource, namespace, name);
  };
  const former = new Map<string, KubeObject[]>();
  /** What was there at the revision of all that has changed since, by resource and term. */
  function formerly(resource: ResourceKey, index: string): readonly KubeObject[] {
    if (!former.has(resource)) {
      former.set(resource, []);
      for (const object of before.get(resource)?.values() ?? []) {
        if (object === undefined) continue;
        for (const term of ["", ...termsOf(object)]) {
          const key = `${resource}${term}`;
          const held = former.get(key);
          if (held === undefined) former.set(key, [object]);
          else held.push(object);
        }
      }
    }
    return former.get(`${resource}${index}`) ?? [];
  }
  const list: Lister["list"] = (resource, { namespace = "", index = "" } = {}) => {
    const changed = before.get(resource);
    const query = { ...(namespace === "" ? {} : { namespace }), ...(index === "" ? {} : { index }) };
    const kept = store.list(resource, query).filter((object) => !changed?.has(objectKey(object)));
    const past = formerly(resource, index).filter(({ metadata }) => namespace === "" || metadata.namespace === namespace);
    return [...kept, ...past].sort((left, right) => (objectKey(left) < objectKey(right) ? -1 : 1));
  };
  return { get, list, count: (resource, query) => list(resource, query).length };
}

function termsOf(object: KubeObject): string[] {
  const node = (object["spec"] as { nodeName?: string } | undefined)?.nodeName ?? "";
  return [`node:${node}`, ...(object.metadata.ownerReferences ?? []).map(({ uid }) => `owner:${uid}`)];
}

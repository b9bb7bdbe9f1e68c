import type { Lister } from "../machinery/component.ts";
import type { KubeObject, ResourceKey } from "../machinery/object.ts";
import { objectKey } from "../machinery/object.ts";
import type { Store } from "../machinery/store.ts";

/** Past states that lie further back than this many changes are not looked up: it would take seconds. */
const MOST_CHANGES = 50_000;

/**
 * The cluster as it was at a revision, read by undoing what has happened since. Lists know the namespace and `node:` terms, which is
 * what placing a pod asks for. Undefined when the past is gone or too far away.
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
  const list: Lister["list"] = (resource, { namespace = "", index } = {}) => {
    const changed = before.get(resource);
    const query = { ...(namespace === "" ? {} : { namespace }), ...(index === undefined ? {} : { index }) };
    const kept = store.list(resource, query).filter((object) => !changed?.has(objectKey(object)));
    const former = [...(changed?.values() ?? [])].filter((object) => object !== undefined);
    const fits = (object: KubeObject) => (namespace === "" || object.metadata.namespace === namespace) && hasTerm(object, index);
    return [...kept, ...former.filter(fits)].sort((left, right) => (objectKey(left) < objectKey(right) ? -1 : 1));
  };
  return { get, list, count: (resource, query) => list(resource, query).length };
}

function hasTerm(object: KubeObject, index: string | undefined): boolean {
  if (index === undefined) return true;
  const colon = index.indexOf(":");
  const value = index.slice(colon + 1);
  if (index.slice(0, colon) === "owner") return object.metadata.ownerReferences?.some(({ uid }) => uid === value) ?? false;
  return index.startsWith("node:") && ((object["spec"] as { nodeName?: string } | undefined)?.nodeName ?? "") === value;
}

import type { ComponentContext } from "../../machinery/component.ts";
import type { ResourceRef } from "../../machinery/client.ts";
import { resourceKey, splitApiVersion } from "../../machinery/object.ts";
import type { KubeObject, OwnerReference, ResourceKey } from "../../machinery/object.ts";
import { allKinds, kindOf } from "../controller/kinds.ts";

export const FOREGROUND = "foregroundDeletion";
export const ORPHAN = "orphan";
/** The collector never looks at these, neither as owners nor as dependents. */
const IGNORED: ReadonlySet<ResourceKey> = new Set(["events", "events.events.k8s.io"]);

/** An object with the resource that it is of. */
export interface Item {
  readonly resource: ResourceKey;
  readonly object: KubeObject;
}

/** Work-queue key of an object: `pods/default/x`, `nodes//w1-k8s`. */
export function itemKey({ resource, object }: Item): string {
  return `${resource}/${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`;
}

/** The object that an {@link itemKey} names. */
export function itemOf(key: string, { lister }: ComponentContext): Item | undefined {
  const [resource = "", namespace = "", name = ""] = key.split("/");
  const object = lister.get(resource, namespace, name);
  return object && { resource, object };
}

/** Whether the garbage collector looks at objects of this resource. */
export function isCollected(resource: ResourceKey): boolean {
  return !IGNORED.has(resource);
}

/** Everything whose owner references name an object, in the order of the catalog. */
export function dependentsOf(owner: KubeObject, context: ComponentContext): Item[] {
  const index = `owner:${owner.metadata.uid ?? ""}`;
  const dependents: Item[] = [];
  for (const kind of allKinds(context)) {
    const resource = resourceKey(kind.group, kind.plural);
    if (!isCollected(resource)) continue;
    for (const object of context.lister.list(resource, { index })) dependents.push({ resource, object });
  }
  return dependents;
}

/** What an owner reference leads to: its owner, nothing any more, or something that nobody can tell. */
export type Resolved = { state: "present"; owner: Item } | { state: "absent" } | { state: "unknown" };

/** Looks an owner up where an object of that namespace may have one: in the namespace itself or outside of all. */
// pkg/controller/garbagecollector/garbagecollector.go isDangling, 1.20
export function resolveOwner(reference: OwnerReference, dependent: KubeObject, context: ComponentContext): Resolved {
  const kind = kindOf(splitApiVersion(reference.apiVersion).group, reference.kind, context);
  const namespace = dependent.metadata.namespace ?? "";
  // Without discovery of its kind, or for a namespaced owner of a cluster-scoped object, the collector gives no verdict.
  if (!kind || (kind.namespaced && namespace === "")) return { state: "unknown" };
  const resource = resourceKey(kind.group, kind.plural);
  const object = context.lister.get(resource, kind.namespaced ? namespace : "", reference.name);
  return object?.metadata.uid === reference.uid ? { state: "present", owner: { resource, object } } : { state: "absent" };
}

/** Whether an object is only waiting for its dependents to go. */
export function isDeletingDependents({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(FOREGROUND);
}

/** Whether an object is only waiting for its dependents to be let go. */
export function isOrphaning({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(ORPHAN);
}

/** Where to write an object. */
export function refOf({ resource, object }: Item, context: ComponentContext): ResourceRef {
  const { group, version } = splitApiVersion(object.apiVersion);
  const kind = kindOf(group, object.kind, context);
  return { group, version, resource: kind?.plural ?? resource.split(".")[0] ?? "", namespace: object.metadata.namespace ?? "" };
}

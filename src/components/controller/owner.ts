import type { Lister } from "../../machinery/component.ts";
import type { KubeObject, OwnerReference } from "../../machinery/object.ts";
import type { Resource } from "./resources.ts";

/** The owner reference that is marked as the controller. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  const references = object.metadata.ownerReferences;
  if (references) for (const reference of references) if (reference.controller === true) return reference;
  return undefined;
}

/** The reference with which a controller marks what it made: it blocks its owner's foreground deletion. */
export function controllerReference(owner: KubeObject, resource: Resource): OwnerReference {
  return {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    name: owner.metadata.name ?? "",
    uid: owner.metadata.uid ?? "",
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The object that an owner reference of `namespace` means, when it is of that resource and still the same one (by uid). */
export function resolveController(
  lister: Lister,
  resource: Resource,
  namespace: string,
  reference: OwnerReference | undefined,
): KubeObject | undefined {
  if (reference?.kind !== resource.kind || reference.apiVersion !== resource.apiVersion) return undefined;
  const owner = lister.get(resource.key, namespace, reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

/** The index term of everything that an object owns. */
export function ownedBy(owner: KubeObject): string {
  return `owner:${owner.metadata.uid ?? ""}`;
}

import { deepClone } from "../../base/deep.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Release } from "../../release/release.ts";
import { pathOf } from "../request/url-of.ts";
import type { ServedResource } from "../resources.ts";

const converted = new WeakMap<KubeObject, Map<string, KubeObject>>();

/** Turns a draft in the request's version into the stored version, in place. */
export function toStorage(served: ServedResource, draft: Draft): void {
  if (draft.apiVersion === served.storageApiVersion) return;
  served.behaviour.convert?.(draft, served.convertToStorage);
  draft.apiVersion = served.storageApiVersion;
  link(served, draft);
}

/** The path that a stored object or one that leaves the server has in its own version: `/api/v1/namespaces/default/pods/x`. */
// apiserver/pkg/endpoints/handlers/rest.go setSelfLink, up to 1.19: every answer names the version it was asked in.
export function selfLinkOf(served: ServedResource, { apiVersion, metadata }: Pick<KubeObject, "apiVersion" | "metadata">): string {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  return pathOf({ group, version, resource: served.resource, name: metadata.name ?? "", namespace: metadata.namespace ?? "" });
}

function link(served: ServedResource, draft: Draft): void {
  if (draft.metadata.selfLink !== undefined) draft.metadata.selfLink = selfLinkOf(served, draft);
}

/** A stored object in the version that was asked for: itself when that is how it is stored. */
export function fromStorage(served: ServedResource, object: KubeObject): KubeObject {
  if (object.apiVersion === served.apiVersion) return object;
  let versions = converted.get(object);
  if (!versions) converted.set(object, (versions = new Map()));
  let found = versions.get(served.apiVersion);
  if (!found) {
    found = deepClone(object);
    served.behaviour.convert?.(found, served.convertHere);
    found.apiVersion = served.apiVersion;
    link(served, found);
    versions.set(served.apiVersion, found);
  }
  return found;
}

/** Whether objects of the kind count the changes of their spec. */
export function countsGenerations({ behaviour }: ServedResource, release: Release): boolean {
  const { hasGeneration = false } = behaviour;
  return typeof hasGeneration === "boolean" ? hasGeneration : release.has(hasGeneration);
}

import { deepClone } from "../../base/deep.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Release } from "../../release/release.ts";
import type { ServedResource } from "../resources.ts";

const converted = new WeakMap<KubeObject, Map<string, KubeObject>>();

/** Turns a draft in the request's version into the stored version, in place. */
export function toStorage(served: ServedResource, draft: Draft): void {
  if (draft.apiVersion === served.storageApiVersion) return;
  served.behaviour.convert?.(draft, served.convertToStorage);
  draft.apiVersion = served.storageApiVersion;
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
    versions.set(served.apiVersion, found);
  }
  return found;
}

/** Whether objects of the kind count the changes of their spec. */
export function countsGenerations({ behaviour }: ServedResource, release: Release): boolean {
  const { hasGeneration = false } = behaviour;
  return typeof hasGeneration === "boolean" ? hasGeneration : release.has(hasGeneration);
}

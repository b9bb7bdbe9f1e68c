import type { KubeObject, ResourceKey } from "../../machinery/object.ts";
import type { IndexTerm } from "../../machinery/store.ts";

/** The terms that a kind adds to those of every object: `node:w1-k8s` for a pod. */
export type ExtraTerms = (resource: ResourceKey, object: KubeObject) => readonly IndexTerm[];

/**
 * The terms under which an object is found: `owner:<uid>` for each owner, `label:<key>=<value>` for each label, then the kind's own.
 * Both stores index by exactly these.
 */
export function indexTermsOf(resource: ResourceKey, object: KubeObject, extra?: ExtraTerms): IndexTerm[] {
  const terms: IndexTerm[] = [];
  const { ownerReferences, labels } = object.metadata;
  if (ownerReferences) for (const owner of ownerReferences) terms.push(`owner:${owner.uid}`);
  if (labels) for (const key in labels) terms.push(`label:${key}=${labels[key]}`);
  if (extra) for (const term of extra(resource, object)) if (!terms.includes(term)) terms.push(term);
  return terms;
}

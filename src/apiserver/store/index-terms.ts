import type { KubeObject, OwnerReference, ResourceKey } from "../../machinery/object.ts";
import type { IndexTerm } from "../../machinery/store.ts";

/** The terms that a kind adds to those of every object: `node:w1-k8s` for a pod. */
export type ExtraTerms = (resource: ResourceKey, object: KubeObject) => readonly IndexTerm[];

/**
 * The terms under which an object is found: `owner:<uid>` for each owner, `label:<key>=<value>` for each label, then the kind's own.
 * Both stores index by exactly these.
 */
export function indexTermsOf(resource: ResourceKey, object: KubeObject, extra?: ExtraTerms): readonly IndexTerm[] {
  const { ownerReferences, labels } = object.metadata;
  const terms: IndexTerm[] = [];
  if (ownerReferences) for (const term of remembered(ownerTerms, ownerReferences, termsOfOwners)) terms.push(term);
  if (labels) for (const term of remembered(labelTerms, labels, termsOfLabels)) terms.push(term);
  if (extra) for (const term of extra(resource, object)) if (!terms.includes(term)) terms.push(term);
  return terms;
}

/** The states of one object have the same labels and owners, as have the pods of one template; what has been stored does not change. */
const ownerTerms = new WeakMap<readonly OwnerReference[], readonly IndexTerm[]>();
const labelTerms = new WeakMap<Readonly<Record<string, string>>, readonly IndexTerm[]>();

function remembered<Key extends object>(
  known: WeakMap<Key, readonly IndexTerm[]>,
  key: Key,
  make: (key: Key) => readonly IndexTerm[],
): readonly IndexTerm[] {
  let terms = known.get(key);
  if (terms === undefined) known.set(key, (terms = make(key)));
  return terms;
}

function termsOfOwners(owners: readonly OwnerReference[]): IndexTerm[] {
  return owners.map(({ uid }) => `owner:${uid}`);
}

function termsOfLabels(labels: Readonly<Record<string, string>>): IndexTerm[] {
  return Object.entries(labels).map(([key, value]) => `label:${key}=${value}`);
}

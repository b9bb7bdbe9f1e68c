import { deepFreeze, isLasting } from "../../base/deep.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../machinery/object.ts";

/**
 * The large parts that many objects have in common, `spec` and the `fieldsV1` of managedFields: a thousand pods of one template, or a
 * hundred states of one node, share them. Each is in memory once: who holds two objects of one spec holds the very same spec, frozen. A
 * status is one object's own, unless its writer froze it because others have the very same.
 */
export interface Sharing {
  /** Replaces an object's parts, where it stands, by those that were known before; `previous` is its state before. */
  share(object: KubeObject, previous: KubeObject | undefined): void;
  /** The part with that JSON text; made where it is not known. */
  under(text: string, make: () => object): object;
  /** Whether a part is the one that stands for all of its text. */
  isShared(part: object): boolean;
}

/** A set of fields that names an address (`k:{"ip":"172.16.103.129"}`) is one pod's own. */
const ONES_OWN = String.raw`k:{\"ip\"`;
/** Where such a set nearly always names it: found here, it need not be written out to be looked through. */
function hasPodAddress(part: { readonly "f:status"?: { readonly "f:podIPs"?: object } }): boolean {
  for (const key in part["f:status"]?.["f:podIPs"]) if (key.startsWith('k:{"ip"')) return true;
  return false;
}

/** Parts known by their text at most; what is forgotten is only shared no longer. */
const TEXTS_MAX = 4096;

/** Nothing is known yet. */
export function createSharing(): Sharing {
  const texts = new Map<string, object>();
  /** What was shared before, by itself and by its equals. */
  const shared = new WeakMap<object, object>();

  function canonical<T extends object>(part: T): T {
    const known = shared.get(part);
    if (known !== undefined) return known as T;
    if (hasPodAddress(part)) return part;
    const text = JSON.stringify(part);
    if (text.includes(ONES_OWN)) return part;
    const one = under(text, () => part);
    // Only what cannot change stays equal.
    if (Object.isFrozen(part)) shared.set(part, one);
    return one as T;
  }

  function under(text: string, make: () => object): object {
    let part = texts.get(text);
    if (part === undefined) {
      if (texts.size >= TEXTS_MAX) texts.clear();
      texts.set(text, (part = deepFreeze(make())));
      shared.set(part, part);
    }
    return part;
  }

  function isShared(part: object): boolean {
    return shared.get(part) === part;
  }

  function sharedEntries(entries: ManagedFieldsEntry[]): ManagedFieldsEntry[] {
    if (entries.every(({ fieldsV1 }) => fieldsV1 === undefined || isShared(fieldsV1))) return entries;
    return entries.map((entry) => {
      const fieldsV1 = entry.fieldsV1 && canonical(entry.fieldsV1);
      return fieldsV1 === undefined || fieldsV1 === entry.fieldsV1 ? entry : { ...entry, fieldsV1 };
    });
  }

  return {
    under,
    isShared,
    share(object, previous) {
      const { spec, status } = object;
      if (isPart(status) && status !== previous?.status && isLasting(status)) shared.set(status, status);
      const { managedFields } = object.metadata;
      if (managedFields !== undefined && managedFields !== previous?.metadata.managedFields)
        object.metadata.managedFields = sharedEntries(managedFields);
      if (isPart(spec) && spec !== previous?.spec) object.spec = canonical(spec);
    },
  };
}

/** Whether a member of an object can be shared. */
export function isPart(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

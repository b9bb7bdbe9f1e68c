import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { ManagedFieldsEntry } from "../object.ts";
import { appliedSet, itemsByKey } from "./compare.ts";
import type { FieldSet } from "./field-set.ts";
import { memberWith, orderFields, union } from "./field-set.ts";
import type { MergeType } from "./merge-type.ts";
import { memberType } from "./merge-type.ts";

// structured-merge-diff/v4/typed/reconcile_schema.go, 4.0.2

/**
 * Before a write, who owns a map or list as such and nothing in it is taken to own all that it holds now: the type might have been
 * atomic when the entry was written. Entries of other versions stay. Gives the entries themselves when nothing changes.
 */
export function reconcileEntries(
  entries: ManagedFieldsEntry[],
  live: JsonObject,
  type: MergeType,
  apiVersion: string,
): ManagedFieldsEntry[] {
  let hasChanged = false;
  const reconciled = entries.map((entry) => {
    if (entry.apiVersion !== apiVersion || entry.fieldsV1 === undefined) return entry;
    const bare = bareNodes(type, entry.fieldsV1);
    const added = bare && ownedBelow(type, bare, live);
    if (added === undefined) return entry;
    hasChanged = true;
    return { ...entry, fieldsV1: orderFields(union(entry.fieldsV1, added) ?? added) };
  });
  return hasChanged ? reconciled : entries;
}

const found = new WeakMap<FieldSet, { type: MergeType; bare: FieldSet | undefined }>();

/** The nodes without members whose type has some. Remembered: the same sets come by with every write. */
function bareNodes(type: MergeType, set: FieldSet): FieldSet | undefined {
  const known = found.get(set);
  if (known?.type === type) return known.bare;
  const bare = findBare(type, set);
  found.set(set, { type, bare });
  return bare;
}

function findBare(type: MergeType, set: FieldSet): FieldSet | undefined {
  if (type.kind === "leaf" || type.kind === "deduced") return undefined;
  const bare: FieldSet = {};
  let isEmpty = true;
  for (const [key, below] of Object.entries(set)) {
    isEmpty = false;
    const element = elementAt(type, key);
    const one = element && isJsonObject(below) ? findBare(element, below) : undefined;
    if (one) bare[key] = one;
  }
  return isEmpty || Object.keys(bare).length > 0 ? bare : undefined;
}

function elementAt(type: MergeType, key: string): MergeType | undefined {
  if (key.startsWith("f:")) return memberType(type, key.slice(2));
  return key.startsWith("k:") && type.kind === "keyed" ? type.element : undefined;
}

/** All paths of a value below its bare nodes; undefined where there are none. */
function ownedBelow(type: MergeType, bare: FieldSet, value: Json): FieldSet | undefined {
  const keys = Object.keys(bare);
  if (keys.length === 0) {
    const owned = appliedSet(type, value);
    return owned && Object.keys(owned).length > 0 ? memberWith(owned) : undefined;
  }
  const items = type.kind === "keyed" && Array.isArray(value) ? itemsByKey(type, value) : undefined;
  const owned: FieldSet = {};
  for (const key of keys) {
    const element = elementAt(type, key);
    const below = bare[key];
    const member = items ? items.get(key) : isJsonObject(value) ? value[key.slice(2)] : undefined;
    const one = element && isJsonObject(below) && member !== undefined ? ownedBelow(element, below, member) : undefined;
    if (one) owned[key] = one;
  }
  return Object.keys(owned).length > 0 ? owned : undefined;
}

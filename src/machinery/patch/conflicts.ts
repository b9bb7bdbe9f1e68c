import { deepEqual } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { goValueV } from "../../base/go-format.ts";
import { asMap, deduplicate, DIRECTIVE, elementType, RETAIN_KEYS, scalarText, sortScalars } from "./lists.ts";
import { PatchError, type PatchMeta, type PatchSchema } from "./patch-schema.ts";

// apimachinery/pkg/util/strategicpatch/patch.go MergingMapsHaveConflicts, 1.20

/**
 * Whether two strategic merge patches set a field to different values. Merged lists of maps are compared element by element, by their
 * merge keys; merged lists of scalars never disagree. Throws PatchError for lists that cannot be compared.
 */
export function patchesConflict(left: JsonObject, right: JsonObject, schema: PatchSchema): boolean {
  return mapsConflict(left, right, schema);
}

function mapsConflict(left: JsonObject, right: JsonObject, schema: PatchSchema): boolean {
  // A directive is about the whole map: one that only one side has, or another one, is a conflict.
  if (left[DIRECTIVE] !== right[DIRECTIVE]) return true;
  return Object.entries(left).some(([key, value]) => {
    const other = right[key];
    if (key === DIRECTIVE || key === RETAIN_KEYS || value === undefined || other === undefined) return false;
    return valuesConflict(value, other, () => schema.lookup(key));
  });
}

function valuesConflict(left: Json, right: Json, lookup: () => PatchMeta): boolean {
  if (isJsonObject(left)) {
    const { strategy, below } = lookup();
    if (!isJsonObject(right)) return true;
    return strategy === "replace" ? left[DIRECTIVE] !== right[DIRECTIVE] : mapsConflict(left, right, below);
  }
  if (Array.isArray(left)) {
    const meta = lookup();
    return !Array.isArray(right) || listsConflict(left, right, meta);
  }
  return !deepEqual(left, right);
}

function listsConflict(left: Json[], right: Json[], { strategy, mergeKey, below }: PatchMeta): boolean {
  const ofMaps = elementType(left, right) === "map";
  if (strategy === "merge") {
    if (!ofMaps) return false;
    const others = byMergeKey(right, mergeKey);
    return [...byMergeKey(left, mergeKey)].some(([key, item]) => {
      const other = others.get(key);
      return other !== undefined && mapsConflict(item, other, below);
    });
  }
  if (left.length !== right.length) return true;
  if (!ofMaps) return !deepEqual(deduplicate(sortScalars(left)), deduplicate(sortScalars(right)));
  return left.some((item, at) => mapsConflict(asMap(item), asMap(right[at]), below));
}

function byMergeKey(list: Json[], mergeKey: string): Map<string, JsonObject> {
  const items = new Map<string, JsonObject>();
  for (const item of list.map(asMap)) {
    const value = item[mergeKey];
    if (value === undefined) throw new PatchError(`cannot find merge key \`${mergeKey}\` in merging list element:${goValueV(item)}`);
    items.set(scalarText(value), item);
  }
  return items;
}

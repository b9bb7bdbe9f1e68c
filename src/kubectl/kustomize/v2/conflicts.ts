import { deepEqual } from "../../../base/deep.ts";
import { goValueV } from "../../../base/go-format.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { elementType, scalarText, sortScalars, deduplicate } from "../../../machinery/patch/lists.ts";
import { type PatchMeta, PatchError, type PatchSchema } from "../../../machinery/patch/patch-schema.ts";

/** Whether two JSON merge patches set a field to different values. apimachinery/pkg/util/mergepatch HasConflicts */
export function havePlainConflicts(left: JsonValue, right: JsonValue): boolean {
  if (isJsonObject(left)) {
    if (!isJsonObject(right)) return true;
    return Object.keys(left).some((key) => right[key] !== undefined && havePlainConflicts(left[key] as JsonValue, right[key]));
  }
  if (Array.isArray(left)) {
    return (
      !Array.isArray(right) || left.length !== right.length || left.some((item, at) => havePlainConflicts(item, right[at] as JsonValue))
    );
  }
  return !deepEqual(left, right);
}

/** Whether two strategic merge patches set a field to different values. strategicpatch/patch.go MergingMapsHaveConflicts */
export function haveStrategicConflicts(left: JsonObject, right: JsonObject, schema: PatchSchema): boolean {
  return conflictIn(left, right, { strategy: "", retainKeys: false, mergeKey: "", below: schema });
}

function conflictIn(left: JsonValue, right: JsonValue, meta: PatchMeta): boolean {
  if (isJsonObject(left)) {
    if (!isJsonObject(right)) return true;
    if (left["$patch"] !== right["$patch"]) return true;
    return meta.strategy !== "replace" && conflictInMaps(left, right, meta.below);
  }
  if (Array.isArray(left)) return !Array.isArray(right) || conflictInLists(left, right, meta);
  return !deepEqual(left, right);
}

function conflictInMaps(left: JsonObject, right: JsonObject, schema: PatchSchema): boolean {
  return Object.keys(left).some((key) => {
    const [one, other] = [left[key], right[key]];
    if (key === "$patch" || key === "$retainKeys" || one === undefined || other === undefined) return false;
    return typeof one === "object" && one !== null ? conflictIn(one, other, schema.lookup(key)) : !deepEqual(one, other);
  });
}

function conflictInLists(left: JsonValue[], right: JsonValue[], meta: PatchMeta): boolean {
  const type = elementType(left, right);
  const plain = { strategy: "", retainKeys: false, mergeKey: "", below: meta.below };
  if (meta.strategy === "merge") {
    if (type !== "map") return false;
    const others = byMergeKey(right, meta.mergeKey);
    return [...byMergeKey(left, meta.mergeKey)].some(([key, item]) => {
      const other = others.get(key);
      return other !== undefined && conflictIn(item, other, plain);
    });
  }
  if (left.length !== right.length) return true;
  const [ones, others] = type === "map" ? [left, right] : [sortScalars(deduplicate(left)), sortScalars(deduplicate(right))];
  return ones.some((item, at) => conflictIn(item, others[at] ?? null, plain));
}

function byMergeKey(list: JsonValue[], mergeKey: string): Map<string, JsonObject> {
  return new Map(
    list.filter(isJsonObject).map((item) => {
      const value = item[mergeKey];
      if (value === undefined) throw new PatchError(`cannot find merge key \`${mergeKey}\` in merging list element:${goValueV(item)}`);
      return [scalarText(value), item];
    }),
  );
}

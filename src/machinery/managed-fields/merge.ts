import { setOwn } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { itemsByKey } from "./compare.ts";
import type { FieldSet } from "./field-set.ts";
import { isMember } from "./field-set.ts";
import type { MergeType } from "./merge-type.ts";
import { isGranularMap, memberType } from "./merge-type.ts";

// structured-merge-diff/v4/typed/{merge,remove}.go

/** Lays an applied value over a live one: leaves of the applied one win, maps and keyed lists merge, new items come last. */
export function mergeValues(type: MergeType, live: Json | undefined, applied: Json | undefined): Json | undefined {
  if (applied === undefined || live === undefined) return applied ?? live;
  if (isGranularMap(type, live) && isGranularMap(type, applied)) return mergeMaps(type, live, applied);
  if (type.kind !== "keyed" && type.kind !== "set") return applied;
  if (!Array.isArray(live) || !Array.isArray(applied)) return applied;
  const below: MergeType = type.kind === "keyed" ? type.element : { kind: "leaf" };
  const items = itemsByKey(type, live);
  for (const [key, item] of itemsByKey(type, applied)) items.set(key, mergeValues(below, items.get(key), item) ?? item);
  return [...items.values()];
}

function mergeMaps(type: MergeType, live: JsonObject, applied: JsonObject): JsonObject {
  const merged: JsonObject = { ...live };
  for (const [key, value] of Object.entries(applied)) {
    if (value === undefined) continue;
    const below = memberType(type, key) ?? { kind: "leaf" };
    setOwn(merged, key, mergeValues(below, live[key], value) ?? null);
  }
  return merged;
}

/** Takes the set's list items and members out of a value. A list or map that gets empty goes as well. */
export function removeItems(type: MergeType, value: Json, toRemove: FieldSet): Json | undefined {
  if (isGranularMap(type, value)) return removeMembers(type, value, toRemove);
  if (!Array.isArray(value) || (type.kind !== "keyed" && type.kind !== "set")) return value;
  const below: MergeType = type.kind === "keyed" ? type.element : { kind: "leaf" };
  const kept: Json[] = [];
  for (const [key, item] of itemsByKey(type, value)) {
    const left = removeOne(below, item, toRemove[key]);
    if (left !== undefined) kept.push(left);
  }
  return kept.length > 0 ? kept : undefined;
}

function removeMembers(type: MergeType, value: JsonObject, toRemove: FieldSet): JsonObject | undefined {
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const left = removeOne(memberType(type, key) ?? { kind: "leaf" }, member, toRemove[`f:${key}`]);
    if (left !== undefined) setOwn(kept, key, left);
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}

function removeOne(type: MergeType, value: Json, node: Json | undefined): Json | undefined {
  if (!isJsonObject(node)) return value;
  return isMember(node) ? undefined : removeItems(type, value, node);
}

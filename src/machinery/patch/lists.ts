import { compareBytewise } from "../../base/bytewise.ts";
import { goValueV } from "../../base/go-format.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { PatchError } from "./patch-schema.ts";

// Helpers of apimachinery/pkg/util/strategicpatch/patch.go on lists. mergeKey "" means a list of scalars.

export const DIRECTIVE = "$patch";
export const RETAIN_KEYS = "$retainKeys";
export const DELETE_FROM_LIST = "$deleteFromPrimitiveList";
export const SET_ELEMENT_ORDER = "$setElementOrder";

export type JsonType = "null" | "bool" | "string" | "int64" | "float64" | "map" | "list";

/** The Go type that a JSON value is decoded into. */
export function jsonType(value: Json | undefined): JsonType {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "string":
      return "string";
    case "number":
      return Number.isInteger(value) ? "int64" : "float64";
    default:
      return "map";
  }
}

const GO_TYPES: Record<JsonType, string> = {
  null: "%!s(<nil>)",
  bool: "bool",
  string: "string",
  int64: "int64",
  float64: "float64",
  map: "map[string]interface {}",
  list: "[]interface {}",
};

/** mergepatch.ErrBadArgType */
export function badType(expected: "map" | "list", value: Json | undefined): PatchError {
  return new PatchError(`expected a ${GO_TYPES[expected]}, but received a ${GO_TYPES[jsonType(value)]}`);
}

/** mergepatch.ErrNoMergeKey */
export function noMergeKey(item: JsonObject, mergeKey: string): PatchError {
  return new PatchError(`map: ${goValueV(item)} does not contain declared merge key: ${mergeKey}`);
}

/** The value, which must be an object; throws the error of a bad type otherwise. */
export function asMap(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw badType("map", value);
  return value;
}

/** The value, which must be a list; throws the error of a bad type otherwise. */
export function asList(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw badType("list", value);
  return value;
}

/** The value by which an element is matched: its merge key's, or itself. */
export function mergeValue(item: Json, mergeKey: string): Json | undefined {
  return mergeKey === "" ? item : asMap(item)[mergeKey];
}

/** {@link mergeValue} of an element that must have one. */
export function requiredMergeValue(item: Json, mergeKey: string): Json {
  const map = asMap(item);
  const value = map[mergeKey];
  if (value === undefined) throw noMergeKey(map, mergeKey);
  return value;
}

/** Kind of all elements of the lists. Throws when they differ, are lists, or are none. */
export function elementType(...lists: Json[][]): JsonType {
  let found: JsonType | undefined;
  for (const item of lists.flatMap((list) => list)) {
    const type = jsonType(item);
    if (type === "list") throw new PatchError("lists of lists are not supported");
    if (found !== undefined && found !== type) throw new PatchError(`list element types are not identical: ${goValueV(lists)}`);
    found = type;
  }
  if (found === undefined) throw new PatchError("no elements in any of the given slices");
  return found;
}

function isDeleted(item: Json): boolean {
  return isJsonObject(item) && item[DIRECTIVE] === "delete";
}

/** Elements to keep and elements that say `$patch: delete`. */
export function splitDeleted(list: Json[]): { kept: Json[]; deleted: Json[] } {
  return { kept: list.filter((item) => !isDeleted(asMap(item))), deleted: list.filter(isDeleted) };
}

/** Orders a list by the places of its elements in `order`; deletions go last. */
export function sortByOrder(list: Json[], order: Json[], mergeKey: string): Json[] {
  if (mergeKey === "") return insertionSort(list, order, mergeKey);
  for (const item of [...list, ...order]) requiredMergeValue(item, mergeKey);
  const { kept, deleted } = splitDeleted(list);
  return [...insertionSort(kept, order, mergeKey), ...deleted];
}

/** As Go's stable sort does for short lists, since the comparison is not an order when an element is missing from `order`. */
function insertionSort(list: Json[], order: Json[], mergeKey: string): Json[] {
  const places = placesOf(order, mergeKey);
  const sorted = list.map((item) => ({ item, place: places.get(mergeValue(item, mergeKey)) }));
  const less = (left: number | undefined, right: number | undefined): boolean => left === undefined || right === undefined || left < right;
  for (let end = 1; end < sorted.length; end++) {
    for (let at = end; at > 0; at--) {
      const [left, right] = [sorted[at - 1], sorted[at]];
      if (!left || !right || !less(right.place, left.place)) break;
      sorted[at - 1] = right;
      sorted[at] = left;
    }
  }
  return sorted.map(({ item }) => item);
}

function placesOf(order: Json[], mergeKey: string): Map<Json | undefined, number> {
  const places = new Map<Json | undefined, number>();
  for (const [place, item] of order.entries()) {
    const value = mergeValue(item, mergeKey);
    if (!places.has(value)) places.set(value, place);
  }
  return places;
}

/** Puts the patched elements in the patch's order and weaves the others in, in the live list's order. normalizeElementOrder */
export function weave(patched: Json[], serverOnly: Json[], patchOrder: Json[], serverOrder: Json[], mergeKey: string): Json[] {
  const left = sortByOrder(serverOnly, serverOrder, mergeKey);
  const right = sortByOrder(patched, patchOrder, mergeKey);
  const places = placesOf(serverOrder, mergeKey);
  const woven: Json[] = [];
  let next = 0;
  for (const item of right) {
    const place = places.get(mergeValue(item, mergeKey));
    if (place !== undefined) {
      const rest = left.slice(next);
      const stop = rest.findIndex((other) => (places.get(mergeValue(other, mergeKey)) ?? Infinity) >= place);
      const before = stop < 0 ? rest : rest.slice(0, stop);
      woven.push(...before);
      next += before.length;
    }
    woven.push(item);
  }
  return [...woven, ...left.slice(next)];
}

/** Splits a merged list into the elements that `by` names and the others. */
export function partition(list: Json[], by: Json[], mergeKey: string): { named: Json[]; others: Json[] } {
  const values = new Set(by.map((item) => mergeValue(item, mergeKey)));
  const has = (item: Json): boolean => values.has(mergeKey === "" ? item : requiredMergeValue(item, mergeKey));
  return { named: list.filter(has), others: list.filter((item) => !has(item)) };
}

/** How Go's %v prints a scalar, by which lists are compared. */
export function scalarText(value: Json | undefined): string {
  return typeof value === "string" ? value : goValueV(value);
}

/** Scalars by their text. */
export function sortScalars(list: readonly Json[]): Json[] {
  return [...list].sort((left, right) => compareBytewise(scalarText(left), scalarText(right)));
}

/** Drops repeated scalars, filling each gap with the last element as Kubernetes does. */
export function deduplicate(list: readonly Json[]): Json[] {
  const kept = [...list];
  for (let at = 0; at < kept.length - 1; at++) {
    for (let other = at + 1; other < kept.length; other++) {
      if (kept[at] !== kept[other]) continue;
      const last = kept.pop() as Json;
      if (other < kept.length) kept[other] = last;
      other--;
    }
  }
  return kept;
}

import { deepEqual } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { FieldSet } from "./field-set.ts";
import { LEAF, memberWith } from "./field-set.ts";
import type { MergeType } from "./merge-type.ts";
import { isGranularMap, memberType } from "./merge-type.ts";

// structured-merge-diff/v4/typed/{merge,typed,tofieldset}.go

/** What differs between two values: changed (new or other value) and removed paths. */
export interface Difference {
  readonly changed: FieldSet | undefined;
  readonly removed: FieldSet | undefined;
}

/** A list whose items cannot be told apart; the API server then leaves managed fields as they were. */
export class FieldSetError extends Error {
  override name = "FieldSetError";
}

const NOTHING: Difference = { changed: undefined, removed: undefined };
const CHANGED: Difference = { changed: LEAF, removed: undefined };

/** Compares two values of a type. Branches that are the same object are not looked into. */
export function compareFields(type: MergeType, before: Json | undefined, after: Json | undefined): Difference {
  if (before === after) return NOTHING;
  if (before === undefined) return { changed: wholeSet(type, after ?? null), removed: undefined };
  if (after === undefined) return { changed: undefined, removed: wholeSet(type, before) };
  if (isMapPair(type, before, after)) return compareMaps(type, isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {});
  if (type.kind === "keyed" || type.kind === "set") {
    const left = Array.isArray(before) ? before : [];
    const right = Array.isArray(after) ? after : [];
    if (left.length > 0 || right.length > 0) return compareItems(type, left, right);
  }
  return deepEqual(before, after) ? NOTHING : CHANGED;
}

/** Both are maps or null, and one has members; two empty ones count as a leaf. */
export function isMapPair(type: MergeType, before: Json, after: Json): boolean {
  const fits = (value: Json): boolean => value === null || isGranularMap(type, value);
  return fits(before) && fits(after) && (hasMembers(before) || hasMembers(after));
}

function hasMembers(value: Json): boolean {
  if (!isJsonObject(value)) return false;
  for (const key in value) if (value[key] !== undefined) return true;
  return false;
}

function compareMaps(type: MergeType, before: JsonObject, after: JsonObject): Difference {
  const collected = new Collector();
  for (const key in after) collectMember(collected, type, key, before[key], after[key]);
  for (const key in before) if (after[key] === undefined) collectMember(collected, type, key, before[key], undefined);
  return collected;
}

function collectMember(collected: Collector, type: MergeType, key: string, before: Json | undefined, after: Json | undefined): void {
  if (before === after) return;
  const below = memberType(type, key);
  if (below) collected.add(`f:${key}`, compareFields(below, before, after));
}

function compareItems(type: MergeType, before: readonly Json[], after: readonly Json[]): Difference {
  if (type.kind === "keyed" && sameOrder(type.keys, before, after)) return compareInOrder(type, before, after);
  const left = itemsByKey(type, before);
  const right = itemsByKey(type, after);
  const below: MergeType = type.kind === "keyed" ? type.element : { kind: "leaf" };
  const collected = new Collector();
  for (const [key, item] of right) collected.add(key, compareFields(below, left.get(key), item));
  for (const [key, item] of left) if (!right.has(key)) collected.add(key, compareFields(below, item, undefined));
  return collected;
}

/** Whether two lists have the same items in the same order by their one key, each once: so it is with most lists of conditions. */
function sameOrder(keys: readonly string[], before: readonly Json[], after: readonly Json[]): boolean {
  const [name = ""] = keys;
  if (keys.length !== 1 || before.length !== after.length) return false;
  for (let index = 0; index < after.length; index++) {
    const key = keyIn(after[index], name);
    if (typeof key !== "string" || key !== keyIn(before[index], name)) return false;
    for (let earlier = 0; earlier < index; earlier++) if (keyIn(after[earlier], name) === key) return false;
  }
  return true;
}

function keyIn(item: Json | undefined, name: string): Json | undefined {
  return isJsonObject(item) ? item[name] : undefined;
}

function compareInOrder(type: MergeType & { kind: "keyed" }, before: readonly Json[], after: readonly Json[]): Difference {
  const collected = new Collector();
  for (let index = 0; index < after.length; index++) {
    if (before[index] === after[index]) continue;
    const difference = compareFields(type.element, before[index], after[index]);
    if (difference !== NOTHING) collected.add(keyOf(type.keys, type.defaults, after[index] as Json), difference);
  }
  return collected;
}

/** Gathers the differences of children, without making nodes where nothing differs. */
class Collector implements Difference {
  changed: FieldSet | undefined;
  removed: FieldSet | undefined;
  add(key: string, { changed, removed }: Difference): void {
    if (changed !== undefined) (this.changed ??= {})[key] = changed;
    if (removed !== undefined) (this.removed ??= {})[key] = removed;
  }
}

/** A list's items by their path elements, `k:{"name":"a"}` or `v:"x"`. Throws {@link FieldSetError} for repeated or missing keys. */
export function itemsByKey(type: MergeType, list: readonly Json[]): Map<string, Json> {
  const items = new Map<string, Json>();
  for (const item of list) {
    const key = type.kind === "keyed" ? keyOf(type.keys, type.defaults, item) : `v:${JSON.stringify(item)}`;
    if (items.has(key)) throw new FieldSetError(`duplicate entries for key ${key}`);
    items.set(key, item);
  }
  return items;
}

const SINGLE_KEYS_MAX = 4096;
const singleKeys = new Map<string, Map<string, string>>();

/** Of lists with one key, a few texts (`{"type":"Ready"}`) are asked for again and again. */
function singleKeyOf(name: string, value: string): string {
  let known = singleKeys.get(name);
  if (known === undefined) singleKeys.set(name, (known = new Map()));
  let text = known.get(value);
  if (text === undefined) {
    if (known.size >= SINGLE_KEYS_MAX) known.clear();
    known.set(value, (text = `k:{${JSON.stringify(name)}:${JSON.stringify(value)}}`));
  }
  return text;
}

function keyOf(keys: readonly string[], defaults: JsonObject, item: Json): string {
  if (!isJsonObject(item)) throw new FieldSetError("associative list with keys may not have non-map elements");
  if (keys.length === 1) {
    const [name = ""] = keys;
    const value = item[name] ?? defaults[name];
    if (typeof value === "string") return singleKeyOf(name, value);
  }
  const parts = keys.map((name) => {
    const value = item[name] ?? defaults[name];
    if (value === undefined) {
      throw new FieldSetError(
        `associative list with keys has an element that omits key field ${JSON.stringify(name)} (and doesn't have default value)`,
      );
    }
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  });
  return `k:{${parts.join(",")}}`;
}

const wholes = new WeakMap<MergeType, WeakMap<object, FieldSet>>();

/** All paths of a value that is new (or gone) as a whole, itself included. Remembered for frozen values: pods of a template share theirs. */
function wholeSet(type: MergeType, value: Json): FieldSet {
  if (value === null || typeof value !== "object") return LEAF;
  if (!Object.isFrozen(value)) return buildWhole(type, value);
  let known = wholes.get(type);
  if (!known) wholes.set(type, (known = new WeakMap()));
  let set = known.get(value);
  if (!set) known.set(value, (set = buildWhole(type, value)));
  return set;
}

function buildWhole(type: MergeType, value: Json): FieldSet {
  const children: FieldSet = {};
  if (isGranularMap(type, value)) {
    for (const key in value) {
      const member = value[key];
      const below = member === undefined ? undefined : memberType(type, key);
      if (below && member !== undefined) children[`f:${key}`] = wholeSet(below, member);
    }
  } else if (Array.isArray(value) && type.kind === "keyed") {
    for (const [key, item] of itemsByKey(type, value)) children[key] = wholeSet(type.element, item);
  } else if (Array.isArray(value) && type.kind === "set") {
    for (const key of itemsByKey(type, value).keys()) children[key] = LEAF;
  }
  return memberWith(children);
}

/**
 * The paths that an applied configuration speaks of: leaves, list items and members of maps; structs are not theirs.
 * ToFieldSet
 */
export function appliedSet(type: MergeType, value: Json): FieldSet | undefined {
  const children: FieldSet = {};
  if (isGranularMap(type, value)) {
    for (const [key, member] of Object.entries(value)) {
      const below = member === undefined ? undefined : memberType(type, key);
      if (!below || member === undefined) continue;
      const set = appliedSet(below, member);
      const isField = type.kind === "struct";
      if (set !== undefined || !isField) children[`f:${key}`] = isField ? (set ?? LEAF) : memberWith(set ?? LEAF);
    }
  } else if (Array.isArray(value) && (type.kind === "keyed" || type.kind === "set")) {
    const below: MergeType = type.kind === "keyed" ? type.element : { kind: "leaf" };
    for (const [key, item] of itemsByKey(type, value)) children[key] = memberWith(appliedSet(below, item) ?? LEAF);
  } else return value === null && type.kind !== "leaf" && type.kind !== "deduced" ? undefined : LEAF;
  return Object.keys(children).length > 0 ? children : undefined;
}

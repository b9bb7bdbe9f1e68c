import { deepClone, deepEqual, setOwn } from "../../base/deep.ts";
import { goValueV } from "../../base/go-format.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import {
  asList,
  asMap,
  deduplicate,
  DELETE_FROM_LIST,
  DIRECTIVE,
  elementType,
  jsonType,
  noMergeKey,
  partition,
  requiredMergeValue,
  RETAIN_KEYS,
  scalarText,
  SET_ELEMENT_ORDER,
  splitDeleted,
  weave,
} from "./lists.ts";
import type { PatchMeta, PatchSchema } from "./patch-schema.ts";
import { PatchError } from "./patch-schema.ts";

// apimachinery/pkg/util/strategicpatch/patch.go, 1.20

/** Whether a patch is laid over an object, or two patches become one. */
interface MergeOptions {
  /** `$deleteFromPrimitiveList`, `$setElementOrder` and `$retainKeys` are carried out, not carried over. */
  carryOut: boolean;
}

/** Applies a strategic merge patch to an object; neither is changed. Throws {@link PatchError} with apimachinery's text. */
export function applyStrategicMergePatch(original: JsonObject, patch: JsonObject, schema: PatchSchema): JsonObject {
  return mergeMap(deepClone(original), deepClone(patch), schema, { carryOut: true });
}

/** Lays one strategic merge patch over another, keeping nulls and directives: additive, for three-way patches. */
export function combineStrategicMergePatches(original: JsonObject, patch: JsonObject, schema: PatchSchema): JsonObject {
  return mergeMap(deepClone(original), deepClone(patch), schema, { carryOut: false });
}

function mergeMap(original: JsonObject, patch: JsonObject, schema: PatchSchema, options: MergeOptions): JsonObject {
  const directive = patch[DIRECTIVE];
  if (directive !== undefined) return mergeByDirective(directive, patch);
  applyRetainKeys(original, patch, options);
  applyElementOrders(original, patch, schema, options);
  for (const [key, value] of Object.entries(patch)) {
    if (value !== undefined) mergeMember(original, key, value, schema, options);
  }
  return original;
}

function mergeByDirective(directive: Json, patch: JsonObject): JsonObject {
  if (directive === "delete") return {};
  if (directive !== "replace") throw badDirective(directive, patch);
  const { [DIRECTIVE]: _replace, ...rest } = patch;
  return rest;
}

function badDirective(directive: Json, patch: JsonObject): PatchError {
  return new PatchError(`unknown patch type: ${scalarText(directive)} in map: ${goValueV(patch)}`);
}

function mergeMember(original: JsonObject, patchKey: string, value: Json, schema: PatchSchema, options: MergeOptions): void {
  const isDeletion = patchKey.startsWith(DELETE_FROM_LIST);
  if (isDeletion && !options.carryOut) {
    original[patchKey] = value;
    return;
  }
  const key = isDeletion ? listName(patchKey, DELETE_FROM_LIST, "invalid patch format of primitive list") : patchKey;
  if (value === null) {
    delete original[key];
    if (options.carryOut) return;
  }
  const current = original[key];
  if (current === undefined || jsonType(current) !== jsonType(value)) setOwn(original, key, value);
  else if (Array.isArray(value)) original[key] = mergeList(asList(current), value, schema.lookup(key), isDeletion, options);
  else if (isJsonObject(value)) original[key] = mergeStruct(asMap(current), value, schema.lookup(key), options);
  else setOwn(original, key, value);
}

function mergeStruct(original: JsonObject, patch: JsonObject, meta: PatchMeta, options: MergeOptions): JsonObject {
  return meta.strategy === "replace" ? patch : mergeMap(original, patch, meta.below, options);
}

function mergeList(original: Json[], patch: Json[], meta: PatchMeta, isDeletion: boolean, options: MergeOptions): Json[] {
  if (meta.strategy !== "merge") return patch;
  if (original.length === 0 && patch.length === 0) return original;
  if (elementType(original, patch) === "map") return mergeMaps(original, patch, meta, options);
  if (isDeletion && options.carryOut) return original.filter((item) => !patch.includes(item));
  const { named, others } = partition(deduplicate([...original, ...patch]), patch, "");
  return weave(named, others, patch, original, "");
}

function mergeMaps(original: Json[], patch: Json[], meta: PatchMeta, options: MergeOptions): Json[] {
  const { mergeKey, below } = meta;
  if (mergeKey === "") throw new PatchError(`cannot merge lists without merge key for ${below.name}`);
  const plain = carryOutElements(original, patch, mergeKey);
  const merged = [...plain.original];
  for (const item of plain.patch) {
    const value = requiredMergeValue(item, mergeKey);
    const place = merged.findIndex((one) => asMap(one)[mergeKey] === value);
    if (place < 0) merged.push(item);
    else merged[place] = mergeMap(asMap(merged[place]), asMap(item), below, options);
  }
  const { named, others } = partition(merged, plain.patch, mergeKey);
  return weave(named, others, plain.patch, plain.original, mergeKey);
}

/** Carries out the elements that are directives: `$patch: delete` and `$patch: replace`. */
function carryOutElements(original: Json[], patch: Json[], mergeKey: string): { original: Json[]; patch: Json[] } {
  const plain: Json[] = [];
  let left = original;
  let replace = false;
  for (const item of patch.map(asMap)) {
    const directive = item[DIRECTIVE];
    if (directive === undefined) plain.push(item);
    else if (directive === "replace") replace = true;
    else if (directive === "merge") throw new PatchError("merging lists cannot yet be specified in the patch");
    else if (directive !== "delete") throw badDirective(directive, item);
    else if (item[mergeKey] === undefined) throw noMergeKey(item, mergeKey);
    else left = left.filter((one) => asMap(one)[mergeKey] !== item[mergeKey]);
  }
  return replace ? { original: plain, patch: [] } : { original: left, patch: plain };
}

function listName(key: string, prefix: string, wrong: string): string {
  if (!key.startsWith(`${prefix}/`)) throw new PatchError(wrong);
  return key.slice(prefix.length + 1);
}

const BAD_RETAIN_KEYS = "invalid patch format of retainKeys";

function applyRetainKeys(original: JsonObject, patch: JsonObject, options: MergeOptions): void {
  const retained = patch[RETAIN_KEYS];
  if (retained === undefined) return;
  delete patch[RETAIN_KEYS];
  if (!options.carryOut) {
    const before = original[RETAIN_KEYS];
    if (before !== undefined && !deepEqual(before, retained)) {
      throw new PatchError(
        `${goValueV(before)} and ${goValueV(retained)} are not deep equal: this may happen when calculating the 3-way diff patch`,
      );
    }
    original[RETAIN_KEYS] = retained;
    return;
  }
  if (!Array.isArray(retained)) throw new PatchError(BAD_RETAIN_KEYS);
  const names = new Set(retained);
  for (const [key, value] of Object.entries(patch)) {
    const isDirective = key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ELEMENT_ORDER);
    if (value !== null && !isDirective && !names.has(key)) throw new PatchError(BAD_RETAIN_KEYS);
  }
  for (const key of Object.keys(original)) if (!names.has(key)) delete original[key];
}

const BAD_ELEMENT_ORDER = "invalid patch format of setElementOrder list";

/** Merges every list for which the patch gives an order, and takes it out of the patch. */
function applyElementOrders(original: JsonObject, patch: JsonObject, schema: PatchSchema, options: MergeOptions): void {
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(SET_ELEMENT_ORDER)) continue;
    if (!options.carryOut) {
      const before = original[key];
      if (before !== undefined && !deepEqual(before, value)) throw new PatchError(BAD_ELEMENT_ORDER);
      original[key] = value;
    }
    delete patch[key];
    applyElementOrder(original, patch, listName(key, SET_ELEMENT_ORDER, BAD_ELEMENT_ORDER), asList(value), schema, options);
  }
}

function applyElementOrder(
  original: JsonObject,
  patch: JsonObject,
  key: string,
  order: Json[],
  schema: PatchSchema,
  options: MergeOptions,
): void {
  const live = original[key] === undefined ? undefined : asList(original[key]);
  const patched = patch[key] === undefined ? undefined : asList(patch[key]);
  const meta = schema.lookup(key);
  checkOrder(patched ?? [], order, meta.mergeKey);
  if (!live && !patched) return;
  const merged = live && patched ? mergeList(live, patched, meta, false, options) : (live ?? patched ?? []);
  const { named, others } = partition(merged, order, meta.mergeKey);
  elementType(live ?? [], patched ?? []);
  original[key] = weave(named, others, order, serverOrder(live ?? [], patched ?? [], meta), meta.mergeKey);
  delete patch[key];
}

/**
 * The live order by which server-only elements are placed. Deleting shifts Go's array, and new elements fill the room that
 * deleted ones left in it, so that as many of them as were deleted take part in the order.
 */
function serverOrder(live: Json[], patched: Json[], { strategy, mergeKey }: PatchMeta): Json[] {
  if (strategy !== "merge" || mergeKey === "") return live;
  const deleted = new Set(splitDeleted(patched).deleted.map((item) => asMap(item)[mergeKey]));
  const kept = live.filter((item) => !deleted.has(asMap(item)[mergeKey]));
  const present = new Set(kept.map((item) => asMap(item)[mergeKey]));
  const added = patched.filter((item) => asMap(item)[DIRECTIVE] === undefined && !present.has(asMap(item)[mergeKey]));
  return [...kept, ...added.slice(0, live.length - kept.length)];
}

/** The patch's elements must stand in the order's order. */
function checkOrder(patched: Json[], order: Json[], mergeKey: string): void {
  if (order.length === 0 || patched.length === 0) return;
  const kept = mergeKey === "" ? patched : splitDeleted(patched).kept;
  let place = 0;
  for (const item of order) {
    while (place < kept.length && isJsonObject(kept[place]) && asMap(kept[place])[DIRECTIVE] !== undefined) place++;
    if (place >= kept.length) return;
    const same =
      mergeKey === "" ? kept[place] === item : requiredMergeValue(kept[place] as Json, mergeKey) === requiredMergeValue(item, mergeKey);
    if (same) place++;
  }
  if (place < kept.length) {
    throw new PatchError(`The order in patch list:\n${goValueV(patched)}\n doesn't match ${SET_ELEMENT_ORDER} list:\n${goValueV(order)}\n`);
  }
}

import { compareBytewise } from "../../base/bytewise.ts";
import { deepEqual, setOwn } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { formatYaml } from "../../base/yaml-out.ts";
import { patchesConflict } from "./conflicts.ts";
import {
  deduplicate,
  DELETE_FROM_LIST,
  DIRECTIVE,
  elementType,
  jsonType,
  mergeValue,
  requiredMergeValue,
  RETAIN_KEYS,
  scalarText,
  SET_ELEMENT_ORDER,
  sortByOrder,
  sortScalars,
} from "./lists.ts";
import type { PatchMeta, PatchSchema } from "./patch-schema.ts";
import { PatchError } from "./patch-schema.ts";
import { combineStrategicMergePatches } from "./strategic-merge.ts";

// apimachinery/pkg/util/strategicpatch/patch.go, 1.20

interface DiffOptions {
  ignoreChanges: boolean;
  ignoreDeletions: boolean;
  retainKeys: boolean;
  /** Leaves out $setElementOrder. */
  unordered?: boolean;
}

/** The strategic merge patch that turns `original` into `modified`. CreateTwoWayMergePatch */
export function createTwoWayMergePatch(original: JsonObject, modified: JsonObject, schema: PatchSchema): JsonObject {
  return diffMaps(original, modified, schema, { ignoreChanges: false, ignoreDeletions: false, retainKeys: false });
}

/**
 * The patch for `kubectl apply`: what differs between `current` and `modified`, and what `original` (the last applied
 * configuration) had and `modified` has no longer. Unless it may `overwrite`, a field that was also changed between `original` and
 * `current`, to another value, throws a PatchError that shows both patches. CreateThreeWayMergePatch
 */
export function createThreeWayMergePatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  schema: PatchSchema,
  overwrite = true,
): JsonObject {
  const delta = diffMaps(current, modified, schema, { ignoreChanges: false, ignoreDeletions: true, retainKeys: false });
  const deletions = diffMaps(original, modified, schema, { ignoreChanges: true, ignoreDeletions: false, retainKeys: false });
  const patch = combineStrategicMergePatches(deletions, delta, schema);
  if (!overwrite) refuseConflicts(patch, original, current, schema);
  return patch;
}

function refuseConflicts(patch: JsonObject, original: JsonObject, current: JsonObject, schema: PatchSchema): void {
  const changed = diffMaps(original, current, schema, {
    ignoreChanges: false,
    ignoreDeletions: false,
    retainKeys: false,
    unordered: true,
  });
  if (!patchesConflict(patch, changed, schema)) return;
  throw new PatchError(`patch:\n${formatYaml(patch)}\nconflicts with changes made from original to current:\n${formatYaml(changed)}\n`);
}

function diffMaps(original: JsonObject, modified: JsonObject, schema: PatchSchema, options: DiffOptions): JsonObject {
  const patch: JsonObject = {};
  for (const [key, value] of Object.entries(modified)) {
    if (value !== undefined) diffMember(patch, key, original[key], value, schema, options);
  }
  const gone = Object.keys(original).filter((key) => original[key] !== undefined && modified[key] === undefined);
  if (!options.ignoreDeletions) for (const key of gone) setOwn(patch, key, null);
  const retained = options.retainKeys ? Object.keys(modified).filter((key) => modified[key] !== undefined && modified[key] !== null) : [];
  if (retained.length > 0 && (Object.keys(patch).length > 0 || gone.some((key) => original[key] !== null))) {
    patch[RETAIN_KEYS] = sortScalars(retained);
  }
  return patch;
}

function diffMember(
  patch: JsonObject,
  key: string,
  before: Json | undefined,
  after: Json,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  if (before !== undefined && key === DIRECTIVE) {
    if (typeof before !== "string" || typeof after !== "string") throw new PatchError(`invalid value for special key: ${DIRECTIVE}`);
    if (before !== after) patch[key] = after;
  } else if (before === undefined || jsonType(before) !== jsonType(after)) {
    if (!options.ignoreChanges) setOwn(patch, key, after);
  } else if (isJsonObject(before) && isJsonObject(after)) {
    diffStruct(patch, key, before, after, schema, options);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    diffList(patch, key, before, after, schema, options);
  } else if (!options.ignoreChanges && before !== after) {
    setOwn(patch, key, after);
  }
}

/** The rules of a field; a field without any is no matter as long as nothing changed in it. */
function lookupForDiff(schema: PatchSchema, key: string, before: Json, after: Json): PatchMeta | undefined {
  try {
    return schema.lookup(key);
  } catch (error) {
    if (error instanceof PatchError && deepEqual(before, after)) return undefined;
    throw error;
  }
}

function diffStruct(
  patch: JsonObject,
  key: string,
  before: JsonObject,
  after: JsonObject,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  const meta = lookupForDiff(schema, key, before, after);
  if (!meta) return;
  if (meta.strategy === "replace") {
    if (!options.ignoreChanges) setOwn(patch, key, after);
    return;
  }
  const below = diffMaps(before, after, meta.below, { ...options, retainKeys: meta.retainKeys });
  if (Object.keys(below).length > 0) setOwn(patch, key, below);
}

function diffList(patch: JsonObject, key: string, before: Json[], after: Json[], schema: PatchSchema, options: DiffOptions): void {
  const meta = lookupForDiff(schema, key, before, after);
  if (!meta) return;
  if (meta.strategy !== "merge") {
    if (!options.ignoreChanges && !deepEqual(before, after)) setOwn(patch, key, after);
    return;
  }
  const { items, deletions, order } = diffMergeLists(before, after, meta, { ...options, retainKeys: meta.retainKeys });
  if (items.length > 0) setOwn(patch, key, items);
  if (deletions.length > 0) patch[`${DELETE_FROM_LIST}/${key}`] = deletions;
  if (order.length > 0 && options.unordered !== true) patch[`${SET_ELEMENT_ORDER}/${key}`] = order;
}

interface ListDiff {
  items: Json[];
  deletions: Json[];
  order: Json[];
}

function diffMergeLists(before: Json[], after: Json[], meta: PatchMeta, options: DiffOptions): ListDiff {
  if (before.length === 0) return { items: options.ignoreChanges ? [] : after, deletions: [], order: [] };
  return elementType(before, after) === "map" ? diffListsOfMaps(before, after, meta, options) : diffListsOfScalars(before, after, options);
}

function diffListsOfScalars(before: Json[], after: Json[], options: DiffOptions): ListDiff {
  const added: Json[] = [];
  const removed: Json[] = [];
  pairUp(sortScalars(before), sortScalars(after), scalarText, (old, now) => {
    if (old === undefined && now !== undefined && !options.ignoreChanges) added.push(now);
    if (now === undefined && old !== undefined && !options.ignoreDeletions) removed.push(old);
  });
  const changed = !options.ignoreChanges && !deepEqual(before, after);
  const deletions = deduplicate(removed);
  return { items: sortByOrder(added, after, ""), deletions, order: changed || deletions.length > 0 ? after : [] };
}

function diffListsOfMaps(before: Json[], after: Json[], { mergeKey, below }: PatchMeta, options: DiffOptions): ListDiff {
  const items: Json[] = [];
  const deletions: Json[] = [];
  const text = (item: Json): string => scalarText(mergeValue(item, mergeKey));
  const byText = (list: Json[]): Json[] => [...list].sort((left, right) => compareBytewise(text(left), text(right)));
  for (const item of [...before, ...after]) requiredMergeValue(item, mergeKey);
  pairUp(byText(before), byText(after), text, (old, now) => {
    if (isJsonObject(old) && isJsonObject(now)) {
      const patch = diffMaps(old, now, below, options);
      if (Object.keys(patch).length > 0) items.push({ ...patch, [mergeKey]: now[mergeKey] ?? null });
    } else if (old === undefined && now !== undefined) {
      if (!options.ignoreChanges) items.push(now);
    } else if (isJsonObject(old) && !options.ignoreDeletions) {
      deletions.push({ [mergeKey]: old[mergeKey] ?? null, [DIRECTIVE]: "delete" });
    }
  });
  const patch = [...sortByOrder(items, after, mergeKey), ...deletions];
  const sameOrder = before.length === after.length && before.every((item, at) => text(item) === text(after[at] as Json));
  const changed = (!options.ignoreChanges && !sameOrder) || patch.length > 0;
  return { items: patch, deletions: [], order: changed ? after.map((item) => ({ [mergeKey]: mergeValue(item, mergeKey) ?? null })) : [] };
}

/** Walks two sorted lists side by side: equal texts meet, others come alone. */
function pairUp(
  before: Json[],
  after: Json[],
  text: (item: Json) => string,
  visit: (old: Json | undefined, now: Json | undefined) => void,
): void {
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const old = before[left];
    const now = after[right];
    const order = old === undefined ? 1 : now === undefined ? -1 : compareBytewise(text(old), text(now));
    visit(order <= 0 ? old : undefined, order >= 0 ? now : undefined);
    if (order <= 0) left++;
    if (order >= 0) right++;
  }
}

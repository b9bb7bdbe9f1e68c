import { deepEqual, setOwn } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";

/** Applies a JSON merge patch (RFC 7396): null removes, objects merge, all else replaces. The inputs stay as they are. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else setOwn(result, key, applyMergePatch(result[key], value));
  }
  return result;
}

/** The JSON merge patch from one object to another. A null in `modified` counts as absent only if `original` had something there. */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const [key, after] of Object.entries(modified)) {
    const before = original[key];
    if (after === undefined || (before !== undefined && deepEqual(before, after))) continue;
    if (isJsonObject(before) && isJsonObject(after)) {
      const below = createMergePatch(before, after);
      if (Object.keys(below).length > 0) setOwn(patch, key, below);
    } else setOwn(patch, key, after);
  }
  for (const key of Object.keys(original)) if (original[key] !== undefined && modified[key] === undefined) setOwn(patch, key, null);
  return patch;
}

/** The patch of `kubectl apply` for custom resources. apimachinery/pkg/util/jsonmergepatch CreateThreeWayJSONMergePatch */
export function createThreeWayJsonMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const changes = filterNulls(createMergePatch(current, modified), false);
  const deletions = filterNulls(createMergePatch(original, modified), true);
  return layOver(deletions, changes);
}

/** Only the nulls of a patch, or all but them. */
function filterNulls(patch: JsonObject, keepNulls: boolean): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (isJsonObject(value) && Object.keys(value).length > 0) {
      const below = filterNulls(value, keepNulls);
      if (Object.keys(below).length > 0) setOwn(kept, key, below);
    } else if ((value === null) === keepNulls) setOwn(kept, key, value);
  }
  return kept;
}

/** Merges two patches; the nulls of the first survive. */
function layOver(base: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const below = result[key];
    if (value !== undefined) setOwn(result, key, isJsonObject(below) && isJsonObject(value) ? layOver(below, value) : value);
  }
  return result;
}

/** False when a patch touches a member that must not change, such as `kind` or `metadata.name`. mergepatch.RequireKeyUnchanged */
export function leavesUnchanged(patch: JsonObject, ...path: string[]): boolean {
  let value: Json | undefined = patch;
  for (const key of path) {
    if (!isJsonObject(value)) return true;
    value = value[key];
    if (value === undefined) return true;
  }
  return false;
}

import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { isMissing, scalarText } from "../scalars.ts";

// How kyaml finds and sets elements of lists by their keys. A key "" means the element itself, a scalar.
// kyaml/yaml/walk/associative_sequence.go, kyaml/yaml/fns.go ElementSetter, ElementMatcher

/** A node's text: that of a scalar, "" for others. */
function nodeValue(value: JsonValue): string {
  return value === null ? "null" : scalarText(value);
}

function isEmptyMap(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Whether an object has all of the keys. */
export function hasOwnKeys(object: JsonObject, keys: readonly string[]): boolean {
  return keys.every((key) => object[key] !== undefined);
}

/** The values of the keys in all lists' elements, each combination once; "" for what an element lacks. */
export function elementValues(lists: readonly (readonly JsonValue[] | undefined)[], keys: readonly string[]): string[][] {
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const element of lists.flatMap((list) => list ?? [])) {
    const values = keys.map((key) => {
      const value = isJsonObject(element) ? element[key] : undefined;
      return isMissing(value) ? "" : nodeValue(value);
    });
    const text = values.join("\u0000");
    if (seen.has(text)) continue;
    seen.add(text);
    found.push(values);
  }
  return found;
}

/** The scalars of all lists, each once. */
export function primitiveValues(lists: readonly (readonly JsonValue[] | undefined)[]): string[][] {
  return [...new Set(lists.flatMap((list) => list ?? []).map(nodeValue))].map((value) => [value]);
}

/** Completes combinations that lack a value by others that agree with them. */
export function mergedValues(all: readonly (readonly string[])[]): string[][] {
  const merged = all.map((values) => [...values]);
  for (let left = 0; left < merged.length; left++) {
    for (let right = 0; right < merged.length; right++) {
      const common = agreement(merged[left] ?? [], merged[right] ?? []);
      if (common === undefined) continue;
      merged[left] = common;
      merged[right] = common;
    }
  }
  return merged;
}

function agreement(left: readonly string[], right: readonly string[]): string[] | undefined {
  let agrees = false;
  const common: string[] = [];
  for (const [at, one] of left.entries()) {
    const other = right[at] ?? "";
    if (one === other) agrees = true;
    else if (one !== "" && other !== "") return undefined;
    common.push(one === "" ? other : one);
  }
  return agrees ? common : undefined;
}

/** The keys that any combination has a value for, with the values of one combination for them. validateKeys */
export function usedKeys(
  all: readonly (readonly string[])[],
  values: readonly string[],
  keys: readonly string[],
): { keys: readonly string[]; values: readonly string[] } {
  const used = new Set(all.flatMap((one) => keys.filter((_, at) => (one[at] ?? "") !== "")));
  if (used.size === 0) return { keys, values };
  return { keys: keys.filter((key) => used.has(key)), values: values.filter((value, at) => value !== "" || used.has(keys[at] ?? "")) };
}

/** The first element with these values. ElementList */
export function elementList(list: readonly JsonValue[], keys: readonly string[], values: readonly string[]): JsonValue | undefined {
  const own = usedKeys([values], values, keys);
  if ((own.keys[0] ?? "") === "") return list.find((item) => nodeValue(item) === (own.values[0] ?? ""));
  if (own.keys.length !== own.values.length) return undefined;
  return list.find(
    (item) => isJsonObject(item) && own.keys.every((key, at) => item[key] !== undefined && nodeValue(item[key]) === own.values[at]),
  );
}

/** Whether an element has the values; a value "" asks for the key alone. */
function matches(item: JsonValue, keys: readonly string[], values: readonly string[]): boolean {
  if (values.length === 0) return false;
  return keys.every((key, at) => {
    // Keys beyond the values count as found, as the one before them was.
    const value = values[at];
    if (value === undefined) return true;
    if (key === "") return nodeValue(item) === value;
    const found = isJsonObject(item) ? item[key] : undefined;
    return found !== undefined && (value === "" || nodeValue(found) === value);
  });
}

/** Puts an element in the place of those with its values, or at the end; `element` undefined only takes those away. */
function replaceElements(list: JsonValue[], keys: readonly string[], values: readonly string[], element: JsonValue | undefined): void {
  const ownKeys = keys.length === 0 ? [""] : keys;
  const wantsMaps = (keys[0] ?? "") !== "" && (values[0] ?? "") !== "";
  const next: JsonValue[] = [];
  let found = false;
  for (const item of list) {
    if (item === null || isEmptyMap(item)) continue;
    if (!isJsonObject(item) && wantsMaps) next.push(item);
    else if (!matches(item, ownKeys, values)) {
      if (values.length > 0) next.push(item);
    } else {
      found = true;
      if (element !== undefined) next.push(element);
    }
  }
  if (element !== undefined && !found) next.push(element);
  list.splice(0, list.length, ...next);
}

/** Sets an element in the place of those with its values. */
export function setElement(list: JsonValue[], keys: readonly string[], values: readonly string[], element: JsonValue): void {
  replaceElements(list, keys, values, element);
}

/** Takes away the elements with these values. */
export function removeElements(list: JsonValue[], keys: readonly string[], values: readonly string[]): void {
  replaceElements(list, keys, values, undefined);
}

/** Adds the elements of `rest` to `list`, in the place of those with their values. appendListNode */
export function joinElements(list: JsonValue[], rest: readonly JsonValue[], keys: readonly string[]): JsonValue[] {
  for (const item of rest) {
    if ((keys[0] ?? "") === "") {
      setElement(list, [""], [nodeValue(item)], item);
      continue;
    }
    const values: string[] = [];
    for (const key of keys) {
      const value = isJsonObject(item) ? item[key] : undefined;
      if (value === undefined) list.push(item);
      else values.push(nodeValue(value));
    }
    if (keys.length > 1) removeElements(list, keys, values);
    setElement(list, keys, values, item);
  }
  return list;
}

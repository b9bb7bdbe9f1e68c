import { isJsonObject, type JsonValue } from "../../../base/json.ts";
import { KustomizeError } from "../errors.ts";
import { wrongKind } from "./documents.ts";
import type { Place } from "./fields.ts";
import { nodeText } from "./node-text.ts";

/** The value at a path of names, indexes, `-` and `[key=value]`; undefined when there is none. kyaml/yaml/fns.go PathGetter */
export function lookUp(root: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const raw of path) {
    const part = raw.trim();
    if (part === "") continue;
    if (value === undefined || value === null) return undefined;
    value = step(value, part);
  }
  return value;
}

function step(value: JsonValue, part: string): JsonValue | undefined {
  if (part === "*") throw new KustomizeError("wildcard is not supported in PathGetter");
  if (/^[+-]?\d+$/.test(part)) {
    if (Number(part) < 0) throw new KustomizeError(`array index ${Number(part)} cannot be negative`);
    return demandList(value)[Number(part)];
  }
  if (part === "-") return demandList(value).at(-1);
  if (isListPart(part)) {
    const { key, text } = splitListPart(part);
    return demandList(value).find((item) =>
      key === "" ? scalarNode(item) === text : isJsonObject(item) && scalarNode(item[key] ?? null) === text,
    );
  }
  if (!isJsonObject(value)) throw wrongKind("MappingNode", value, nodeText(value));
  return value[part];
}

/** A scalar's text as its node holds it. */
export function scalarNode(value: JsonValue): string {
  if (value === null) return "null";
  return typeof value === "object" ? "" : String(value);
}

function demandList(value: JsonValue): JsonValue[] {
  if (!Array.isArray(value)) throw wrongKind("SequenceNode", value, nodeText(value));
  return value;
}

function isListPart(part: string): boolean {
  return part.startsWith("[") && part.endsWith("]");
}

function splitListPart(part: string): { key: string; text: string } {
  const inner = part.slice(1, -1);
  const equals = inner.indexOf("=");
  if (equals < 0) throw new KustomizeError("list path element must contain fieldName=fieldValue for element to match");
  return { key: inner.slice(0, equals), text: inner.slice(equals + 1) };
}

/** What is made for a path's missing end; undefined makes nothing. */
export type Missing = "scalar" | "mapping" | "sequence" | undefined;

/** A place that a path leads to; `isNew` when it was made on the way. */
export interface FoundPlace extends Place {
  readonly isNew: boolean;
}

function made(next: string | undefined, missing: Missing): JsonValue {
  if (next === undefined) return missing === "mapping" ? {} : missing === "sequence" ? [] : "";
  return isListPart(next) || /^\d+$/.test(next) ? [] : {};
}

/** All places that a path leads to, in which `*` is every element and `[key=pattern]` those that match. kyaml/yaml/match.go PathMatcher */
export function matchPath(place: FoundPlace, path: readonly string[], missing: Missing): FoundPlace[] {
  const [part, ...rest] = path;
  if (part === undefined) return [place];
  const value = place.get();
  if (/^\d+$/.test(part)) return matchIndex(value, Number(part), rest, missing);
  if (isListPart(part)) return matchList(value, part, rest, missing);
  if (part === "*") return demandList(value).flatMap((_, at) => matchPath(elementOf(value as JsonValue[], at), rest, missing));
  if (value === null) return [];
  if (!isJsonObject(value)) throw wrongKind("MappingNode", value, nodeText(value));
  const isNew = value[part] === undefined;
  if (isNew && missing === undefined) return [];
  if (isNew) value[part] = made(rest[0], missing);
  return matchPath({ isNew, get: () => value[part] ?? null, set: (fresh) => void (value[part] = fresh) }, rest, missing);
}

function elementOf(list: JsonValue[], at: number, isNew = false): FoundPlace {
  return { isNew, get: () => list[at] ?? null, set: (fresh) => void (list[at] = fresh) };
}

function matchIndex(value: JsonValue, index: number, rest: readonly string[], missing: Missing): FoundPlace[] {
  const list = demandList(value);
  const isNew = list.length === index && missing !== undefined;
  if (isNew) list.push(made(rest[0], missing));
  if (list.length < index + 1) throw new KustomizeError(`index ${index} specified but only ${list.length} elements found`);
  return matchPath(elementOf(list, index, isNew), rest, missing);
}

function matchList(value: JsonValue, part: string, rest: readonly string[], missing: Missing): FoundPlace[] {
  const list = demandList(value);
  const { key, text } = splitListPart(part);
  const pattern = new RegExp(text);
  const fits = (item: JsonValue): boolean => {
    const node = key === "" ? item : isJsonObject(item) ? item[key] : undefined;
    return node !== undefined && pattern.test(nodeText(node).trim());
  };
  const find = (): FoundPlace[] =>
    list.flatMap((item, at) => (fits(item) ? (key === "" ? [elementOf(list, at)] : matchPath(elementOf(list, at), rest, missing)) : []));
  const found = find();
  if (found.length > 0 || missing === undefined) return found;
  list.push(key === "" ? text : { [key]: text });
  return find();
}

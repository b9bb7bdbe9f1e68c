import { sortedKeys } from "../../../base/bytewise.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { KustomizeError } from "../errors.ts";
import { isBlank } from "./blanks.ts";
import { isMissing, scalarText } from "../scalars.ts";
import {
  elementList,
  elementValues,
  hasOwnKeys,
  joinElements,
  mergedValues,
  primitiveValues,
  removeElements,
  setElement,
  usedKeys,
} from "./keyed-lists.ts";
import { wrongKind } from "./documents.ts";
import type { FindSchema, MergeSchema } from "./merge-schema.ts";
import { nodeText } from "./node-text.ts";

/** What a merge of one patch goes by. */
export interface MergeRules {
  readonly find: FindSchema;
  /** Nulls that are in the object already go away when a patch passes them. */
  readonly clearsNulls: boolean;
}

type Node = JsonValue | undefined;

/**
 * Lays a strategic merge patch over an object as kyaml does, quirks included: new elements come first, a list with two keys loses
 * its order. Both are changed on the way. Undefined when nothing is left. Throws KustomizeError.
 */
// kyaml/yaml/merge2/merge2.go, kyaml/yaml/walk
export function mergeStrategically(object: JsonObject, patch: JsonObject, rules: MergeRules): JsonObject | undefined {
  const merged = walk(object, patch, undefined, rules);
  return isJsonObject(merged) ? merged : undefined;
}

function kindOf(node: JsonValue): "SequenceNode" | "MappingNode" | "ScalarNode" {
  return Array.isArray(node) ? "SequenceNode" : isJsonObject(node) ? "MappingNode" : "ScalarNode";
}

function walk(dest: Node, source: Node, known: MergeSchema | undefined, rules: MergeRules): Node {
  const schema = known ?? schemaOf(dest, rules) ?? schemaOf(source, rules);
  const first = isMissing(dest) ? source : dest;
  if (isMissing(first)) return walkMap(dest, source, schema, rules);
  const kind = kindOf(first);
  if (!isMissing(source) && kindOf(source) !== kind) throw wrongKind(kind, source, nodeText(source));
  if (kind === "MappingNode") return walkMap(dest, source, schema, rules);
  if (kind === "SequenceNode" && schema?.merges === true) {
    return walkList(dest as JsonValue[] | null | undefined, source as JsonValue[] | null | undefined, schema, rules);
  }
  return source === undefined ? dest : source;
}

/** Objects inside of others are known by their type as well. */
function schemaOf(node: Node, { find }: MergeRules): MergeSchema | undefined {
  if (!isJsonObject(node)) return undefined;
  const [apiVersion, kind] = [scalarText(node["apiVersion"]), scalarText(node["kind"])];
  return apiVersion === "" || kind === "" ? undefined : find(apiVersion, kind);
}

function walkMap(dest: Node, source: Node, schema: MergeSchema | undefined, rules: MergeRules): Node {
  const target = mapTarget(dest, source);
  if (!isJsonObject(target)) return undefined;
  const patch = isJsonObject(source) ? source : {};
  for (const key of sortedKeys({ ...target, ...patch })) {
    const [before, change] = [target[key], patch[key]];
    if (before === null && change === undefined && !rules.clearsNulls && !isBlank(target, key)) continue;
    const merged = walk(before, change, schema?.field(key), rules);
    if (isMissing(merged)) delete target[key];
    else target[key] = merged;
  }
  return target;
}

/** The mapping that the merge goes on with; undefined when it is to go. */
function mapTarget(dest: Node, source: Node): Node {
  if (isMissing(dest)) return takeDirective(source, false) === "delete" ? undefined : source;
  if (source === null) return undefined;
  const directive = takeDirective(source, true);
  if (directive === "delete") return undefined;
  return directive === "replace" ? source : dest;
}

/** Reads `$patch` out of a mapping, and takes it away. kyaml/yaml/merge2/smpdirective.go */
function takeDirective(patch: Node, strict: boolean): string {
  if (!isJsonObject(patch) || isMissing(patch["$patch"])) return "merge";
  const directive = scalarText(patch["$patch"]);
  if (directive !== "delete" && directive !== "replace" && directive !== "merge") {
    if (strict) throw new KustomizeError(`unknown patch strategy '${directive}'`);
    return "merge";
  }
  delete patch["$patch"];
  return directive;
}

/** Reads the element that is nothing but `$patch` out of a list, and takes it away. */
function takeListDirective(patch: JsonValue[]): string {
  const element = patch.find((one) => isJsonObject(one) && one["$patch"] !== undefined);
  if (!isJsonObject(element) || Object.keys(element).length > 1) return "merge";
  const directive = scalarText(element["$patch"]);
  if (directive !== "delete" && directive !== "replace" && directive !== "merge") {
    throw new KustomizeError(`unknown patch strategy '${directive}'`);
  }
  removeElements(patch, ["$patch"], [directive]);
  return directive;
}

function walkList(
  dest: JsonValue[] | null | undefined,
  source: JsonValue[] | null | undefined,
  schema: MergeSchema,
  rules: MergeRules,
): Node {
  const target = listTarget(dest, source);
  if (!Array.isArray(target)) return undefined;
  const lists = [target, Array.isArray(source) ? source : undefined];
  const isKeyed = schema.keys.length > 0;
  const keys = isKeyed ? schema.keys : [""];
  const values = isKeyed ? elementValues(lists.toReversed(), keys) : primitiveValues(lists.toReversed());
  return mergeElements({ target, lists, keys, schema: schema.elements(), rules }, keys.length > 1 ? mergedValues(values) : values);
}

function listTarget(dest: JsonValue[] | null | undefined, source: JsonValue[] | null | undefined): JsonValue[] | null | undefined {
  if (isMissing(dest)) return source;
  if (source === null) return undefined;
  const directive = source === undefined ? "merge" : takeListDirective(source);
  if (directive === "delete") return undefined;
  return directive === "replace" ? source : dest;
}

interface ElementMerge {
  readonly target: JsonValue[];
  /** The object's list and the patch's. */
  readonly lists: readonly (JsonValue[] | undefined)[];
  readonly keys: readonly string[];
  readonly schema: MergeSchema | undefined;
  readonly rules: MergeRules;
}

// kyaml/yaml/walk/associative_sequence.go setAssociativeSequenceElements
function mergeElements({ target, lists, keys, schema, rules }: ElementMerge, allValues: readonly (readonly string[])[]): Node {
  const added: JsonValue[] = [];
  let last = { keys, values: [] as readonly string[] };
  for (const values of allValues) {
    last = usedKeys(allValues, values, keys);
    const [before, change] = lists.map((list) => (list === undefined ? undefined : elementList(list, last.keys, last.values)));
    const merged = walk(before, change, schema, rules);
    if (isMissing(merged) || (isJsonObject(merged) && Object.keys(merged).length === 0)) {
      removeElements(target, last.keys, last.values);
      continue;
    }
    if (isJsonObject(merged)) {
      last.keys.forEach((key, at) => {
        const value = last.values[at] ?? "";
        if (!hasOwnKeys(merged, [key]) && value !== "") merged[key] = value;
      });
    }
    setElement(added, last.keys, last.values, merged);
  }
  if (allValues.length === 0) return target;
  return joinElements(added, target, last.keys);
}

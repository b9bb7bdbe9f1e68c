import { sortedKeys } from "../../base/bytewise.ts";
import { goValueV } from "../../base/go-format.ts";
import { isJsonObject } from "../../base/json.ts";
import { compareScalars } from "./compare.ts";
import { JsonPathError, type JsonPathList, type JsonPathNode } from "./nodes.ts";

/** How to treat data that lacks a field. */
export interface JsonPathOptions {
  /** A missing field gives no result instead of an error (`--allow-missing-template-keys`). */
  readonly allowMissingKeys?: boolean;
}

interface RangeState {
  begin: number;
  inside: number;
  end: number;
  lastEnd: JsonPathNode | undefined;
}

interface Walk {
  readonly options: JsonPathOptions;
  readonly range: RangeState;
}

/** Results of every piece of the template in order, each a list of the values it selects. Throws JsonPathError. */
// k8s.io/client-go/util/jsonpath/jsonpath.go FindResults, 1.20
export function findJsonPath(template: JsonPathList, data: unknown, options: JsonPathOptions = {}): unknown[][] {
  const walk: Walk = { options, range: { begin: 0, inside: 0, end: 0, lastEnd: undefined } };
  return findIn(walk, template.nodes, data);
}

function findIn(walk: Walk, nodes: readonly JsonPathNode[], data: unknown): unknown[][] {
  const { range } = walk;
  const found: unknown[][] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] as JsonPathNode;
    const results = evaluate(walk, [data], node);
    if (range.end > 0 && range.end <= range.inside) {
      range.end--;
      range.lastEnd = node;
      break;
    }
    if (range.begin === 0) {
      found.push(results);
      continue;
    }
    range.begin--;
    range.inside++;
    const rest = nodes.slice(index + 1);
    for (const value of results) found.push(...findIn(walk, rest, value));
    // Nothing to range over: the body is still read, so that its end is known.
    if (results.length === 0) findIn(walk, rest, undefined);
    range.inside--;
    const end = range.lastEnd === undefined ? -1 : nodes.indexOf(range.lastEnd, index + 1);
    if (end > 0) index = end;
  }
  return found;
}

function evaluate(walk: Walk, input: unknown[], node: JsonPathNode): unknown[] {
  switch (node.kind) {
    case "list":
      return node.nodes.reduce<unknown[]>((values, next) => evaluate(walk, values, next), input);
    case "text":
      return [node.text];
    case "literal":
      return input.map(() => node.value);
    case "field":
      return evaluateField(walk, input, node.name);
    case "array":
      return input.flatMap((value) => (isNil(value) ? [] : evaluateArray(value, node)));
    case "filter":
      return input.flatMap((value) => evaluateFilter(walk, value, node));
    case "wildcard":
      return input.flatMap(children);
    case "recursive":
      return input.flatMap(descend);
    case "union":
      return node.lists.flatMap((list) => evaluate(walk, input, list));
    case "identifier":
      return evaluateIdentifier(walk, input, node.name);
  }
}

function isNil(value: unknown): boolean {
  return value === null || value === undefined;
}

function evaluateIdentifier(walk: Walk, input: unknown[], name: string): unknown[] {
  if (name === "range") {
    walk.range.begin++;
    return input;
  }
  if (name !== "end") throw new JsonPathError(`unrecognized identifier ${name}`);
  if (walk.range.inside === 0) throw new JsonPathError("not in range, nothing to end");
  walk.range.end++;
  return [];
}

function evaluateField(walk: Walk, input: unknown[], name: string): unknown[] {
  if (input.length === 0) return [];
  const results: unknown[] = [];
  for (const value of input) {
    if (isJsonObject(value) && Object.hasOwn(value, name) && value[name] !== undefined) results.push(value[name]);
  }
  if (results.length === 0 && walk.options.allowMissingKeys !== true) throw new JsonPathError(`${name} is not found`);
  return results;
}

function evaluateArray(value: unknown, node: Extract<JsonPathNode, { kind: "array" }>): unknown[] {
  if (!Array.isArray(value)) throw new JsonPathError(`${goTypeName(value)} is not array or slice`);
  const [first, last, stepBound] = node.bounds;
  const { length } = value;
  const start = first.known && first.value < 0 ? first.value + length : first.value;
  let end = last.known ? last.value : length;
  if (end < 0 || (end === 0 && last.derived)) end += length;
  if (start === end) return [];
  if (start >= length || start < 0) {
    throw new JsonPathError(`array index out of bounds: index ${start}, length ${length}`);
  }
  if (end > length || end < 0) {
    throw new JsonPathError(`array index out of bounds: index ${end - 1}, length ${length}`);
  }
  if (start > end) throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`);
  if (stepBound.known && stepBound.value <= 0) throw new JsonPathError("step must be > 0");
  const step = stepBound.known ? stepBound.value : 1;
  return value.slice(start, end).filter((_, offset) => offset % step === 0);
}

function goTypeName(value: unknown): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return "map[string]interface {}";
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (isJsonObject(value)) return sortedKeys(value).map((key) => value[key]);
  // A string's bytes, as Go's reflection sees them.
  return typeof value === "string" ? [...new TextEncoder().encode(value)] : [];
}

/** The value itself and all collections below it, parents first. */
function descend(value: unknown): unknown[] {
  const below = children(value);
  return below.length === 0 ? [] : [value, ...below.flatMap(descend)];
}

function evaluateFilter(walk: Walk, value: unknown, node: Extract<JsonPathNode, { kind: "filter" }>): unknown[] {
  if (!Array.isArray(value)) {
    const shown = isNil(value) ? "<nil>" : goValueV(value);
    throw new JsonPathError(`${shown} is not array or slice and cannot be filtered`);
  }
  return value.filter((item) => passes(walk, item, node));
}

function passes(walk: Walk, item: unknown, node: Extract<JsonPathNode, { kind: "filter" }>): boolean {
  if (node.operator === "exists") return exists(walk, item, node.left);
  const lefts = evaluate(walk, [item], node.left);
  if (lefts.length === 0) return false;
  if (lefts.length > 1) throw new JsonPathError("can only compare one element at a time");
  const rights = evaluate(walk, [item], node.right);
  if (rights.length === 0) return false;
  if (rights.length > 1) throw new JsonPathError("can only compare one element at a time");
  const [first] = node.right.nodes;
  const rightIsFloat = first?.kind === "literal" && first.isFloat;
  return compareScalars(node.operator, lefts[0], rights[0], rightIsFloat);
}

function exists(walk: Walk, item: unknown, path: JsonPathList): boolean {
  try {
    return evaluate(walk, [item], path).length > 0;
  } catch (error) {
    if (error instanceof JsonPathError) return false;
    throw error;
  }
}

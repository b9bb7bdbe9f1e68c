import { sortedKeys } from "../../base/bytewise.ts";
import type { JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";

/**
 * A set of field paths in the form of FieldsV1: `{"f:metadata":{"f:labels":{".":{},"f:app":{}}}}`. A node without members is a
 * path of the set; one with members is so only if it holds ".". The root is never a path itself, and the empty set is undefined.
 * Sets are never changed in place. structured-merge-diff/v4/fieldpath/set.go
 */
export type FieldSet = JsonObject;

/** A path that ends here. */
export const LEAF: FieldSet = Object.freeze({});
const SELF = ".";

/** True when the node itself is a path of the set. */
export function isMember(node: FieldSet): boolean {
  if (node[SELF] !== undefined) return true;
  for (const _ in node) return false;
  return true;
}

/** A node that is a path and has those below it. */
export function memberWith(children: FieldSet): FieldSet {
  return isMember(children) ? children : { [SELF]: LEAF, ...children };
}

function child(node: FieldSet, key: string): FieldSet | undefined {
  const below = node[key];
  return isJsonObject(below) ? below : undefined;
}

/** Children and membership to a node; undefined when neither is left. */
function build(member: boolean, children: FieldSet): FieldSet | undefined {
  for (const _ in children) return member ? { [SELF]: LEAF, ...children } : children;
  return member ? LEAF : undefined;
}

/** All paths of both; the first itself when the second adds nothing. */
export function union(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (left === undefined || right === undefined || left === right) return left ?? right;
  if (includes(left, right)) return left;
  const children: FieldSet = {};
  for (const key in left) if (key !== SELF) children[key] = union(child(left, key), child(right, key)) ?? LEAF;
  for (const key in right) if (key !== SELF && left[key] === undefined) children[key] = child(right, key) ?? LEAF;
  return build(isMember(left) || isMember(right), children);
}

/** Whether the first has all paths of the second. */
function includes(left: FieldSet, right: FieldSet): boolean {
  if (isMember(right) && !isMember(left)) return false;
  for (const key in right) {
    if (key === SELF) continue;
    const below = child(left, key);
    if (below === undefined || !includes(below, child(right, key) ?? LEAF)) return false;
  }
  return true;
}

/** The paths of the first that the second does not have. */
export function difference(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (left === undefined || right === undefined) return left;
  const wasMember = isMember(left);
  const member = wasMember && !isMember(right);
  let changed = member !== wasMember;
  const children: FieldSet = {};
  for (const key in left) {
    if (key === SELF) continue;
    const before = child(left, key);
    const after = difference(before, child(right, key));
    if (after !== before) changed = true;
    if (after !== undefined) children[key] = after;
  }
  return changed ? build(member, children) : left;
}

/** As {@link difference}, but a path of the second takes away all below it. */
export function recursiveDifference(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (left === undefined || right === undefined) return left;
  const children: FieldSet = {};
  for (const key in left) {
    const other = child(right, key);
    if (key === SELF || (other && isMember(other))) continue;
    const after = recursiveDifference(child(left, key), other);
    if (after !== undefined) children[key] = after;
  }
  return build(isMember(left), children);
}

/** The paths of both. */
export function intersection(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (left === right) return left;
  const children: FieldSet = {};
  for (const key in left) {
    const other = key === SELF ? undefined : child(right, key);
    const both = other && intersection(child(left, key), other);
    if (both !== undefined) children[key] = both;
  }
  return build(isMember(left) && isMember(right), children);
}

/** The paths as text, `.spec.containers[name="a"].image`: those of a level before those below it, as Kubernetes lists conflicts. */
export function pathsOf(set: FieldSet, prefix = ""): string[] {
  const keys = sortedKeys(set).filter((key) => key !== SELF);
  const own = keys.filter((key) => isMember(child(set, key) ?? LEAF)).map((key) => prefix + elementText(key));
  return [...own, ...keys.flatMap((key) => pathsOf(child(set, key) ?? LEAF, prefix + elementText(key)))];
}

function elementText(key: string): string {
  const text = key.slice(2);
  if (key.startsWith("f:")) return `.${text}`;
  if (key.startsWith("v:")) return `[=${text}]`;
  if (key.startsWith("i:")) return `[${text}]`;
  const members = JSON.parse(text) as JsonObject;
  return `[${Object.entries(members)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(",")}]`;
}

/** The set with its keys in order: ".", fields, keys, values. A frozen one comes out of the store, where all are in order. */
export function orderFields(set: FieldSet): FieldSet {
  if (Object.isFrozen(set)) return set;
  const result: FieldSet = {};
  for (const key of sortedKeys(set)) result[key] = orderFields(child(set, key) ?? LEAF);
  return result;
}

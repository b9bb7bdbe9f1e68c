import { deepEqual, deepFreeze, isLasting } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { firstStep, follow, type Step } from "../../base/trie.ts";
import type { KubeObject, ManagedFieldsEntry } from "../object.ts";
import { isMapPair } from "./compare.ts";
import type { FieldSet } from "./field-set.ts";
import { isGranularMap, memberType, type MergeType } from "./merge-type.ts";
import type { EntryPlan } from "./update.ts";

/**
 * Remembers what became of managedFields. A thousand pods of one template go through the same states, and what their entries become
 * follows from which fields changed and from the entries' sets alone; of the values only an address is part of a path.
 */
export interface Transitions {
  /** The plan that was made when the same fields of an object with the same entries changed, or a new one. */
  plan(write: Write, make: () => EntryPlan): EntryPlan;
}

/** A write, as far as it decides what becomes of the entries: of one type, by one manager, through one endpoint. */
export interface Write {
  /** Distinguishes type, manager, apiVersion and endpoint. */
  readonly kind: string;
  readonly type: MergeType;
  readonly live: KubeObject;
  readonly next: KubeObject;
  readonly entries: readonly ManagedFieldsEntry[];
}

interface Known {
  readonly plan: EntryPlan;
  /** The address that is part of paths in the plan's sets, and where it stands in each; undefined without one. */
  readonly address: string | undefined;
  readonly paths: readonly (readonly string[] | undefined)[];
}

const ADDED = Symbol("added");
const REMOVED = Symbol("removed");
const CHANGED = Symbol("changed");
const SAME = Symbol("same");
const LEAF = Symbol("leaf");
const MAP = Symbol("map");
const LIST = Symbol("list");
const END = Symbol("end");
const ADDRESS = Symbol("address");
const LASTING = Symbol("lasting");

/** Lists by this key hold what is one object's own. */
const ADDRESS_KEY = "ip";
const PLANS_MAX = 1024;

/** Nothing known yet. */
export function createTransitions(): Transitions {
  let root = firstStep();
  let plans = new WeakMap<Step, Known>();
  let misses = 0;

  return {
    plan(write, make) {
      // Only what cannot change stays the same set.
      if (!write.entries.every(({ fieldsV1 }) => fieldsV1 === undefined || isLasting(fieldsV1))) return make();
      const addresses: string[] = [];
      const step = walkWrite(root, write, addresses);
      const known = step && plans.get(step);
      if (known) return addresses[0] === known.address ? known.plan : withAddress(known, addresses[0] ?? "");
      const plan = make();
      if (++misses > PLANS_MAX) {
        misses = 0;
        root = firstStep();
        plans = new WeakMap();
      } else if (step) remember(plans, step, plan, addresses[0], write);
      return plan;
    },
  };
}

function remember(plans: WeakMap<Step, Known>, step: Step, plan: EntryPlan, address: string | undefined, { entries }: Write): void {
  if (address === undefined) return void plans.set(step, { plan: deepFreeze(plan), address, paths: [] });
  const key = keyOf(address);
  // A set that speaks of addresses already would not become the same with another one.
  if (entries.some(({ fieldsV1 = {} }) => JSON.stringify(fieldsV1).includes(JSON.stringify(`k:{"${ADDRESS_KEY}"`).slice(1, -1)))) return;
  const paths = plan.shares.map(({ set }) => pathsTo(key, set));
  if (paths.some((found) => found.length > 1)) return;
  plans.set(step, { plan: deepFreeze(plan), address, paths: paths.map(([path]) => path) });
}

function keyOf(address: string): string {
  return `k:${JSON.stringify({ [ADDRESS_KEY]: address })}`;
}

function pathsTo(key: string, set: FieldSet): string[][] {
  const paths: string[][] = [];
  for (const [name, below] of Object.entries(set)) {
    if (name === key) paths.push([name]);
    else if (isJsonObject(below)) paths.push(...pathsTo(key, below).map((rest) => [name, ...rest]));
  }
  return paths;
}

function withAddress({ plan, paths }: Known, address: string): EntryPlan {
  const key = keyOf(address);
  return {
    ...plan,
    shares: plan.shares.map((share, index) => {
      const path = paths[index];
      return path ? { ...share, set: renamed(share.set, path, 0, key) } : share;
    }),
  };
}

/** The set with the last name of a path replaced; the order of names stays. */
function renamed(set: FieldSet, path: readonly string[], at: number, key: string): FieldSet {
  const name = path[at] ?? "";
  if (at < path.length - 1) return { ...set, [name]: renamed(set[name] as FieldSet, path, at + 1, key) };
  const copy: FieldSet = {};
  for (const one in set) copy[one === name ? key : one] = set[one] as FieldSet;
  return copy;
}

/** Follows a write; undefined for one that cannot be told from others this way. */
function walkWrite(root: Step, { kind, type, live, next, entries }: Write, addresses: string[]): Step | undefined {
  let step = follow(root, kind);
  for (const entry of entries) {
    step = follow(follow(follow(step, entry.manager), entry.operation), entry.apiVersion);
    step = follow(follow(step, entry.subresource), entry.fieldsV1);
  }
  const changed = walkMembers(follow(step, MAP), type, live as unknown as JsonObject, next as unknown as JsonObject, addresses);
  return changed && addresses.length <= 1 ? changed : undefined;
}

// The walk takes the turns of compareFields and wholeSet in compare.ts, and notes them instead of building sets. It may tell apart what
// they do not, never the other way round.

function walkMembers(from: Step, type: MergeType, before: JsonObject, after: JsonObject, addresses: string[]): Step | undefined {
  let step: Step | undefined = from;
  for (const key in after) {
    const [left, right] = [before[key], after[key]];
    if (left === right || right === undefined) continue;
    step = walkMember(follow(step, key), type, key, left, right, addresses);
    if (!step) return undefined;
  }
  for (const key in before) {
    if (after[key] !== undefined || before[key] === undefined) continue;
    step = walkMember(follow(step, key), type, key, before[key], undefined, addresses);
    if (!step) return undefined;
  }
  return follow(step, END);
}

function walkMember(step: Step, type: MergeType, key: string, before: Json | undefined, after: Json | undefined, addresses: string[]) {
  // Most that changes is a scalar, whatever its type.
  if (!isBranch(before) && !isBranch(after)) return follow(step, before === undefined ? ADDED : after === undefined ? REMOVED : CHANGED);
  const below = memberType(type, key);
  return below ? walk(step, below, before, after, addresses) : follow(step, SAME);
}

function isBranch(value: Json | undefined): value is JsonObject | Json[] {
  return typeof value === "object" && value !== null;
}

function walk(from: Step, type: MergeType, before: Json | undefined, after: Json | undefined, addresses: string[]): Step | undefined {
  if (before === undefined) return walkWhole(follow(from, ADDED), type, after ?? null, addresses);
  if (after === undefined) return walkWhole(follow(from, REMOVED), type, before, addresses);
  // Lists that many objects have the very same of are told by themselves: what is in them need not be looked at.
  if (isTold(before) && isTold(after)) return follow(follow(follow(from, LASTING), before), after);
  if (isMapPair(type, before, after))
    return walkMembers(follow(from, MAP), type, isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {}, addresses);
  if (type.kind === "keyed" || type.kind === "set") {
    const left = Array.isArray(before) ? before : [];
    const right = Array.isArray(after) ? after : [];
    if (left.length > 0 || right.length > 0)
      return type.kind === "keyed" ? walkItems(follow(from, LIST), type, left, right, addresses) : undefined;
  }
  return follow(from, deepEqual(before, after) ? SAME : CHANGED);
}

/** Frozen lists, and whether nothing in them may be told by an address, which would have to be noted. */
const told = new WeakMap<object, boolean>();

function isTold(value: Json): boolean {
  if (!Array.isArray(value) || !isLasting(value)) return false;
  let is = told.get(value);
  if (is === undefined) told.set(value, (is = !JSON.stringify(value).includes(`"${ADDRESS_KEY}":`)));
  return is;
}

type Keyed = MergeType & { readonly kind: "keyed" };

function walkItems(from: Step, type: Keyed, before: readonly Json[], after: readonly Json[], addresses: string[]): Step | undefined {
  const left = keysOf(type, before);
  const right = keysOf(type, after);
  if (!left || !right) return undefined;
  let step: Step | undefined = from;
  for (let at = 0; at < right.length; at++) {
    const key = right[at] as string;
    const former = before[left[at] === key ? at : left.indexOf(key)];
    if (former === after[at]) continue;
    step = walk(followKey(step, type, key, addresses), type.element, former, after[at], addresses);
    if (!step) return undefined;
  }
  for (let at = 0; at < left.length; at++) {
    const key = left[at] as string;
    if (right[at] === key || right.includes(key)) continue;
    step = walk(followKey(step, type, key, addresses), type.element, before[at], undefined, addresses);
    if (!step) return undefined;
  }
  return follow(step, END);
}

/** What tells the items of a list apart; undefined unless that is one text each, and each another one. */
function keysOf({ keys, defaults }: Keyed, list: readonly Json[]): string[] | undefined {
  const [name = ""] = keys;
  if (keys.length !== 1) return undefined;
  const found: string[] = [];
  for (const item of list) {
    const key = isJsonObject(item) ? (item[name] ?? defaults[name]) : undefined;
    if (typeof key !== "string" || found.includes(key)) return undefined;
    found.push(key);
  }
  return found;
}

function followKey(from: Step, { keys }: Keyed, key: string, addresses: string[]): Step {
  if (keys[0] !== ADDRESS_KEY) return follow(from, key);
  addresses.push(key);
  return follow(from, ADDRESS);
}

function walkWhole(from: Step, type: MergeType, value: Json, addresses: string[]): Step | undefined {
  if (isGranularMap(type, value)) return walkWholeMap(from, type, value, addresses);
  if (!Array.isArray(value) || (type.kind !== "keyed" && type.kind !== "set")) return follow(from, LEAF);
  const keys = type.kind === "keyed" ? keysOf(type, value) : undefined;
  if (!keys || type.kind !== "keyed") return undefined;
  let step: Step | undefined = follow(from, LIST);
  for (let at = 0; at < value.length && step; at++)
    step = walkWhole(followKey(step, type, keys[at] as string, addresses), type.element, value[at] ?? null, addresses);
  return step && follow(step, END);
}

/** A scalar is its name, whatever its type; a member that holds something itself is followed by what it holds. */
function walkWholeMap(from: Step, type: MergeType, value: JsonObject, addresses: string[]): Step | undefined {
  let step: Step | undefined = follow(from, MAP);
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    const below = isBranch(member) ? memberType(type, name) : undefined;
    step = follow(step, name);
    if (below) step = walkWhole(step, below, member, addresses);
    if (!step) return undefined;
  }
  return follow(step, END);
}

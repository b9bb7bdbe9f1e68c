import { compareBytewise } from "../../base/bytewise.ts";
import { deepEqual } from "../../base/deep.ts";
import { goQuote } from "../../base/go-format.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { KubeObject, ManagedFieldsEntry } from "../object.ts";
import type { StatusError } from "../status.ts";
import { badRequest, failure } from "../status.ts";
import { appliedSet } from "./compare.ts";
import type { FieldSet } from "./field-set.ts";
import { difference, intersection, orderFields, pathsOf, recursiveDifference, union } from "./field-set.ts";
import type { MergeType, ObjectType } from "./merge-type.ts";
import { mergeValues, removeItems } from "./merge.ts";
import { compareObjects, sortEntries, UNTRACKED, updateManagedFields } from "./update.ts";

// structured-merge-diff/v4/merge/update.go and apiserver/.../fieldmanager, 1.20

/** A server-side apply. */
export interface FieldsApply {
  /** The object before; undefined when the apply creates it. */
  live: KubeObject | undefined;
  /** What the user applies. */
  config: KubeObject;
  manager: string;
  /** Takes fields from others instead of failing. */
  force: boolean;
  /** Takes those fields from others that client-side apply has put there, as its annotation says. */
  takesOver?: boolean;
  /** Now, RFC 3339 with whole seconds. */
  time: string;
  type: ObjectType;
  subresource?: string;
  ignored?: FieldSet;
}

/** The merged object, not yet defaulted, with its managedFields. `changed` false: the object is as before, but for managedFields maybe. */
export interface Applied {
  object: KubeObject;
  changed: boolean;
}

/** Merges an applied configuration. Throws a {@link StatusError}: 409 with every conflict, 400 for managedFields in the configuration. */
export function applyConfiguration(apply: FieldsApply): Applied {
  const { live, config, type, force } = apply;
  if (config.metadata.managedFields !== undefined) throw badRequest("metadata.managedFields must be nil");
  const entries = live === undefined ? [] : (live.metadata.managedFields ?? trackBefore(live, apply));
  const own = entries.find((entry) => isOwn(entry, apply));
  const others = entries.filter((entry) => entry !== own);
  const set = recursiveDifference(difference(appliedSet(type.type, asJson(config)), UNTRACKED), apply.ignored);
  const merged = mergeValues(type.type, live === undefined ? {} : asJson(withoutEntries(live)), asJson(config)) as JsonObject;
  const pruned = prune(type.type, merged, own?.fieldsV1, set, others) as unknown as KubeObject;
  const change = compareObjects(live, pruned, type);
  const disputed = others
    .map((entry) => ({ entry, set: intersection(entry.fieldsV1, change.changed) }))
    .filter(({ set }) => set !== undefined);
  const allowed = disputed.length > 0 && apply.takesOver === true ? lastAppliedSet(apply) : undefined;
  const conflicts = disputed.flatMap(({ entry, set }) => conflictsWith(entry, difference(set, allowed)));
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const kept = others.flatMap((entry) => reduceEntry(entry, difference(difference(entry.fieldsV1, change.changed), change.removed)));
  const changed = change.changed !== undefined || change.removed !== undefined;
  if (set !== undefined) kept.push(ownEntry(apply, own, set, changed || kept.some((entry, index) => entry !== others[index])));
  const managedFields = sortEntries(kept);
  return { object: { ...pruned, metadata: { ...pruned.metadata, managedFields } }, changed };
}

/** What client-side apply has put into an object, as far as it is still there. */
// apiserver/pkg/endpoints/handlers/fieldmanager/lastappliedmanager.go, 1.20
function lastAppliedSet({ live, config, type }: FieldsApply): FieldSet | undefined {
  const last = parseJson(live?.metadata.annotations?.[LAST_APPLIED] ?? "") as KubeObject | undefined;
  if (live === undefined || last === undefined || last.apiVersion !== config.apiVersion) return undefined;
  const { changed, removed } = compareObjects(last, live, type);
  return difference(difference(appliedSet(type.type, asJson(last)), changed), removed);
}
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

function parseJson(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) && isJsonObject(value["metadata"]) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An object that nobody tracked gets an entry for all it has. skipnonapplied.go */
function trackBefore(live: KubeObject, apply: FieldsApply): ManagedFieldsEntry[] {
  const { type, time } = apply;
  const bumpsTimeAlways = false;
  return (
    updateManagedFields({
      live: undefined,
      next: live,
      manager: "before-first-apply",
      apiVersion: live.apiVersion,
      time,
      type,
      bumpsTimeAlways,
    }) ?? []
  );
}

function isOwn(entry: ManagedFieldsEntry, { manager, subresource = "" }: FieldsApply): boolean {
  return entry.operation === "Apply" && entry.manager === manager && (entry.subresource ?? "") === subresource;
}

function ownEntry(apply: FieldsApply, own: ManagedFieldsEntry | undefined, set: FieldSet, changed: boolean): ManagedFieldsEntry {
  const fieldsV1 = orderFields(set);
  const same = own !== undefined && !changed && own.apiVersion === apply.config.apiVersion && deepEqual(own.fieldsV1, fieldsV1);
  return {
    manager: apply.manager,
    operation: "Apply",
    apiVersion: apply.config.apiVersion,
    time: same ? (own.time ?? apply.time) : apply.time,
    fieldsType: "FieldsV1",
    fieldsV1,
    ...(apply.subresource ? { subresource: apply.subresource } : {}),
  };
}

function reduceEntry(entry: ManagedFieldsEntry, left: FieldSet | undefined): ManagedFieldsEntry[] {
  if (left === undefined) return [];
  return left === entry.fieldsV1 ? [entry] : [{ ...entry, fieldsV1: orderFields(left) }];
}

/** Removes what the manager applied last time and no longer does, unless somebody else owns it. */
function prune(
  type: MergeType,
  merged: JsonObject,
  last: FieldSet | undefined,
  now: FieldSet | undefined,
  others: ManagedFieldsEntry[],
): JsonObject {
  if (last === undefined) return merged;
  const setOf = (value: JsonObject): FieldSet | undefined => appliedSet(type, value);
  const without = (set: FieldSet | undefined): JsonObject => {
    const left = set === undefined ? merged : removeItems(type, merged, set);
    return isJsonObject(left) ? left : {};
  };
  const mergedSet = setOf(merged);
  const owned = others.reduce((all, entry) => union(all, entry.fieldsV1), now);
  const withOwned = without(difference(mergedSet, union(setOf(without(last)), owned)));
  return without(intersection(difference(mergedSet, setOf(withOwned)), last));
}

function withoutEntries(object: KubeObject): KubeObject {
  const { managedFields: _entries, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function asJson(object: KubeObject): Json {
  return object as unknown as Json;
}

interface Conflict {
  /** The manager as messages print it: `"kubectl" using apps/v1`. */
  manager: string;
  /** By which managers are sorted. */
  identity: string;
  path: string;
}

function conflictsWith(entry: ManagedFieldsEntry, set: FieldSet | undefined): Conflict[] {
  if (set === undefined) return [];
  const subresource = entry.subresource ? ` with subresource ${goQuote(entry.subresource)}` : "";
  const version = entry.operation === "Update" ? ` using ${entry.apiVersion ?? ""}` : "";
  const manager = `${goQuote(entry.manager ?? "")}${subresource}${version}`;
  const { fieldsV1: _set, fieldsType: _type, time: _time, ...identity } = entry;
  return pathsOf(set).map((path) => ({ manager, identity: JSON.stringify(identity), path }));
}

function conflictError(conflicts: Conflict[]): StatusError {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${manager}`,
    field: path,
  }));
  return failure(409, "Conflict", conflictText(conflicts), { causes });
}

/** internal/conflict.go, getConflictMessage */
function conflictText(conflicts: Conflict[]): string {
  const [first] = conflicts;
  if (first && conflicts.length === 1) return `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.path}`;
  const managers = Map.groupBy(conflicts, ({ identity }) => identity);
  const lines = [...managers]
    .sort(([left], [right]) => compareBytewise(left, right))
    .flatMap(([, group]) => [`conflicts with ${group[0]?.manager ?? ""}:`, ...group.map(({ path }) => `- ${path}`)]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join("\n")}`;
}

import { compareBytewise } from "../../base/bytewise.ts";
import { deepEqual } from "../../base/deep.ts";
import type { JsonObject } from "../../base/json.ts";
import type { KubeObject, ManagedFieldsEntry } from "../object.ts";
import type { Difference } from "./compare.ts";
import { compareFields, FieldSetError } from "./compare.ts";
import type { FieldSet } from "./field-set.ts";
import { difference, intersection, orderFields, recursiveDifference, union } from "./field-set.ts";
import type { ObjectType } from "./merge-type.ts";
import { reconcileEntries } from "./reconcile.ts";
import type { Transitions } from "./transitions.ts";

// apiserver/pkg/endpoints/handlers/fieldmanager, 1.20

/** One write whose traces go into metadata.managedFields. */
export interface FieldsUpdate {
  /** The object before; undefined when it is created. */
  live: KubeObject | undefined;
  /** The object after, as Go would print it (`resources: {}`, `lastProbeTime: null`). */
  next: KubeObject;
  manager: string;
  /** Version in which the write was made: `apps/v1`. */
  apiVersion: string;
  /** Now, RFC 3339 with whole seconds. */
  time: string;
  /** `status`, `scale`: from 1.22 on, writes to subresources have entries of their own. */
  subresource?: string;
  type: ObjectType;
  /** 1.18: any change by the manager moves its time, not only a change of its set. */
  bumpsTimeAlways: boolean;
  /** 1.20 and later: entries are brought in line with the type first. */
  reconciles?: boolean;
  /** Fields that this endpoint resets and so nobody gains or loses here (from 1.22 on): `{"f:status": {}}`. */
  ignored?: FieldSet;
  /** What is remembered of earlier writes; without it all is worked out anew. */
  transitions?: Transitions;
}

/** Paths under metadata that are never anybody's. stripmeta.go */
export const UNTRACKED: FieldSet = {
  "f:apiVersion": {},
  "f:kind": {},
  "f:metadata": {
    ".": {},
    "f:name": {},
    "f:namespace": {},
    "f:creationTimestamp": {},
    "f:selfLink": {},
    "f:uid": {},
    "f:clusterName": {},
    "f:generation": {},
    "f:managedFields": {},
    "f:resourceVersion": {},
  },
};

const MAX_UPDATE_MANAGERS = 10;
const ANCIENT = "ancient-changes";

/**
 * The managedFields of an object after a create, update or patch; undefined when it has none (an object that was never tracked
 * stays so). Returns the live entries themselves when nothing changed.
 */
export function updateManagedFields(update: FieldsUpdate): ManagedFieldsEntry[] | undefined {
  const given = update.next.metadata.managedFields;
  if (given?.length === 1 && given[0] && Object.keys(given[0]).length === 0) return undefined;
  const entries = usable(given) ?? usable(update.live?.metadata.managedFields) ?? [];
  if (update.live !== undefined && entries.length === 0) return undefined;
  try {
    const held = reconciled(entries, update);
    return writeEntries(planFor(held, update), held, update);
  } catch (error) {
    if (error instanceof FieldSetError) return entries.length > 0 ? entries : undefined;
    throw error;
  }
}

/** Status updates are remembered: they are many, and most of an object stays what it was. */
function planFor(entries: ManagedFieldsEntry[], update: FieldsUpdate): EntryPlan {
  const { live, next, type, manager, apiVersion, subresource = "", transitions } = update;
  const make = (): EntryPlan => planEntries(entries, compareObjects(live, next, type), update);
  if (!transitions || !live || live.metadata.managedFields !== next.metadata.managedFields) return make();
  const kind = `${live.apiVersion}/${live.kind} ${apiVersion} ${subresource} ${manager}`;
  return transitions.plan({ kind, type: type.type, live, next, entries }, make);
}

function reconciled(entries: ManagedFieldsEntry[], { live, reconciles = false, type, apiVersion }: FieldsUpdate): ManagedFieldsEntry[] {
  return reconciles && live !== undefined ? reconcileEntries(entries, live as unknown as JsonObject, type.type, apiVersion) : entries;
}

function usable(entries: ManagedFieldsEntry[] | undefined): ManagedFieldsEntry[] | undefined {
  return entries !== undefined && entries.length > 0 && entries.every((entry) => entry.fieldsType === "FieldsV1") ? entries : undefined;
}

/** Compares two objects, or one with the kind's empty object. managedFields themselves are left out. */
export function compareObjects(live: KubeObject | undefined, next: KubeObject, { type, empty }: ObjectType): Difference {
  // Most writes hand back the very managedFields of before: nothing of them differs.
  if (live !== undefined && live.metadata.managedFields === next.metadata.managedFields)
    return compareFields(type, live as unknown as JsonObject, next as unknown as JsonObject);
  const before = live === undefined ? empty : withoutManagedFields(live);
  return compareFields(type, before, withoutManagedFields(next));
}

function withoutManagedFields(object: KubeObject): JsonObject {
  if (object.metadata.managedFields === undefined) return object as unknown as JsonObject;
  const { managedFields: _entries, ...metadata } = object.metadata;
  return { ...object, metadata } as unknown as JsonObject;
}

/** What one entry holds after a write. */
interface EntryShare {
  /** Index of the entry that it was; undefined for a new one of the writer. */
  readonly of: number | undefined;
  readonly set: FieldSet;
}

/** What becomes of an object's entries, whatever their times are. */
export interface EntryPlan {
  /** Nothing at all; then all the rest is void. */
  readonly isUntouched: boolean;
  /** In the order of the entries, the writer's own last. */
  readonly shares: readonly EntryShare[];
  readonly hasOwn: boolean;
  /** Whether the writer's entry gets the time of the write. */
  readonly bumps: boolean;
}

const UNTOUCHED: EntryPlan = { isUntouched: true, shares: [], hasOwn: false, bumps: false };

function planEntries(entries: readonly ManagedFieldsEntry[], change: Difference, update: FieldsUpdate): EntryPlan {
  const changed = recursiveDifference(change.changed, update.ignored);
  const removed = recursiveDifference(change.removed, update.ignored);
  const gained = difference(changed, UNTRACKED);
  if (changed === undefined && removed === undefined) return UNTOUCHED;
  const shares: EntryShare[] = [];
  let own: number | undefined;
  for (const [index, entry] of entries.entries()) {
    if (isOwn(entry, update)) own = index;
    else {
      const left = difference(difference(entry.fieldsV1, changed), removed);
      if (left !== undefined) shares.push({ of: index, set: left === entry.fieldsV1 ? left : orderFields(left) });
    }
  }
  const former = own === undefined ? undefined : entries[own]?.fieldsV1;
  // What it wrote again stays as it is: most of a set then is the very one of before, in order.
  const owned = union(difference(difference(former, intersection(changed, UNTRACKED)), removed), gained);
  if (owned === undefined) return { isUntouched: false, shares, hasOwn: false, bumps: false };
  const same = former !== undefined && deepEqual(former, owned);
  shares.push({ of: own, set: same ? former : orderFields(owned) });
  return { isUntouched: false, shares, hasOwn: true, bumps: gained !== undefined && (!same || update.bumpsTimeAlways) };
}

function writeEntries(plan: EntryPlan, entries: ManagedFieldsEntry[], update: FieldsUpdate): ManagedFieldsEntry[] | undefined {
  if (plan.isUntouched) return entries.length > 0 ? entries : undefined;
  const { shares, hasOwn, bumps } = plan;
  if (shares.length === 0) return undefined;
  const written = shares.map(({ of, set }, at) => {
    const entry = of === undefined ? undefined : entries[of];
    if (hasOwn && at === shares.length - 1) return ownEntry(entry, set, bumps, update);
    return entry?.fieldsV1 === set ? entry : { ...entry, fieldsV1: set };
  });
  return sortEntries(capUpdaters(written));
}

function isOwn(entry: ManagedFieldsEntry, update: FieldsUpdate): boolean {
  return (
    entry.operation === "Update" &&
    entry.manager === update.manager &&
    entry.apiVersion === update.apiVersion &&
    (entry.subresource ?? "") === (update.subresource ?? "")
  );
}

function ownEntry(own: ManagedFieldsEntry | undefined, set: FieldSet, bumps: boolean, update: FieldsUpdate): ManagedFieldsEntry {
  return {
    manager: update.manager,
    operation: "Update",
    apiVersion: update.apiVersion,
    time: bumps ? update.time : (own?.time ?? update.time),
    fieldsType: "FieldsV1",
    fieldsV1: set,
    ...(update.subresource ? { subresource: update.subresource } : {}),
  };
}

/** More than ten updating managers: the oldest of a version are put together. capmanagers.go */
function capUpdaters(entries: ManagedFieldsEntry[]): ManagedFieldsEntry[] {
  const updaters = entries.filter((entry) => entry.operation === "Update");
  let surplus = updaters.length - MAX_UPDATE_MANAGERS;
  if (surplus <= 0) return entries;
  updaters.sort(
    (left, right) => compareBytewise(left.time ?? "", right.time ?? "") || compareBytewise(left.manager ?? "", right.manager ?? ""),
  );
  const gone = new Set<ManagedFieldsEntry>();
  const buckets = new Map<string, ManagedFieldsEntry>();
  for (const entry of updaters) {
    if (surplus <= 0) break;
    const version = entry.apiVersion ?? "";
    const bucket = buckets.get(version);
    if (bucket) {
      const fieldsV1 = orderFields(union(bucket.fieldsV1, entry.fieldsV1) ?? {});
      buckets.set(version, { ...bucket, manager: ANCIENT, fieldsV1, ...(entry.time === undefined ? {} : { time: entry.time }) });
      surplus--;
    } else buckets.set(version, entry);
    gone.add(entry);
  }
  return [...entries.filter((entry) => !gone.has(entry)), ...buckets.values()];
}

/** Apply before Update, then by time, manager and version. */
export function sortEntries(entries: ManagedFieldsEntry[]): ManagedFieldsEntry[] {
  return entries.sort(
    (left, right) =>
      compareBytewise(left.operation ?? "", right.operation ?? "") ||
      compareBytewise(left.time ?? "", right.time ?? "") ||
      compareBytewise(left.manager ?? "", right.manager ?? "") ||
      compareBytewise(left.apiVersion ?? "", right.apiVersion ?? "") ||
      compareBytewise(left.subresource ?? "", right.subresource ?? ""),
  );
}

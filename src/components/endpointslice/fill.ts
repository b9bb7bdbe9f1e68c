import { deepEqual } from "../../base/deep.ts";
import type { SliceEndpoint, SlicePort } from "./shapes.ts";
import type { Group } from "./groups.ts";

/** Most endpoints of one slice. */
export const SLICE_SIZE = 100;

/** A slice that is there: its name, its ports' key and its endpoints. */
export interface Existing {
  name: string;
  key: string;
  endpoints: readonly SliceEndpoint[];
}

/** What a slice is to hold. */
export interface Content {
  ports: SlicePort[];
  endpoints: SliceEndpoint[];
}

/** What is to be done to a service's slices. */
export interface SliceChanges {
  create: Content[];
  update: { name: string; content: Content }[];
  remove: string[];
}

/**
 * The fewest changes that make slices hold the groups: endpoints stay where they are, new ones go where something changes anyway, then
 * into a slice that has room for all of them, then into new slices. A slice that would go is used for one that would come, and a
 * service without endpoints keeps one empty slice.
 */
// pkg/controller/endpointslice/reconciler.go reconcileByPortMapping, finalize, 1.20
export function planSlices(existing: readonly Existing[], groups: ReadonlyMap<string, Group>): SliceChanges {
  const changes: SliceChanges = { create: [], update: [], remove: [] };
  for (const [key, group] of groups)
    planGroup(
      existing.filter((slice) => slice.key === key),
      group,
      changes,
    );
  for (const slice of existing) if (!groups.has(slice.key)) changes.remove.push(slice.name);
  if (existing.length === changes.remove.length && changes.create.length === 0) changes.create.push({ ports: [], endpoints: [] });
  return reuse(changes);
}

function planGroup(existing: readonly Existing[], group: Group, changes: SliceChanges): void {
  const wanted = new Map(group.endpoints.map((endpoint) => [endpoint.targetRef.uid, endpoint]));
  const changed: { name: string; endpoints: SliceEndpoint[] }[] = [];
  const same: Existing[] = [];
  for (const slice of existing) {
    const kept = slice.endpoints.flatMap((endpoint) => take(wanted, endpoint.targetRef.uid));
    if (kept.length === slice.endpoints.length && deepEqual(kept.map(withoutVersion), slice.endpoints.map(withoutVersion)))
      same.push(slice);
    else if (kept.length > 0) changed.push({ name: slice.name, endpoints: kept });
    else changes.remove.push(slice.name);
  }
  let fresh = [...wanted.values()];
  for (const slice of changed.sort((left, right) => right.endpoints.length - left.endpoints.length)) {
    slice.endpoints.push(...fresh.splice(0, SLICE_SIZE - slice.endpoints.length));
  }
  const roomy = fresh.length > 0 ? closestFit(same, fresh.length) : undefined;
  if (roomy) {
    changed.push({ name: roomy.name, endpoints: [...roomy.endpoints, ...fresh] });
    fresh = [];
  }
  while (fresh.length > 0) changes.create.push({ ports: group.ports, endpoints: fresh.splice(0, SLICE_SIZE) });
  changes.update.push(...changed.map(({ name, endpoints }) => ({ name, content: { ports: group.ports, endpoints } })));
}

function take(wanted: Map<string, SliceEndpoint>, uid: string): SliceEndpoint[] {
  const endpoint = wanted.get(uid);
  wanted.delete(uid);
  return endpoint ? [endpoint] : [];
}

/** A pod's newer resourceVersion alone is no change. */
function withoutVersion({ targetRef: { resourceVersion: _version, ...targetRef }, ...endpoint }: SliceEndpoint): unknown {
  return { ...endpoint, targetRef };
}

/** The fullest slice that still has room for all. */
function closestFit(slices: readonly Existing[], count: number): Existing | undefined {
  const fitting = slices.filter((slice) => slice.endpoints.length + count <= SLICE_SIZE);
  return fitting.reduce<Existing | undefined>(
    (best, slice) => (best && best.endpoints.length >= slice.endpoints.length ? best : slice),
    undefined,
  );
}

function reuse({ create, update, remove }: SliceChanges): SliceChanges {
  const pairs = Math.min(create.length, remove.length);
  const reused = remove
    .slice(0, pairs)
    .map((name, index) => ({ name, content: create[create.length - 1 - index] ?? { ports: [], endpoints: [] } }));
  return { create: create.slice(0, create.length - pairs), update: [...update, ...reused], remove: remove.slice(pairs) };
}

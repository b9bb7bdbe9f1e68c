import { expect, test } from "bun:test";
import { createMemoryState, emptySnapshot } from "../../../../src/cluster/state/memory-state.ts";
import type { ClusterState, Snapshot } from "../../../../src/cluster/state/cluster-state.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { newHeader } from "../../../../src/sim/sim.ts";
import type { SimEvent } from "../../../../src/sim/types.ts";

function stateFrom(snapshot: Snapshot = emptySnapshot()): ReturnType<typeof createMemoryState> {
  return createMemoryState("memory", snapshot, (_, object) => [`size:${String(object["size"])}`]);
}

function thing(name: string, size: number): KubeObject {
  return { apiVersion: "v1", kind: "Thing", metadata: { name, labels: { app: name } }, size, spec: { image: "nginx" } };
}

function write(state: ClusterState, action: () => void): void {
  state.begin("write");
  state.store.refresh();
  action();
  state.store.flush();
  state.commit();
}

function sizes({ store }: ClusterState): unknown[] {
  return store.list("things").map((object) => object["size"]);
}

test("a rollback leaves objects, indexes, changes and meta as they were committed", () => {
  const state = stateFrom();
  const { store } = state;
  write(state, () => {
    store.put("things", thing("a", 1));
    store.put("things", thing("b", 2));
    store.setMeta("count", 2);
  });
  state.begin("write");
  expect(store.refresh()).toBe(false);
  store.put("things", thing("a", 7));
  store.put("things", thing("a", 8));
  store.delete("things", "", "b");
  store.put("things", thing("c", 3));
  store.setMeta("count", 3);
  store.setMeta("more", true);
  state.rollback();
  store.reset();
  expect(store.refresh()).toBe(true);
  expect(sizes(state)).toEqual([1, 2]);
  expect(store.list("things", { index: "size:8" })).toEqual([]);
  expect(store.list("things", { index: "size:1" })).toHaveLength(1);
  expect(store.revision()).toBe(2);
  expect(store.history("things", "", "b").map(({ type }) => type)).toEqual(["ADDED"]);
  expect([store.getMeta("count"), store.getMeta("more")]).toEqual([2, undefined]);
  write(state, () => store.put("things", thing("c", 3)));
  expect(store.changesSince(2)?.map(({ revision, type }) => [revision, type])).toEqual([[3, "ADDED"]]);
});

test("what begins with one snapshot goes its own way", () => {
  const first = stateFrom();
  write(first, () => {
    first.store.put("things", thing("a", 1));
    first.store.setMeta("count", 1);
  });
  const snapshot = first.snapshot();
  const [left, right] = [stateFrom(snapshot), stateFrom(snapshot)];
  write(first, () => first.store.put("things", thing("a", 100)));
  write(left, () => left.store.put("things", thing("a", 2)));
  write(right, () => right.store.delete("things", "", "a"));
  expect([sizes(first), sizes(left), sizes(right)]).toEqual([[100], [2], []]);
  expect(left.store.changesSince(0)?.map(({ type }) => type)).toEqual(["ADDED", "MODIFIED"]);
  expect(right.store.changesSince(1, "things")?.map(({ type }) => type)).toEqual(["DELETED"]);
  expect(left.store.getMeta("count")).toBe(1);
  // what nobody has changed is read from one index, and changed in none but one's own
  const still = stateFrom(snapshot);
  expect(sizes(still)).toEqual([1]);
  write(still, () => still.store.put("things", thing("b", 9)));
  expect([sizes(still), sizes(stateFrom(snapshot))]).toEqual([[1, 9], [1]]);
  write(right, () => expect(right.store.delete("things", "", "none")).toBeUndefined());
  // who holds two objects of one spec holds the very same spec
  write(left, () => left.store.put("things", thing("b", 2)));
  expect(left.store.get("things", "", "b")?.["spec"]).toBe(snapshot.objects.get("things")?.[0]?.["spec"]);
});

test("a snapshot cannot be changed by those who begin with it", () => {
  const state = stateFrom();
  write(state, () => {
    state.store.put("things", thing("a", 1));
    state.store.setMeta("list", [1]);
  });
  state.snapshot();
  expect(Object.isFrozen(state.store.get("things", "", "a")?.metadata.labels)).toBe(true);
  expect(Object.isFrozen(state.store.getMeta("list"))).toBe(true);
});

test("timers and counters are those of the last commit, in the order in which they are due", () => {
  const event = (key: string, at: number, seq: number): SimEvent => ({ actor: "kubelet", name: "step", key, at, seq });
  const [late, early, twin] = [event("late", 9, 1), event("early", 3, 2), event("twin", 3, 3)];
  const state = stateFrom();
  const change = (one: SimEvent, kept = true) => ({ actor: one.actor, name: one.name, key: one.key, event: kept ? one : null });
  const keep = (events: ReturnType<typeof change>[], streams: [string, number][]): void =>
    state.keep({ header: newHeader(0), events, streams: new Map(streams) });
  write(state, () => keep([change(late), change(early), change(twin)], [["luck", 4]]));
  expect(state.source.after(-Infinity, 0, 2)).toEqual([early, twin]);
  expect(state.source.after(3, 2, 9)).toEqual([twin, late]);
  const branch = stateFrom(state.snapshot());
  write(state, () => keep([change(early, false)], [["luck", 5]]));
  expect(state.source.find("kubelet", "step", "early")).toBeUndefined();
  expect(branch.source.find("kubelet", "step", "early")).toEqual(early);
  expect([state.source.counter("luck"), branch.source.counter("luck"), branch.source.counter("other")]).toEqual([5, 4, 0]);
});

import { expect, test } from "bun:test";
import { deletionRecordKey } from "../../../../src/machinery/deletion-record.ts";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";

function pod(namespace: string, name: string, labels: Record<string, string> = {}, node?: string): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { namespace, name, labels }, spec: node ? { nodeName: node } : {} };
}

const names = (objects: readonly KubeObject[]) => objects.map((object) => object.metadata.name);

test("a list is in the order of etcd's keys, whatever the order of writes", () => {
  const store = createMemoryStore();
  for (const [namespace, name] of [
    ["a", "y"],
    ["kube-system", "x"],
    ["kube", "x"],
    ["a", "x"],
  ] as const)
    store.put("pods", pod(namespace, name));
  const keys = () => store.list("pods").map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  expect(keys()).toEqual(["a/x", "a/y", "kube-system/x", "kube/x"]);
  store.delete("pods", "a", "x");
  store.put("pods", pod("a", "z"));
  store.put("pods", pod("a", "b"));
  store.put("pods", pod("a", "x"));
  expect(keys()).toEqual(["a/b", "a/x", "a/y", "a/z", "kube-system/x", "kube/x"]);
});

test("put numbers revisions, stamps resourceVersion and tells what was before", () => {
  const store = createMemoryStore();
  const seen: string[] = [];
  const stop = store.onChange(({ type, revision, previous }) =>
    seen.push(`${type} ${revision} ${previous?.metadata.resourceVersion ?? "-"}`),
  );
  expect(store.put("pods", pod("a", "x")).metadata.resourceVersion).toBe("1");
  store.put("pods", pod("a", "x"));
  expect(store.delete("pods", "a", "x")?.metadata.resourceVersion).toBe("3");
  expect(store.delete("pods", "a", "x")).toBeUndefined();
  stop();
  store.put("pods", pod("a", "x"));
  expect(seen).toEqual(["ADDED 1 -", "MODIFIED 2 1", "DELETED 3 2"]);
  expect(store.revision()).toBe(4);
});

test("indexes follow labels, owners and the kind's own terms", () => {
  const store = createMemoryStore({ indexTerms: (_, object) => [`node:${(object["spec"] as { nodeName?: string }).nodeName ?? ""}`] });
  store.put("pods", pod("a", "x", { app: "web" }, "w1"));
  store.put("pods", pod("b", "y", { app: "web" }, "w2"));
  store.put("pods", {
    ...pod("b", "z"),
    metadata: { namespace: "b", name: "z", ownerReferences: [{ apiVersion: "v1", kind: "Node", name: "n", uid: "u1" }] },
  });
  expect(names(store.list("pods", { index: "label:app=web" }))).toEqual(["x", "y"]);
  expect(names(store.list("pods", { index: "label:app=web", namespace: "b" }))).toEqual(["y"]);
  expect(store.count("pods", { index: "label:app=web", namespace: "b" })).toBe(1);
  expect(names(store.list("pods", { index: "owner:u1" }))).toEqual(["z"]);
  expect(names(store.list("pods", { index: "node:w2" }))).toEqual(["y"]);
  store.put("pods", pod("b", "y", { app: "db" }, "w1"));
  expect(names(store.list("pods", { index: "label:app=web" }))).toEqual(["x"]);
  expect(names(store.list("pods", { index: "node:w1" }))).toEqual(["x", "y"]);
  expect(store.count("pods", { index: "node:w2" })).toBe(0);
  store.delete("pods", "a", "x");
  expect(store.list("pods", { index: "label:app=web" })).toEqual([]);
  expect(store.count("pods", { namespace: "b" })).toBe(2);
});

test("changesSince gives later changes, by resource, and nothing before a compaction", () => {
  const store = createMemoryStore();
  store.put("pods", pod("a", "x"));
  store.put("services", { ...pod("a", "s"), kind: "Service" });
  store.put("pods", pod("a", "y"));
  expect(store.changesSince(1)?.map(({ object }) => object.metadata.name)).toEqual(["s", "y"]);
  expect(store.changesSince(0, "pods")?.map(({ revision }) => revision)).toEqual([1, 3]);
  store.compact(2);
  expect(store.changesSince(1)).toBeUndefined();
  expect(store.changesSince(2)?.length).toBe(1);
  expect(store.revision()).toBe(3);
});

test("a compaction forgets who deleted what nothing else is left of", () => {
  const store = createMemoryStore();
  const [gone, back, later] = ["gone", "back", "later"].map((name) => deletionRecordKey("pods", "a", name));
  for (const name of ["gone", "back", "later"]) {
    store.put("pods", pod("a", name));
    store.setMeta(deletionRecordKey("pods", "a", name), { uid: name });
    store.delete("pods", "a", name);
  }
  store.put("pods", pod("a", "back"));
  store.compact(4);
  expect([gone, back, later].map((key) => store.getMeta(key ?? "") !== undefined)).toEqual([false, true, true]);
});

test("a stored object cannot be changed in place", () => {
  const store = createMemoryStore();
  const stored = store.put("pods", pod("a", "x", { app: "web" }));
  expect(() => Object.assign(stored.metadata.labels ?? {}, { app: "db" })).toThrow(TypeError);
});

import { expect, test } from "bun:test";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";
import { whileUnchanged } from "../../../../src/apiserver/store/stamps.ts";
import { createMemoryState, emptySnapshot } from "../../../../src/cluster/state/memory-state.ts";
import type { Store } from "../../../../src/machinery/store.ts";

const STORES: readonly [string, () => Store][] = [
  ["plain memory", () => createMemoryStore()],
  ["a state in memory", () => createMemoryState("memory", emptySnapshot()).store],
];

for (const [name, make] of STORES) {
  test(`${name}: an answer holds until one of its resources changes`, () => {
    const store = make();
    const asked: string[] = [];
    const count = whileUnchanged(store, ["secrets", "namespaces"], (namespace) => {
      asked.push(namespace);
      return store.list("secrets", { namespace }).length;
    });
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { namespace: "a", name: "s" } };
    expect([count("a"), count("a"), count("b")]).toEqual([0, 0, 0]);
    expect(asked).toEqual(["a", "b"]);
    store.put("pods", { ...secret, kind: "Pod" });
    expect(count("a")).toBe(0);
    expect(asked).toEqual(["a", "b"]);
    store.put("secrets", secret);
    expect([count("a"), count("b"), count("a")]).toEqual([1, 0, 1]);
    expect(asked).toEqual(["a", "b", "a", "b"]);
    store.delete("secrets", "a", "s");
    expect(count("a")).toBe(0);
  });
}

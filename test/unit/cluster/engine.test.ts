import { expect, test } from "bun:test";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createEngine, type Engine } from "../../../src/cluster/engine.ts";
import type { Component, ComponentContext } from "../../../src/machinery/component.ts";
import { objectKey, type KubeObject } from "../../../src/machinery/object.ts";
import type { Store } from "../../../src/machinery/store.ts";
import { createSim, newHeader, type DrivenSim } from "../../../src/sim/sim.ts";

interface World {
  store: Store;
  sim: DrivenSim;
  engine: Engine;
  log: string[];
}

function thing(name: string, value = 0): KubeObject {
  return { apiVersion: "v1", kind: "Thing", metadata: { name }, value };
}

/** A world whose components get store and clock alone. */
function world(...makers: ((parts: Omit<World, "engine">) => Partial<Component>)[]): World {
  const parts = { store: createMemoryStore(), sim: createSim({ seed: 5, header: newHeader(0) }), log: [] as string[] };
  const components = makers.map((make, index): Component => ({
    name: `c${index}`,
    user: "u",
    userAgent: "a",
    watches: [{ resource: "things", keys: (change) => [objectKey(change.object)] }],
    reconcile: () => undefined,
    ...make(parts),
  }));
  const engine = createEngine({ store: parts.store, sim: parts.sim, components, contextOf: () => ({}) as ComponentContext, seed: 5 });
  return { ...parts, engine };
}

test("changes become work once, first come first served, until nothing is left", () => {
  const { store, engine, log } = world(({ store, log }) => ({
    reconcile(key) {
      log.push(key);
      const value = store.get("things", "", key)?.["value"] as number;
      if (value < 2) store.put("things", thing(key, value + 1));
      return undefined;
    },
  }));
  for (const name of ["b", "a", "b"]) store.put("things", thing(name));
  engine.quiesce();
  expect(log).toEqual(["b", "a", "b", "a", "b", "a"]);
});

test("a watch says once for all changes of a group whether they concern it", () => {
  const asked: unknown[] = [];
  const { store, engine, log } = world(({ log }) => ({
    watches: [
      {
        resource: "things",
        concerns({ type, spec, formerSpec }) {
          asked.push([type, spec, formerSpec]);
          return type === "MODIFIED";
        },
        keys: ({ object }) => [objectKey(object)],
      },
    ],
    reconcile: (key) => void log.push(key),
  }));
  const [old, young] = [Object.freeze({ size: 1 }), Object.freeze({ size: 2 })];
  for (const spec of [old, young]) for (const name of ["a", "b", "c"]) store.put("things", { ...thing(name), spec });
  engine.quiesce();
  expect(log).toEqual(["a", "b", "c"]);
  expect(asked).toEqual([
    ["ADDED", old, undefined],
    ["MODIFIED", young, old],
  ]);
});

test("requeueAfterMs is a timer, the sooner one stands, and time stops where it is told", () => {
  const { sim, engine, log, store } = world(({ sim, log }) => ({
    reconcile(key) {
      log.push(`${sim.now()} ${key}`);
      return { requeueAfterMs: 100 };
    },
  }));
  store.put("things", thing("x"));
  engine.runUntil(50);
  store.put("things", thing("x"));
  expect(engine.runUntil(250)).toBe(true);
  expect(log).toEqual(["0 x", "50 x", "100 x", "200 x"]);
  expect(sim.now()).toBe(250);
});

test("all events of one instant are handled before the work that they cause", () => {
  const { sim, engine, log } = world(({ store, log }) => ({
    handle(event) {
      log.push(`start ${event.key}`);
      store.put("things", thing("owner"));
    },
    reconcile(key) {
      log.push(`reconcile ${key}`);
      return undefined;
    },
  }));
  for (const key of ["1", "2", "3"]) sim.schedule({ at: 10, actor: "c0", name: "started", key });
  engine.runUntil(10);
  expect(log).toEqual(["start 1", "start 2", "start 3", "reconcile owner"]);
});

test("runUntil ends at the instant at which the condition holds", () => {
  const { sim, engine, store } = world(() => ({ reconcile: () => ({ requeueAfterMs: 7 }) }));
  store.put("things", thing("x"));
  expect(engine.runUntil(1000, () => sim.now() >= 20)).toBe(false);
  expect(sim.now()).toBe(21);
});

test("a loop without end says which component, seed and event", () => {
  const { engine, store } = world(({ store }) => ({
    reconcile(key) {
      store.put("things", thing(key));
      return undefined;
    },
  }));
  store.put("things", thing("x"));
  expect(() => engine.quiesce()).toThrow(/^c0 x is never done \(seed 5, event 0, time 0\)$/);
});

test("a component's failure names it and how to see it again", () => {
  const { sim, engine } = world(() => ({
    handle() {
      throw new TypeError("oh");
    },
  }));
  sim.schedule({ at: 3, actor: "c0", name: "tick", key: "k" });
  expect(() => engine.runUntil(5)).toThrow("c0 tick k: oh (seed 5, event 1, time 3)");
});

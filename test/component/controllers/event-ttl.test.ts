import { expect, test } from "bun:test";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld } from "./world.ts";

const MINUTE_MS = 60_000;
const EVENTS = { group: "", version: "v1", resource: "events", namespace: "default" };

function said(name: string): KubeObject {
  const involvedObject = { kind: "Pod", namespace: "default", name: "x" };
  return { apiVersion: "v1", kind: "Event", metadata: { name, namespace: "default" }, involvedObject, reason: "Said", message: name };
}

test("an event goes an hour after it was last written, with those of its minute; where nothing is said nothing is due", () => {
  const { client, sim, store, advance } = createWorld("v1.20.2", undefined, []);
  const names = (): string[] => store.list("events").map(({ metadata }) => metadata.name ?? "");
  expect(sim.next()?.name).not.toBe("expire");
  const start = sim.now();
  client.create(EVENTS, said("first"));
  advance(30_000);
  client.create(EVENTS, said("same-minute"));
  client.create(EVENTS, said("again"));
  advance(90_000);
  client.create(EVENTS, said("later"));
  client.patch(EVENTS, "again", "merge", { count: 2 });
  advance(start + 61 * MINUTE_MS - 1 - sim.now());
  expect(names()).toEqual(["again", "first", "later", "same-minute"]);
  advance(1);
  expect(names()).toEqual(["again", "later"]);
  advance(2 * MINUTE_MS);
  expect(names()).toEqual([]);
  expect(sim.next()?.name).not.toBe("expire");
});

import { expect, test } from "bun:test";
import { createEventRecorder } from "../../../src/client/event-recorder.ts";
import { createClient } from "../../../src/client/client.ts";
import { createLister } from "../../../src/client/lister.ts";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { event } from "../../../src/kinds/core/event/index.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import { kindTerms } from "../../../src/kinds/index-terms.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { settings, simAt } from "../../component/apiserver/world.ts";

const release = parseRelease("v1.20.2");
const pod: KubeObject = { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default", uid: "u1", resourceVersion: "7" } };

function world() {
  if (!release) throw new Error("no release");
  const catalog = createCatalog([event]);
  const store = createMemoryStore({ indexTerms: kindTerms });
  const sim = simAt("2026-11-20T10:00:00Z");
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  const api = createApiServer({ store, sim, catalog, release, schema: loadSchema(20), settings });
  const client = createClient(api, { name: "kubelet", groups: ["system:masters"] }, "kubelet/v1.20.2");
  const recorder = createEventRecorder({ client, lister: createLister(store), sim, source: { component: "kubelet", host: "w1-k8s" } });
  return { recorder, events: () => store.list("events") };
}

test("the same event again raises its count", () => {
  const { recorder, events } = world();
  for (let round = 0; round < 3; round++) recorder.record(pod, "Warning", "BackOff", "Back-off restarting failed container");
  expect(events()).toHaveLength(1);
  expect(events()[0]).toMatchObject({
    count: 3,
    eventTime: null,
    firstTimestamp: "2026-11-20T10:00:00Z",
    reportingComponent: "",
    involvedObject: { kind: "Pod", namespace: "default", name: "web", uid: "u1", apiVersion: "v1", resourceVersion: "7" },
    source: { component: "kubelet", host: "w1-k8s" },
  });
  expect(events()[0]?.metadata.name).toMatch(/^web\.18[0-9a-f]{14}$/);
});

test("ten messages of a kind become one", () => {
  const { recorder, events } = world();
  for (let index = 0; index < 14; index++) recorder.record(pod, "Warning", "Failed", `try ${index}`);
  expect(events().map((event) => event.message)).toContain("(combined from similar events): try 13");
  expect(events()).toHaveLength(10);
});

test("after 25 events the source is silenced", () => {
  const { recorder, events } = world();
  for (let index = 0; index < 40; index++) recorder.record(pod, "Warning", "BackOff", "again");
  expect(events()[0]?.count).toBe(25);
});

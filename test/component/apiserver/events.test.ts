import { expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createClient } from "../../../src/client/client.ts";
import { createEventRecorder } from "../../../src/client/event-recorder.ts";
import { createLister } from "../../../src/client/lister.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import { kindTerms } from "../../../src/kinds/index-terms.ts";
import type { ApiHandler } from "../../../src/machinery/api.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

const pod: KubeObject = { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default", uid: "u1", resourceVersion: "7" } };
const node: KubeObject = { apiVersion: "v1", kind: "Node", metadata: { name: "w1-k8s", uid: "w1-k8s" } };

/** The events of a few records, by the way that they came: the short one of whole events, or the one of everybody's. */
function recorded(version: string, way: "short" | "long", extra?: { resource: string; object: KubeObject }): readonly KubeObject[] {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const store = createMemoryStore({ indexTerms: kindTerms });
  const sim = simAt("2026-11-20T10:00:00Z");
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  if (extra) store.put(extra.resource, extra.object);
  const api = createApiServer({ store, sim, catalog: createCatalog(), release, schema: loadSchema(release.minor), settings });
  const everybodys: ApiHandler = {
    ...api,
    handle(request) {
      if (request.verb === "path") return api.handle(request);
      const { isWhole: _isWhole, ...others } = request;
      return api.handle(others);
    },
  };
  const client = createClient(way === "short" ? api : everybodys, { name: "kubelet", groups: ["system:masters"] }, "kubelet/v1.20.2");
  const recorder = createEventRecorder({ client, lister: createLister(store), sim, source: { component: "kubelet", host: "w1-k8s" } });
  recorder.record(pod, "Normal", "Pulled", "Container image present", { fieldPath: "spec.containers{web}" });
  recorder.record(pod, "Normal", "Scheduled", "Assigned", { source: { component: "default-scheduler" } });
  recorder.record(node, "Normal", "Starting", "Starting kubelet.");
  for (let again = 0; again < 2; again++) recorder.record(pod, "Warning", "BackOff", "Back-off");
  return store.list("events");
}

test.each(["v1.18.4", "v1.20.2", "v1.25.3", "v1.32.0"])("%s: an event that comes whole is stored as everybody's would be", (version) => {
  const short = recorded(version, "short");
  expect(short).toHaveLength(4);
  expect(short).toEqual(recorded(version, "long") as KubeObject[]);
});

test("a namespace that is going away takes no events, however they come", () => {
  const object: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Terminating" } };
  for (const way of ["short", "long"] as const) expect(recorded("v1.20.2", way, { resource: "namespaces", object })).toEqual([]);
});

test("a quota of events is charged, however they come", () => {
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "few", namespace: "default" },
    spec: { hard: { "count/events": "2" } },
    status: { hard: { "count/events": "2" }, used: { "count/events": "0" } },
  };
  for (const way of ["short", "long"] as const) expect(recorded("v1.20.2", way, { resource: "resourcequotas", object })).toHaveLength(2);
});

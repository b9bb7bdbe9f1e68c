import { expect, test } from "bun:test";
import { deepFreeze } from "../../../src/base/deep.ts";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createClient } from "../../../src/client/client.ts";
import { createMemoryState, emptySnapshot } from "../../../src/cluster/state/memory-state.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ApiHandler } from "../../../src/machinery/api.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };

const condition = (status: string) => ({ status, type: "Ready", lastTransitionTime: "2026-11-20T10:00:00Z", unheardOf: 1 });
/** Out of the order of the API's fields, with what it does not know, and said twice. */
const STATUSES: readonly Record<string, unknown>[] = [
  { qosClass: "BestEffort", phase: "Pending", conditions: [condition("False")], nonsense: true },
  { podIP: "172.16.1.2", podIPs: [{ ip: "172.16.1.2" }], phase: "Running", conditions: [condition("True")] },
  { podIP: "172.16.1.2", podIPs: [{ ip: "172.16.1.2" }], phase: "Running", conditions: [condition("True")] },
];

/** All states of a pod whose statuses are written the short way or, because a plug-in might want to see them, the one of everybody's. */
function written(version: string, way: "short" | "long", isFrozen: boolean, extra?: { resource: string; object: KubeObject }): string {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const store = createMemoryStore();
  const sim = simAt("2026-11-20T10:00:00Z");
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  store.put("serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: "default" } });
  if (extra) store.put(extra.resource, extra.object);
  const admission = way === "short" ? [] : [{ name: "LookerOn" }];
  const schema = loadSchema(release.minor);
  const api: ApiHandler = createApiServer({ store, sim, catalog: createCatalog(), release, schema, settings, admission });
  const client = createClient(api, { name: "kubelet", groups: ["system:masters"] }, "kubelet/v1.20.2");
  const body = { apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec: { containers: [{ name: "c", image: "nginx" }] } };
  let pod = client.create(PODS, body);
  for (const status of STATUSES) {
    const copy = structuredClone(status);
    pod = client.updateStatus(PODS, { ...pod, status: isFrozen ? deepFreeze(copy) : copy });
  }
  return JSON.stringify(store.history("pods", "default", "web").map(({ object }) => object));
}

test.each(["v1.24.3", "v1.25.3", "v1.32.0"])("%s: a status written into the very object is stored as everybody's would be", (version) => {
  const long = written(version, "long", false);
  // Created, and changed twice: the third says nothing new.
  expect(JSON.parse(long)).toHaveLength(3);
  for (const isFrozen of [false, true]) expect(written(version, "short", isFrozen)).toBe(long);
});

/** Pods of one template that all get the very same statuses, one of them a minute later. */
function writtenAlike(version: string, way: "short" | "long"): readonly KubeObject[][] {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const { store } = createMemoryState("memory", emptySnapshot());
  const sim = simAt("2026-11-20T10:00:00Z");
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  store.put("serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: "default" } });
  const admission = way === "short" ? [] : [{ name: "LookerOn" }];
  const api: ApiHandler = createApiServer({
    store,
    sim,
    catalog: createCatalog(),
    release,
    schema: loadSchema(release.minor),
    settings,
    admission,
  });
  const client = createClient(api, { name: "kubelet", groups: ["system:masters"] }, "kubelet/v1.20.2");
  const metadata = { generateName: "web-" };
  const body = deepFreeze({
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { automountServiceAccountToken: false, containers: [{ name: "c", image: "nginx" }] },
  });
  const statuses = deepFreeze([
    { phase: "Pending", conditions: [{ status: "False", type: "Ready" }] },
    { phase: "Running", podIP: "172.16.1.2", podIPs: [{ ip: "172.16.1.2" }], conditions: [{ type: "Ready", status: "True" }] },
  ]);
  const pods = [0, 1, 2, 3].map(() => client.create(PODS, body));
  for (const [at, first] of pods.entries()) {
    if (at === 3) sim.advanceTo(sim.now() + 60_000);
    let pod = first;
    for (const status of statuses) pod = client.updateStatus(PODS, { ...pod, status });
  }
  return pods.map(({ metadata: { name = "" } }) => store.history("pods", "default", name).map(({ object }) => object));
}

test.each(["v1.18.4", "v1.25.3", "v1.32.0"])(
  "%s: what is written over the same again is worked out once, and is what it would be",
  (version) => {
    const short = writtenAlike(version, "short");
    expect(JSON.stringify(short)).toBe(JSON.stringify(writtenAlike(version, "long")));
    const [first, second, , late] = short;
    expect(first).toHaveLength(3);
    const entriesOf = (states: readonly KubeObject[] | undefined): unknown => states?.[1]?.metadata.managedFields;
    expect(entriesOf(second)).toBe(entriesOf(first) as object);
    expect(entriesOf(late)).not.toEqual(entriesOf(first));
  },
);

test("with a quota in the namespace it goes everybody's way, to the same end", () => {
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "q", namespace: "default" },
    spec: { hard: { pods: "3" } },
    status: { hard: { pods: "3" }, used: { pods: "0" } },
  };
  const extra = { resource: "resourcequotas", object };
  expect(written("v1.25.3", "short", true, extra)).toBe(written("v1.25.3", "long", false, extra));
});

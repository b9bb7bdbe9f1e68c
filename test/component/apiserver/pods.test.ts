import { expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ApiResponse, ResourceRequest } from "../../../src/machinery/api.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Status } from "../../../src/machinery/status.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

function world(version: string) {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const store = createMemoryStore();
  const api = createApiServer({
    store,
    sim: simAt("2026-11-20T10:00:00Z"),
    catalog: createCatalog(),
    release,
    schema: loadSchema(release.minor),
    settings,
  });
  store.put("namespaces", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "default" },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  store.put("secrets", {
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/service-account-token",
    metadata: { name: "default-token-abcde", namespace: "default" },
  });
  store.put("serviceaccounts", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "default", namespace: "default" },
    secrets: [{ name: "default-token-abcde" }],
  });
  const ask = (request: Partial<ResourceRequest>): ApiResponse =>
    api.handle({
      verb: "get",
      group: "",
      version: "v1",
      resource: "pods",
      namespace: "default",
      user: { name: "a", groups: ["system:masters"] },
      userAgent: "kubectl",
      ...request,
    });
  const run = (name: string, spec: object = {}): ApiResponse =>
    ask({
      verb: "create",
      body: { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { containers: [{ name: "c", image: "nginx" }], ...spec } },
    });
  const bind = (name: string): ApiResponse =>
    ask({
      verb: "create",
      name,
      subresource: "binding",
      body: { apiVersion: "v1", kind: "Binding", metadata: { name }, target: { kind: "Node", name: "w1" } },
    });
  return { ask, run, bind, store };
}

const message = (response: ApiResponse): string => (response.body as Status).message ?? "";
const spec = (response: ApiResponse): Record<string, unknown> => (response.body as KubeObject).spec as Record<string, unknown>;

test("admission gives account, token, tolerations and priority, by release", () => {
  const old = spec(world("v1.18.4").run("p"));
  expect(old).toMatchObject({
    serviceAccountName: "default",
    priority: 0,
    volumes: [{ name: "default-token-abcde", secret: { secretName: "default-token-abcde", defaultMode: 420 } }],
  });
  expect(old).not.toHaveProperty("preemptionPolicy");
  expect(old.tolerations).toHaveLength(2);
  const newer = spec(world("v1.23.7").run("p"));
  expect((newer.volumes as { name: string }[])[0]?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(newer.preemptionPolicy).toBe("PreemptLowerPriority");
});

test("admission refuses in the recorded words", () => {
  const { run } = world("v1.20.2");
  expect(message(run("sap", { serviceAccountName: "ghost" }))).toBe(
    'pods "sap" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found',
  );
  expect(message(run("pr", { priorityClassName: "none" }))).toBe('pods "pr" is forbidden: no PriorityClass with name none was found');
  expect(message(run("pri", { priority: 5 }))).toContain("priority admission controller computed 0 from the given PriorityClass name");
});

test("binds once; deletes with grace once bound, at once before", () => {
  const { run, bind, ask, store } = world("v1.20.2");
  run("p");
  expect(bind("p").code).toBe(201);
  expect(message(bind("p"))).toBe('Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "w1"');
  const going = ask({ verb: "delete", name: "p" }).body as KubeObject;
  expect(going.metadata).toMatchObject({ deletionTimestamp: "2026-11-20T10:00:30Z", deletionGracePeriodSeconds: 30 });
  ask({ verb: "delete", name: "p", body: { gracePeriodSeconds: 0 } });
  expect(store.get("pods", "default", "p")).toBeUndefined();
  run("q");
  ask({ verb: "delete", name: "q" });
  expect(store.get("pods", "default", "q")).toBeUndefined();
});

test("status through the subresource alone; eviction respects the budget", () => {
  const { run, bind, ask, store } = world("v1.20.2");
  const made = run("p").body as KubeObject;
  bind("p");
  const { resourceVersion: _old, ...metadata } = made.metadata;
  const updated = ask({
    verb: "update",
    name: "p",
    subresource: "status",
    body: { ...made, metadata, spec: {}, status: { phase: "Running" } },
  }).body as KubeObject;
  expect(updated).toMatchObject({ spec: { nodeName: "w1" }, status: { phase: "Running" } });
  store.put("poddisruptionbudgets.policy", {
    apiVersion: "policy/v1beta1",
    kind: "PodDisruptionBudget",
    metadata: { name: "b", namespace: "default" },
    spec: { selector: { matchExpressions: [{ key: "x", operator: "DoesNotExist" }] } },
    status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 2 },
  });
  const evict = (): ApiResponse => ask({ verb: "create", name: "p", subresource: "eviction", body: { metadata: { name: "p" } } });
  expect(message(evict())).toBe("Cannot evict pod as it would violate the pod's disruption budget.");
  store.delete("poddisruptionbudgets.policy", "default", "b");
  expect(evict().code).toBe(201);
});

test("a namespace goes in two steps", () => {
  const { ask, store } = world("v1.20.2");
  const namespaces = { resource: "namespaces", namespace: "" };
  ask({ ...namespaces, verb: "create", body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "t" } } });
  expect(message(ask({ ...namespaces, verb: "delete", name: "default" }))).toBe(
    'namespaces "default" is forbidden: this namespace may not be deleted',
  );
  const going = ask({ ...namespaces, verb: "delete", name: "t" }).body as KubeObject;
  expect(going.status).toEqual({ phase: "Terminating" });
  expect(
    message(
      ask({
        resource: "configmaps",
        namespace: "t",
        verb: "create",
        body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "late" } },
      }),
    ),
  ).toBe('configmaps "late" is forbidden: unable to create new content in namespace t because it is being terminated');
  ask({ ...namespaces, verb: "update", name: "t", subresource: "finalize", body: { ...going, spec: {} } });
  expect(store.get("namespaces", "", "t")).toBeUndefined();
});

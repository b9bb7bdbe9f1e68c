import { describe, expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ApiHandler, ApiResponse, ResourceRequest, Watch } from "../../../src/machinery/api.ts";
import type { KubeList, KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Status } from "../../../src/machinery/status.ts";
import type { Table } from "../../../src/machinery/table.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

const ADMIN = { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };

function serverOf(version = "v1.20.2"): { api: ApiHandler; store: ReturnType<typeof createMemoryStore>; sim: ReturnType<typeof simAt> } {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const store = createMemoryStore();
  const sim = simAt("2026-11-20T10:00:00Z");
  const api = createApiServer({ store, sim, catalog: createCatalog(), release, schema: loadSchema(release.minor), settings });
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  return { api, store, sim };
}

function ask(api: ApiHandler, request: Partial<ResourceRequest>): ApiResponse {
  return api.handle({
    verb: "get",
    group: "",
    version: "v1",
    resource: "configmaps",
    namespace: "default",
    user: ADMIN,
    userAgent: "kubectl/v1.20.2 (linux/amd64)",
    ...request,
  });
}

function configMap(name: string, data: Record<string, string> = {}, labels?: Record<string, string>): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...(labels ? { labels } : {}) }, data };
}

const status = (response: ApiResponse): Status => response.body as Status;
const object = (response: ApiResponse): KubeObject => response.body as KubeObject;

describe("create", () => {
  test("fills system fields and remembers who wrote", () => {
    const { api } = serverOf();
    const made = object(ask(api, { verb: "create", body: configMap("a", { k: "v" }), fieldManager: "kubectl-create" }));
    expect(made.metadata).toMatchObject({ namespace: "default", creationTimestamp: "2026-11-20T10:00:00Z", resourceVersion: "2" });
    expect(made.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(made.metadata.managedFields).toEqual([
      {
        manager: "kubectl-create",
        operation: "Update",
        apiVersion: "v1",
        time: "2026-11-20T10:00:00Z",
        fieldsType: "FieldsV1",
        fieldsV1: { "f:data": { ".": {}, "f:k": {} } },
      },
    ]);
    expect(made.metadata.selfLink).toBeUndefined();
  });
  test("1.18 gives a selfLink", () => {
    const { api } = serverOf("v1.18.4");
    expect(object(ask(api, { verb: "create", body: configMap("a") })).metadata.selfLink).toBe("/api/v1/namespaces/default/configmaps/a");
  });
  test("1.18's selfLink names the version that the answer is in, and reading another one changes nothing", () => {
    const { api } = serverOf("v1.18.4");
    const ingresses = { group: "networking.k8s.io", version: "v1beta1", resource: "ingresses", name: "i" };
    const spec = { backend: { serviceName: "s", servicePort: 80 } };
    const { name: _, ...collection } = ingresses;
    ask(api, {
      ...collection,
      verb: "create",
      body: { apiVersion: "networking.k8s.io/v1beta1", kind: "Ingress", metadata: { name: "i" }, spec },
    });
    const old = object(ask(api, { ...ingresses, group: "extensions" }));
    expect(old.metadata.selfLink).toBe("/apis/extensions/v1beta1/namespaces/default/ingresses/i");
    const put = object(ask(api, { ...ingresses, group: "extensions", verb: "update", body: old }));
    expect(put.metadata).toMatchObject({ selfLink: old.metadata.selfLink ?? "", resourceVersion: old.metadata.resourceVersion ?? "" });
    expect(object(ask(api, ingresses)).metadata.selfLink).toBe("/apis/networking.k8s.io/v1beta1/namespaces/default/ingresses/i");
  });
  test("refuses what is there, what has no namespace, and what is wrong", () => {
    const { api } = serverOf();
    ask(api, { verb: "create", body: configMap("a") });
    expect(status(ask(api, { verb: "create", body: configMap("a") })).message).toBe('configmaps "a" already exists');
    expect(status(ask(api, { verb: "create", namespace: "x", body: configMap("a") })).message).toBe('namespaces "x" not found');
    const bad = status(ask(api, { verb: "create", body: configMap("Bad_Name") }));
    expect(bad.code).toBe(422);
    expect(bad.message).toStartWith(
      'ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain',
    );
    const wrongType = status(ask(api, { verb: "create", body: { ...configMap("b"), data: { a: 1, b: true } } }));
    expect(wrongType.message).toContain(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: v1.ConfigMap.Data: ReadString: expects " or n, but found 1',
    );
  });
  test("generateName draws five letters", () => {
    const { api } = serverOf();
    const made = object(ask(api, { verb: "create", body: { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "x-" } } }));
    expect(made.metadata.name).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });
  test("a dry run stores nothing", () => {
    const { api, store } = serverOf();
    expect(ask(api, { verb: "create", body: configMap("a"), dryRun: true }).code).toBe(201);
    expect(store.get("configmaps", "default", "a")).toBeUndefined();
  });
});

describe("update and patch", () => {
  test("a stale resourceVersion is a conflict", () => {
    const { api } = serverOf();
    const made = object(ask(api, { verb: "create", body: configMap("a", { k: "1" }) }));
    ask(api, { verb: "patch", name: "a", patchType: "strategic", body: { data: { k: "2" } } });
    const stale = status(ask(api, { verb: "update", name: "a", body: { ...made, data: { k: "3" } } }));
    expect(stale.message).toBe(
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
  });
  test("a patch that changes nothing keeps the resourceVersion", () => {
    const { api } = serverOf();
    const made = object(ask(api, { verb: "create", body: configMap("a", { k: "1" }) }));
    const same = object(ask(api, { verb: "patch", name: "a", patchType: "merge", body: { data: { k: "1" } } }));
    expect(same.metadata.resourceVersion).toBe(made.metadata.resourceVersion ?? "");
  });
  test("patch errors as recorded", () => {
    const { api } = serverOf();
    ask(api, { verb: "create", body: configMap("a", { k: "1" }) });
    const patch = (patchType: "json" | "strategic", body: unknown): Status =>
      status(ask(api, { verb: "patch", name: "a", patchType, body }));
    expect(patch("json", { spec: 1 }).message).toBe("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
    expect(patch("strategic", "{bad").message).toBe("invalid character 'b' looking for beginning of object key string");
    expect(patch("json", ["x"]).message).toBe("json: cannot unmarshal string into Go value of type jsonpatch.Operation");
    expect(patch("json", [null])).toMatchObject({ code: 422, reason: "Invalid" });
    expect(patch("json", [{ op: "remove", path: "/spec/nope" }])).toMatchObject({ code: 422, reason: "Invalid" });
  });
  test("server-side apply: conflict in the server's words, force takes over", () => {
    const { api } = serverOf();
    const apply = (fieldManager: string, a: string, force = false): ApiResponse =>
      ask(api, { verb: "patch", name: "ss", patchType: "apply", fieldManager, force, body: configMap("ss", { a }) });
    expect(apply("kubectl", "1").code).toBe(201);
    expect(status(apply("team-b", "other")).message).toBe('Apply failed with 1 conflict: conflict with "kubectl": .data.a');
    expect(object(apply("team-b", "other", true)).data).toEqual({ a: "other" });
  });
});

describe("reading", () => {
  test("lists by selector, in pages, as a table", () => {
    const { api } = serverOf();
    for (const name of ["c", "a", "b"]) ask(api, { verb: "create", body: configMap(name, {}, { app: name }) });
    const list = (more: Partial<ResourceRequest>): KubeList => ask(api, { verb: "list", ...more }).body as KubeList;
    expect(list({ labelSelector: "app in (a,b)" }).items.map((one) => one.metadata.name)).toEqual(["a", "b"]);
    expect(list({ fieldSelector: "metadata.name=c" }).items).toHaveLength(1);
    const page = list({ limit: 2 });
    expect(page.metadata.remainingItemCount).toBe(1);
    expect(list({ limit: 2, continue: page.metadata.continue ?? "" }).items.map((one) => one.metadata.name)).toEqual(["c"]);
    const table = ask(api, { verb: "list", as: "table" }).body as Table;
    expect(table.columnDefinitions.map((column) => column.name)).toEqual(["Name", "Data", "Age"]);
    expect(table.rows.map((row) => row.cells[0])).toEqual(["a", "b", "c"]);
  });
  test("says what it cannot select by", () => {
    const { api } = serverOf();
    expect(status(ask(api, { verb: "list", fieldSelector: "spec.type=x" })).message).toBe(
      '"spec.type" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
  });
});

describe("delete", () => {
  test("a finalizer holds the object until it is taken away", () => {
    const { api, store } = serverOf();
    ask(api, { verb: "create", body: { ...configMap("a"), metadata: { name: "a", finalizers: ["x.io/hold"] } } });
    const held = object(ask(api, { verb: "delete", name: "a" }));
    expect(held.metadata).toMatchObject({ deletionTimestamp: "2026-11-20T10:00:00Z", deletionGracePeriodSeconds: 0 });
    ask(api, { verb: "patch", name: "a", patchType: "merge", body: { metadata: { finalizers: null } } });
    expect(store.get("configmaps", "default", "a")).toBeUndefined();
  });
  test("answers with a Status that names what is gone", () => {
    const { api } = serverOf();
    const made = object(ask(api, { verb: "create", body: configMap("a") }));
    expect(ask(api, { verb: "delete", name: "a" }).body).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Success",
      details: { name: "a", kind: "configmaps", uid: made.metadata.uid ?? "" },
    });
    expect(status(ask(api, { verb: "delete", name: "a" })).message).toBe('configmaps "a" not found');
  });
});

describe("watch", () => {
  test("what begins or ceases to match is ADDED or DELETED", () => {
    const { api } = serverOf();
    ask(api, { verb: "create", body: configMap("a", {}, { app: "x" }) });
    const watch = api.watch({
      verb: "watch",
      group: "",
      version: "v1",
      resource: "configmaps",
      namespace: "default",
      labelSelector: "app=x",
      user: ADMIN,
      userAgent: "t",
    }) as Watch;
    const types = (): string[] => watch.poll().map((event) => event.type);
    expect(types()).toEqual(["ADDED"]);
    ask(api, { verb: "patch", name: "a", patchType: "merge", body: { data: { k: "v" } } });
    ask(api, { verb: "patch", name: "a", patchType: "merge", body: { metadata: { labels: { app: "y" } } } });
    expect(types()).toEqual(["MODIFIED", "DELETED"]);
    watch.close();
  });
  test("a compacted revision has expired", () => {
    const { api, store } = serverOf();
    ask(api, { verb: "create", body: configMap("a") });
    store.compact(2);
    const watch = api.watch({
      verb: "watch",
      group: "",
      version: "v1",
      resource: "configmaps",
      namespace: "default",
      resourceVersion: "1",
      user: ADMIN,
      userAgent: "t",
    }) as Watch;
    expect(watch.poll()[0]).toMatchObject({ type: "ERROR", object: { code: 410, message: "too old resource version: 1 (2)" } });
  });
});

describe("authorization", () => {
  test("RBAC speaks as the real one", () => {
    const { api } = serverOf();
    const jane = { name: "jane", groups: ["system:authenticated"] };
    expect(status(ask(api, { verb: "list", user: jane })).message).toBe(
      'configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "default"',
    );
    ask(api, {
      verb: "create",
      group: "rbac.authorization.k8s.io",
      resource: "roles",
      body: {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: "r" },
        rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["list"] }],
      },
    });
    ask(api, {
      verb: "create",
      group: "rbac.authorization.k8s.io",
      resource: "rolebindings",
      body: {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: "b" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
        subjects: [{ kind: "User", name: "jane" }],
      },
    });
    expect(ask(api, { verb: "list", user: jane }).code).toBe(200);
  });
});

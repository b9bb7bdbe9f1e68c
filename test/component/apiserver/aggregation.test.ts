import { kindTerms } from "../../../src/kinds/index-terms.ts";
import { expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ExtensionServer } from "../../../src/machinery/extension-server.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { ADMIN } from "./admission-world.ts";
import { settings, simAt } from "./world.ts";

const RESOURCES = [{ name: "nodes", singularName: "", namespaced: false, kind: "NodeMetrics", verbs: ["get", "list"] }];
const server: ExtensionServer = {
  resources: (group, version) => (`${group}/${version}` === "metrics.k8s.io/v1beta1" ? RESOURCES : undefined),
  handle: ({ resource, name = "" }) => ({
    code: 200,
    body: { kind: "NodeMetrics", metadata: { name: `${resource}/${name}` } },
    warnings: [],
  }),
};

/** An API server with an available APIService, whose service leads to a pod that runs `server`. */
function serving(isAvailable: boolean) {
  const release = parseRelease("v1.23.7");
  if (!release) throw new Error("v1.23.7");
  const catalog = createCatalog();
  const store = createMemoryStore({ indexTerms: kindTerms });
  const api = createApiServer({
    store,
    sim: simAt("2026-11-20T10:00:00Z"),
    catalog,
    release,
    schema: loadSchema(release.minor),
    settings,
    extensionServer: (pod) => (pod.metadata.name === "metrics" ? server : undefined),
  });
  const metadata = { name: "metrics", namespace: "kube-system" };
  store.put("pods", { apiVersion: "v1", kind: "Pod", metadata, spec: {} });
  store.put("endpoints", { apiVersion: "v1", kind: "Endpoints", metadata, subsets: [{ addresses: [{ targetRef: { name: "metrics" } }] }] });
  store.put("apiservices.apiregistration.k8s.io", {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: "v1beta1.metrics.k8s.io" },
    spec: { group: "metrics.k8s.io", version: "v1beta1", groupPriorityMinimum: 100, versionPriority: 100, service: metadata },
    status: { conditions: [{ type: "Available", status: isAvailable ? "True" : "False" }] },
  });
  return api;
}

test("requests and discovery go to the server that a pod runs, while it is available", () => {
  const request = { group: "metrics.k8s.io", version: "v1beta1", resource: "nodes", namespace: "", name: "w1", userAgent: "kubectl" };
  const api = serving(true);
  expect(api.handle({ verb: "get", ...request, user: ADMIN }).body).toEqual({ kind: "NodeMetrics", metadata: { name: "nodes/w1" } });
  const list = api.handle({ verb: "path", method: "GET", path: "/apis/metrics.k8s.io/v1beta1", user: ADMIN, userAgent: "kubectl" });
  expect(list.body).toEqual({ kind: "APIResourceList", apiVersion: "v1", groupVersion: "metrics.k8s.io/v1beta1", resources: RESOURCES });
  expect(serving(false).handle({ verb: "get", ...request, user: ADMIN }).code).toBe(503);
  expect(api.handle({ verb: "get", ...request, user: { name: "eve", groups: [] } }).code).toBe(403);
});

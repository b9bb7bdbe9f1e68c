import { kindTerms } from "../../../src/kinds/index-terms.ts";
import { expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { throughProxy } from "../../../src/apiserver/registry/proxied-links.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ApiResponse, ResourceRequest } from "../../../src/machinery/api.ts";
import type { NodeRuntime } from "../../../src/machinery/node-runtime.ts";
import { type KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Status } from "../../../src/machinery/status.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

const ADMIN = { name: "kubernetes-admin", groups: ["system:masters"] };

const answer = (body: string, headers: [string, string][] = []) => ({ status: 200, statusText: "OK", headers, body });

/** Port 80 of every pod answers with the pod's name, kubelets with the node's. */
const runtime: NodeRuntime = {
  logs: () => "",
  exec: () => ({ stdout: "", stderr: "", exitCode: 0 }),
  reach: () => undefined,
  attach: () => ({ stdout: "", stderr: "", exitCode: 0 }),
  trouble: (_pod, port) => (port === 80 ? undefined : "connect: connection refused"),
  http: (pod, port, { path }) => (port === 80 ? answer(`${pod.metadata.name ?? ""} ${path}`) : undefined),
  forward: ({ pod, port }, request) => (request ? answer(`${pod?.metadata.name ?? "nobody"} ${port} ${request.path}`) : undefined),
  kubelet: (node, { path }) => answer(`${node.metadata.name ?? ""} ${path}`),
};

function serverOf(version: string): {
  ask: (request: Partial<ResourceRequest>) => ApiResponse;
  put: (key: string, object: KubeObject) => void;
} {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const catalog = createCatalog();
  const store = createMemoryStore({ indexTerms: kindTerms });
  const sim = simAt("2026-11-20T10:00:00Z");
  const api = createApiServer({ store, sim, catalog, release, schema: loadSchema(release.minor), settings, nodeRuntime: runtime });
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  const base = {
    verb: "get",
    group: "",
    version: "v1",
    resource: "services",
    namespace: "default",
    user: ADMIN,
    userAgent: "kubectl",
  } as const;
  return { ask: (request) => api.handle({ ...base, ...request }), put: (key, object) => void store.put(key, object) };
}

function nodePort(name: string): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { type: "NodePort", selector: { app: "web" }, ports: [{ port: 80, nodePort: 30000 }] },
  } as KubeObject;
}

test("a node port that is taken is complained of before a name that is taken", () => {
  const { ask } = serverOf("v1.20.2");
  expect(ask({ verb: "create", body: nodePort("web") }).code).toBe(201);
  for (const name of ["web", "other"]) {
    expect((ask({ verb: "create", body: nodePort(name) }).body as Status).message).toBe(
      `Service "${name}" is invalid: spec.ports[0].nodePort: Invalid value: 30000: provided port is already allocated`,
    );
  }
});

test("a proxy request reaches a pod behind the service", () => {
  const { ask, put } = serverOf("v1.20.2");
  ask({ verb: "create", body: nodePort("web") });
  const proxy = (name: string) => ask({ name, subresource: "proxy", options: { path: "hello" } });
  expect((proxy("web").body as Status).message).toBe('no endpoints available for service "web"');
  const meta = { name: "web-1", namespace: "default" };
  put("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: meta,
    spec: { nodeName: "w1-k8s" },
    status: { podIP: "172.16.1.2" },
  } as KubeObject);
  const subsets = (port: number) => [{ addresses: [{ ip: "172.16.1.2", targetRef: { kind: "Pod", name: "web-1" } }], ports: [{ port }] }];
  const endpoints = { apiVersion: "v1", kind: "Endpoints", metadata: { name: "web", namespace: "default" } };
  put("endpoints", { ...endpoints, subsets: subsets(80) } as KubeObject);
  for (const name of ["web", "web:80", "http:web:80"]) expect(proxy(name).body).toBe("web-1 /hello");
  expect(proxy("web:81").code).toBe(503);
  put("endpoints", { ...endpoints, subsets: subsets(8080) } as KubeObject);
  expect((proxy("web").body as Status).message).toContain("dial tcp 172.16.1.2:8080: connect: connection refused");
});

test("a proxy passes whole exchanges on: query, redirects, links", () => {
  const { ask, put } = serverOf("v1.32.0");
  put("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", uid: "u" },
    spec: { nodeName: "w1" },
    status: { podIP: "10.0.0.9" },
  } as KubeObject);
  put("nodes", { apiVersion: "v1", kind: "Node", metadata: { name: "w1" } });
  const http = (path: string) => ({ method: "GET", path, headers: [], body: "" });
  const pod = (name: string, path: string) => ask({ resource: "pods", name, subresource: "proxy", http: http(path) });
  expect(pod("web:80", "/a/?b=c").body).toBe("web /a/?b=c");
  expect(pod("web", "")).toMatchObject({ code: 301, http: { headers: [["Location", "/api/v1/namespaces/default/pods/web/proxy/"]] } });
  expect((pod("ftp:web:80", "/").body as Status).message).toBe('invalid pod request "ftp:web:80"');
  expect(pod("web:81", "/").body as Status).toMatchObject({ code: 503, reason: "ServiceUnavailable" });
  expect(ask({ resource: "nodes", namespace: "", name: "w1:10250", subresource: "proxy", http: http("/healthz") }).body).toBe(
    "w1 /healthz",
  );
  const forward = (options: Record<string, string>) =>
    ask({ verb: "create", resource: "pods", name: "web", subresource: "portforward", options, http: http("/x") });
  expect(forward({ port: "80", uid: "u" }).body).toBe("web 80 /x");
  expect(forward({ port: "80", uid: "another" }).body).toBe("nobody 80 /x");
  const page = `<a href="/x">/x</a><img src='http://10.0.0.9:80/y'><a href="//else/z" class="/c">`;
  const prefix = "/api/v1/namespaces/default/pods/web/proxy";
  expect(throughProxy({ ...answer(page, [["Content-Type", "text/html; charset=utf-8"]]) }, prefix, "10.0.0.9:80").body).toBe(
    `<a href="${prefix}/x">/x</a><img src='${prefix}/y'><a href="//else/z" class="/c">`,
  );
});

test("versions on their way out come with a warning from 1.19 on, refusals as well", () => {
  const roles = { group: "rbac.authorization.k8s.io", version: "v1beta1", resource: "clusterroles", namespace: "" };
  const warning =
    "rbac.authorization.k8s.io/v1beta1 ClusterRole is deprecated in v1.17+, unavailable in v1.22+; use rbac.authorization.k8s.io/v1 ClusterRole";
  expect(serverOf("v1.20.2").ask({ ...roles, verb: "list" }).warnings).toEqual([warning]);
  expect(serverOf("v1.20.2").ask({ ...roles, name: "nosuch" })).toMatchObject({ code: 404, warnings: [warning] });
  expect(serverOf("v1.20.2").ask({ ...roles, version: "v1", verb: "list" }).warnings).toEqual([]);
  expect(serverOf("v1.18.4").ask({ ...roles, verb: "list" }).warnings).toEqual([]);
});

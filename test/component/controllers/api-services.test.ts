import { describe, expect, test } from "bun:test";
import type { APIService } from "../../../src/kinds/apiregistration/apiservice/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import type { Status } from "../../../src/machinery/status.ts";
import { createWorld, type World } from "./world.ts";

const KEY = "apiservices.apiregistration.k8s.io";
const API_SERVICES = { group: "apiregistration.k8s.io", version: "v1", resource: "apiservices", namespace: "" };
const SERVICES = { group: "", version: "v1", resource: "services", namespace: "kube-system" };
const ENDPOINTS = { ...SERVICES, resource: "endpoints" };
const NAME = "v1beta1.metrics.k8s.io";
const ADMIN = { user: { name: "a", groups: ["system:masters"] }, userAgent: "kubectl" };

const metrics: KubeObject = {
  apiVersion: "apiregistration.k8s.io/v1",
  kind: "APIService",
  metadata: { name: NAME },
  spec: {
    group: "metrics.k8s.io",
    version: "v1beta1",
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { name: "metrics-server", namespace: "kube-system" },
  },
};

function service(port: number): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "metrics-server", namespace: "kube-system" },
    spec: { clusterIP: "10.96.7.7", ports: [{ name: "https", port }] },
  };
}

const endpoints: KubeObject = {
  apiVersion: "v1",
  kind: "Endpoints",
  metadata: { name: "metrics-server", namespace: "kube-system" },
  subsets: [{ addresses: [{ ip: "10.0.0.9" }], ports: [{ name: "https", port: 4443 }] }],
};

function available(world: World): string {
  world.advance(0);
  const [condition] = world.get<APIService>(KEY, NAME, "").status?.conditions ?? [];
  return `${condition?.status} ${condition?.reason}: ${condition?.message}`;
}

describe("the API service of another server", () => {
  test("says what is missing", () => {
    const world = createWorld("v1.23.7");
    world.client.create(API_SERVICES, metrics);
    expect(available(world)).toBe('False ServiceNotFound: service/metrics-server in "kube-system" is not present');
    const made = world.client.create(SERVICES, service(8443));
    expect(available(world)).toBe('False ServicePortError: service/metrics-server in "kube-system" is not listening on port 443');
    world.client.update(SERVICES, { ...made, spec: { ...(made["spec"] as object), ports: [{ name: "https", port: 443 }] } });
    expect(available(world)).toBe('False EndpointsNotFound: cannot find endpoints for service/metrics-server in "kube-system"');
    const empty = world.client.create(ENDPOINTS, { ...endpoints, subsets: [] });
    expect(available(world)).toBe(
      'False MissingEndpoints: endpoints for service/metrics-server in "kube-system" have no addresses with port name "https"',
    );
    world.client.update(ENDPOINTS, { ...empty, subsets: endpoints["subsets"] });
    expect(available(world)).toBe(
      "False FailedDiscoveryCheck: failing or missing response from https://10.96.7.7:443/apis/metrics.k8s.io/v1beta1: " +
        'Get "https://10.96.7.7:443/apis/metrics.k8s.io/v1beta1": dial tcp 10.96.7.7:443: connect: connection refused',
    );
  });

  test("is in discovery, and 503 while nobody answers", () => {
    const world = createWorld("v1.23.7");
    world.client.create(API_SERVICES, metrics);
    world.advance(0);
    const get = (path: string) => world.api.handle({ verb: "path", method: "GET", path, ...ADMIN });
    const { groups } = get("/apis").body as unknown as { groups: { name: string }[] };
    expect(groups.at(-1)).toMatchObject({
      name: "metrics.k8s.io",
      preferredVersion: { groupVersion: "metrics.k8s.io/v1beta1", version: "v1beta1" },
    });
    expect(get("/apis/metrics.k8s.io").code).toBe(200);
    expect(get("/apis/metrics.k8s.io/v1").code).toBe(404);
    const texts = ["/apis/metrics.k8s.io/v1beta1", "/apis/metrics.k8s.io/v1beta1/nodes"].map((path) => (get(path).body as Status).message);
    expect(texts).toEqual(["the server is currently unable to handle the request", "the server is currently unable to handle the request"]);
    const pods = world.api.handle({
      verb: "list",
      group: "metrics.k8s.io",
      version: "v1beta1",
      resource: "pods",
      namespace: "default",
      ...ADMIN,
    });
    expect([pods.code, (pods.body as Status).message]).toEqual([
      503,
      "the server is currently unable to handle the request (get pods.metrics.k8s.io)",
    ]);
  });
});

test("a namespace is not done while another server does not say what lies in it", () => {
  const world = createWorld("v1.23.7");
  const namespaces = { group: "", version: "v1", resource: "namespaces", namespace: "" };
  world.client.create(API_SERVICES, metrics);
  world.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: "dev" } });
  world.client.delete(namespaces, "dev");
  world.advance(10_000);
  const conditions = (world.get("namespaces", "dev", "")["status"] as { conditions: { type: string; message: string }[] }).conditions;
  expect(conditions.find(({ type }) => type === "NamespaceDeletionDiscoveryFailure")?.message).toBe(
    "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: " +
      "metrics.k8s.io/v1beta1: the server is currently unable to handle the request",
  );
  world.client.delete(API_SERVICES, NAME);
  world.advance(120_000);
  expect(world.find("namespaces", "dev", "")).toBeUndefined();
});

import { describe, expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ResourceRequest } from "../../../src/machinery/api.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import type { Status } from "../../../src/machinery/status.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "./world.ts";

function world(webhook: object = {}, version = "v1.20.2") {
  const release = parseRelease(version);
  if (!release) throw new Error(version);
  const store = createMemoryStore();
  const sim = simAt("2026-11-20T10:00:00Z");
  const api = createApiServer({ store, sim, catalog: createCatalog(), release, schema: loadSchema(release.minor), settings });
  store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  const send = (request: Partial<ResourceRequest>) =>
    api.handle({
      verb: "create",
      group: "",
      version: "v1",
      resource: "configmaps",
      namespace: "default",
      user: { name: "a", groups: ["system:masters"] },
      userAgent: "kubectl",
      ...request,
    });
  const hook = {
    name: "cm.guard.example.com",
    sideEffects: "None",
    admissionReviewVersions: ["v1"],
    clientConfig: { service: { name: "guard", namespace: "default", path: "/validate" } },
    rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }],
    ...webhook,
  };
  const configuration: KubeObject = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "guard.example.com" },
    webhooks: [hook],
  };
  const made = send({
    group: "admissionregistration.k8s.io",
    resource: "validatingwebhookconfigurations",
    namespace: "",
    body: configuration,
  });
  const map = (name: string, labels: Record<string, string> = {}, request: Partial<ResourceRequest> = {}) => {
    const answer = send({ body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name, labels } }, ...request });
    return answer.code === 201 ? "created" : (answer.body as Status).message;
  };
  return { made, map, store };
}

const CALL = 'Internal error occurred: failed calling webhook "cm.guard.example.com": ';
const POST = 'Post "https://guard.default.svc:443/validate?timeout=10s": ';

describe("a webhook that nobody serves", () => {
  test("refuses in the words of the release", () => {
    expect(world().map("a")).toBe(`${CALL}${POST}service "guard" not found`);
    expect(world({}, "v1.23.7").map("a")).toBe(`${CALL}failed to call webhook: ${POST}service "guard" not found`);
  });

  test("lets pass when its policy is Ignore", () => {
    expect(world({ failurePolicy: "Ignore" }).map("a")).toBe("created");
  });

  test("is only asked about what its rules and selectors name", () => {
    const other = world({ rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["DELETE"], resources: ["*"] }] });
    expect(other.map("a")).toBe("created");
    const labelled = world({ objectSelector: { matchLabels: { guard: "on" } } });
    expect(labelled.map("a")).toBe("created");
    expect(labelled.map("b", { guard: "on" })).toStartWith(CALL);
  });

  test("says what of its service is missing", () => {
    const { map, store } = world();
    const service = (port: number) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "guard", namespace: "default" },
      spec: { clusterIP: "10.96.1.2", ports: [{ port }] },
    });
    store.put("services", service(80));
    expect(map("a")).toBe(`${CALL}${POST}no service port 443 found for service "guard"`);
    store.put("services", service(443));
    expect(map("a")).toBe(`${CALL}${POST}dial tcp 10.96.1.2:443: connect: connection refused`);
    const subsets = [{ addresses: [{ ip: "172.16.1.2" }], ports: [{ port: 8443 }] }];
    store.put("endpoints", { apiVersion: "v1", kind: "Endpoints", metadata: { name: "guard", namespace: "default" }, subsets });
    expect(map("a")).toBe("created");
  });

  test("stands against a dry run when it has side effects", () => {
    const { map, store } = world();
    const key = "validatingwebhookconfigurations.admissionregistration.k8s.io";
    const made = store.get(key, "", "guard.example.com") as KubeObject & { webhooks: object[] };
    store.put(key, { ...made, webhooks: made.webhooks.map((one) => ({ ...one, sideEffects: "Some" })) });
    expect(map("a", {}, { dryRun: true })).toBe('admission webhook "cm.guard.example.com" does not support dry run');
  });
});

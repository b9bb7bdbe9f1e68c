import { describe, expect, test } from "bun:test";
import { createApiServer } from "../../../src/apiserver/handle.ts";
import { createMemoryStore } from "../../../src/apiserver/store/memory-store.ts";
import type { JsonObject } from "../../../src/base/json.ts";
import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { bookFile } from "../../../src/cluster/book-files.ts";
import { publishedManifest } from "../../../src/cluster/manifests/published.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import type { ApiHandler } from "../../../src/machinery/api.ts";
import { podTemplateHash } from "../../../src/machinery/hash/pod-template-hash.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";
import { parseRelease } from "../../../src/release/release.ts";
import { settings, simAt } from "../apiserver/world.ts";

const RAW = "https://raw.githubusercontent.com/kubernetes/ingress-nginx";
const MANDATORY = `${RAW}/nginx-0.30.0/deploy/static/mandatory.yaml`;
const urlOf = (tag: string, provider = "baremetal"): string => `${RAW}/controller-${tag}/deploy/static/provider/${provider}/deploy.yaml`;

async function objectsAt(url: string): Promise<KubeObject[]> {
  return splitYamlDocuments((await publishedManifest(url)) ?? "").map(({ text }) => parseYaml(text) as unknown as KubeObject);
}

/** facts/ingress-nginx.md 2: the hash in the pod's name on a cluster of each minor. */
const MINORS = [18, 20, 23, 25, 28, 30] as const;
const HASHES: readonly (readonly [url: string, hashes: string])[] = [
  [MANDATORY, "5bb8fb4bb6 54b86f8f7b 668959df88 675f468cc5 86568576c7 8b6f589c8"],
  [urlOf("v1.3.0"), "9b6fdbdbd c8bcb866 77cb5dbf4d 58448db7f9 5f784fdfc7 5d67b8b6d8"],
  [urlOf("v1.8.0"), "7cd8448677 6c794c6845 74d858bc6c 6dbd5f6448 79c76db646 57746c645f"],
];
/** Hashes that many public notes show in the names of these tags' pods. */
const SEEN: readonly (readonly [tag: string, provider: string, minor: number, hash: string])[] = [
  ["v0.41.2", "cloud", 20, "c4f944d4d"],
  ["v0.44.0", "baremetal", 20, "67897c9494"],
  ["v0.47.0", "baremetal", 21, "55bc4f5576"],
  ["v1.1.0", "baremetal", 21, "5fd866c9b6"],
  ["v1.1.1", "cloud", 22, "54d8b558d4"],
  ["v1.1.2", "cloud", 22, "cb87575f5"],
  ["v1.2.0", "cloud", 23, "7575567f98"],
  ["v1.3.0", "baremetal", 24, "6dc865cd86"],
  ["v1.8.2", "kind", 27, "6b7f45576b"],
  ["v1.11.2", "cloud", 30, "7d4db76476"],
];
const servers = new Map<number, ApiHandler>();

function serverOf(minor: number): ApiHandler {
  let server = servers.get(minor);
  if (server === undefined) {
    const release = parseRelease(`v1.${minor}.0`);
    if (release === undefined) throw new Error(`v1.${minor}.0`);
    const store = createMemoryStore();
    store.put("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "ingress-nginx" }, status: { phase: "Active" } });
    const sim = simAt("2026-11-20T10:00:00Z");
    server = createApiServer({ store, sim, catalog: createCatalog(), release, schema: loadSchema(minor), settings });
    servers.set(minor, server);
  }
  return server;
}

/** The hash of a deployment's pods, once a server of that minor has filled in its defaults. */
function hashOf(deployment: KubeObject, minor: number): string {
  const made = serverOf(minor).handle({
    verb: "create",
    group: "apps",
    version: "v1",
    resource: "deployments",
    namespace: "ingress-nginx",
    user: { name: "a", groups: ["system:masters"] },
    userAgent: "kubectl",
    body: deployment,
    dryRun: true,
  }).body as KubeObject & { spec: { template: JsonObject } };
  return podTemplateHash(made.spec.template, minor);
}

test.each(HASHES)("pods of %s have the names that everybody sees", async (url, hashes) => {
  const deployment = (await objectsAt(url)).find(({ kind }) => kind === "Deployment") as KubeObject;
  expect(MINORS.map((minor) => hashOf(deployment, minor)).join(" ")).toBe(hashes);
});

test.each(SEEN)("a pod of %s %s on 1.%i has %s in its name", async (tag, provider, minor, hash) => {
  const deployment = (await objectsAt(urlOf(tag, provider))).find(({ kind }) => kind === "Deployment") as KubeObject;
  expect(hashOf(deployment, minor)).toBe(hash);
});

describe("objects, in the order in which kubectl names them", () => {
  const named = ({ kind, metadata }: KubeObject): string => `${kind.toLowerCase()}/${metadata.name}`;

  test("0.30.0", async () => {
    expect((await objectsAt(MANDATORY)).map(named)).toEqual([
      "namespace/ingress-nginx",
      "configmap/nginx-configuration",
      "configmap/tcp-services",
      "configmap/udp-services",
      "serviceaccount/nginx-ingress-serviceaccount",
      "clusterrole/nginx-ingress-clusterrole",
      "role/nginx-ingress-role",
      "rolebinding/nginx-ingress-role-nisa-binding",
      "clusterrolebinding/nginx-ingress-clusterrole-nisa-binding",
      "deployment/nginx-ingress-controller",
      "limitrange/ingress-nginx",
    ]);
  });

  test.each(["v0.35.0", "v0.44.0", "v0.51.0", "v1.0.0", "v1.1.1"])("%s", async (tag) => {
    expect((await objectsAt(urlOf(tag))).map(named)).toEqual([
      "namespace/ingress-nginx",
      "serviceaccount/ingress-nginx",
      "configmap/ingress-nginx-controller",
      "clusterrole/ingress-nginx",
      "clusterrolebinding/ingress-nginx",
      "role/ingress-nginx",
      "rolebinding/ingress-nginx",
      "service/ingress-nginx-controller-admission",
      "service/ingress-nginx-controller",
      "deployment/ingress-nginx-controller",
      ...(tag.startsWith("v1.") ? ["ingressclass/nginx"] : []),
      "validatingwebhookconfiguration/ingress-nginx-admission",
      "serviceaccount/ingress-nginx-admission",
      "clusterrole/ingress-nginx-admission",
      "clusterrolebinding/ingress-nginx-admission",
      "role/ingress-nginx-admission",
      "rolebinding/ingress-nginx-admission",
      "job/ingress-nginx-admission-create",
      "job/ingress-nginx-admission-patch",
    ]);
  });

  test.each([
    "v1.1.2",
    "v1.2.0",
    "v1.3.0",
    "v1.3.1",
    "v1.4.0",
    "v1.5.1",
    "v1.6.4",
    "v1.7.1",
    "v1.8.0",
    "v1.8.5",
    "v1.9.6",
    "v1.10.1",
    "v1.12.3",
    "v1.15.1",
  ])("%s", async (tag) => {
    expect((await objectsAt(urlOf(tag))).map(named)).toEqual([
      "namespace/ingress-nginx",
      "serviceaccount/ingress-nginx",
      "serviceaccount/ingress-nginx-admission",
      "role/ingress-nginx",
      "role/ingress-nginx-admission",
      "clusterrole/ingress-nginx",
      "clusterrole/ingress-nginx-admission",
      "rolebinding/ingress-nginx",
      "rolebinding/ingress-nginx-admission",
      "clusterrolebinding/ingress-nginx",
      "clusterrolebinding/ingress-nginx-admission",
      "configmap/ingress-nginx-controller",
      "service/ingress-nginx-controller",
      "service/ingress-nginx-controller-admission",
      "deployment/ingress-nginx-controller",
      "job/ingress-nginx-admission-create",
      "job/ingress-nginx-admission-patch",
      "ingressclass/nginx",
      "validatingwebhookconfiguration/ingress-nginx-admission",
    ]);
  });
});

test("what a tag's manifest fills in", async () => {
  const text = async (tag: string, provider?: string): Promise<string> => (await publishedManifest(urlOf(tag, provider))) ?? "";
  expect(await text("v1.3.0")).toContain("version: 1.3.0");
  expect(await text("v1.3.0")).toContain("resourceNames: [ingress-controller-leader]");
  expect(await text("v1.3.0")).not.toContain("endpointslices");
  expect(await text("v1.8.0")).toContain("resources: [leases], resourceNames: [ingress-nginx-leader]");
  expect(await text("v1.8.0")).toContain("endpointslices");
  // That manifest was not renewed for its release.
  expect(await text("v1.6.4")).toContain("registry.k8s.io/ingress-nginx/controller:v1.6.3@sha256:");
  expect(await text("v1.2.0")).toContain("k8s.gcr.io/ingress-nginx/controller:v1.2.0@sha256:");
  expect(await text("v1.8.0", "cloud")).toContain("type: LoadBalancer\n  externalTrafficPolicy: Local\n");
  expect(await text("v1.8.0", "cloud")).toContain("--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller\n");
  expect(await text("v0.44.0")).toContain("helm.sh/chart: ingress-nginx-3.23.0, app.kubernetes.io/managed-by: Helm");
  // Nor was that, and kind's has the ports of its node.
  expect(await text("v0.47.0")).toContain("controller:v0.46.0@");
  expect(await text("v1.8.0", "kind")).toContain("hostPort: 443");
  for (const tag of ["v0.34.0", "v0.44.0", "v1.0.0", "v1.2.0", "v1.8.0", "v1.13.0"])
    for (const provider of ["baremetal", "cloud", "kind", "aws", "do"])
      expect((await text(tag, provider)).split("\n").slice(3).join("\n")).not.toMatch(/<\w+>|#\[|#\}/);
});

test("services of 0.30.0", async () => {
  expect(await publishedManifest(`${RAW}/nginx-0.30.0/deploy/static/provider/baremetal/service-nodeport.yaml`)).toContain("type: NodePort");
  const cloud = await publishedManifest(`${RAW}/nginx-0.30.0/deploy/static/provider/cloud-generic.yaml`);
  expect(cloud).toContain("type: LoadBalancer\n  externalTrafficPolicy: Local\n");
  expect(cloud).toContain("targetPort: https }");
});

test.each([urlOf("v1.99.0"), urlOf("v1.3.0", "exoscale"), `${RAW}/nginx-0.30.0/README.md`])("%s is not here", async (url) => {
  expect(await publishedManifest(url)).toBeUndefined();
});

test("the book's ingress-nginx is the project's, and has a service of its own", async () => {
  expect(bookFile("/root/_Book_k8sInfra/ch3/3.3.2/ingress-nginx.yaml")).toBe((await publishedManifest(MANDATORY)) ?? "");
  expect(bookFile("~/_Book_k8sInfra/ch3/3.3.2/ingress.yaml")).toContain("nodePort: 30100");
  expect(bookFile("~/_Book_k8sInfra/ch3/3.3.2/ingress-config.yaml")).toContain("serviceName: hname-svc-default");
});

import { expect, test } from "bun:test";
import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { bookDirectory, bookFile } from "../../../src/cluster/book-files.ts";
import { publishedManifest } from "../../../src/cluster/manifests/published.ts";

const RAW = "https://raw.githubusercontent.com/metallb/metallb";

test.each([
  [`${RAW}/v0.8.3/manifests/metallb.yaml`, "metallb/controller:v0.8.2", 12],
  [`${RAW}/v0.8.1/manifests/metallb.yaml`, "metallb/controller:v0.8.1", 12],
  [`${RAW}/v0.9.2/manifests/metallb.yaml`, "image: metallb/controller:main", 14],
  [`${RAW}/v0.9.3/manifests/metallb.yaml`, "image: metallb/controller:v0.9.3", 14],
  ["https://raw.githubusercontent.com/google/metallb/v0.9.8/manifests/metallb.yaml", "image: quay.io/metallb/speaker:v0.9.8", 14],
  ["https://raw.githubusercontent.com/danderson/metallb/v0.8.1/manifests/metallb.yaml", "metallb/speaker:v0.8.1", 12],
  [`${RAW}/v0.10.2/manifests/metallb.yaml`, "quay.io/metallb/controller:v0.10.2", 16],
  [`${RAW}/v0.11.0/manifests/metallb.yaml`, "--log-level=info", 16],
  [`${RAW}/v0.12.1/manifests/namespace.yaml`, "name: metallb-system", 1],
  [`${RAW}/v0.12.1/manifests/metallb.yaml`, "quay.io/metallb/controller:v0.12.1", 16],
  [`${RAW}/v0.13.4/config/manifests/metallb-native.yaml`, "quay.io/metallb/controller:v0.13.4", 25],
  [`${RAW}/v0.13.5/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.13.5", 23],
  [`${RAW}/v0.13.9/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.13.9", 23],
  [`${RAW}/refs/tags/v0.13.12/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.13.12", 24],
  [`${RAW}/v0.14.3/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.14.3", 23],
  [`${RAW}/v0.14.5/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:v0.14.5", 24],
  [`${RAW}/main/config/manifests/metallb-native.yaml`, "quay.io/metallb/speaker:main", 26],
  [`${RAW}/main/manifests/metallb.yaml`, "quay.io/metallb/speaker:main", 16],
  ["https://raw.githubusercontent.com/kubernetes/dashboard/v2.7.0/aio/deploy/recommended.yaml", "kubernetesui/metrics-scraper:v1.0.8", 14],
  ["https://raw.githubusercontent.com/flannel-io/flannel/v0.25.1/Documentation/kube-flannel.yml", "docker.io/flannel/flannel:v0.25.1", 6],
  ["https://github.com/flannel-io/flannel/releases/download/v0.26.4/kube-flannel.yml", "ghcr.io/flannel-io/flannel:v0.26.4", 6],
  ["https://raw.githubusercontent.com/rancher/local-path-provisioner/master/deploy/local-path-storage.yaml", "v0.0.36", 9],
  ["https://github.com/metallb/metallb/raw/v0.15.2/config/manifests/metallb-native.yaml", "quay.io/metallb/speaker:v0.15.2", 25],
  ["https://github.com/metallb/metallb/raw/refs/tags/v0.15.3/config/manifests/metallb-native.yaml", "speaker:v0.15.3", 26],
  ["https://k8s.io/examples/application/php-apache.yaml", "registry.k8s.io/hpa-example", 2],
  ["https://kubernetes.io/ko/examples/application/deployment.yaml", "nginx:1.14.2", 1],
  ["https://raw.githubusercontent.com/kubernetes/website/main/content/en/examples/controllers/job.yaml", "perl", 1],
])("%s", async (url, part, objects) => {
  const text = await publishedManifest(url);
  expect(text).toContain(part);
  expect(text?.match(/^kind: /gm)).toHaveLength(objects);
});

test.each([
  `${RAW}/v0.13.9/config/manifests/metallb-frr.yaml`,
  `${RAW}/v0.1.0/manifests/metallb.yaml`,
  `${RAW}/v0.8.3/config/manifests/metallb-native.yaml`,
  "https://github.com/metallb/metallb",
  "https://k8s.io/examples/application/nothing.yaml",
  "https://example.com/metallb/metallb/v0.8.3/manifests/metallb.yaml",
  "no url",
])("%s is not here", async (url) => {
  expect(await publishedManifest(url)).toBeUndefined();
});

test("the book's MetalLB is the project's", async () => {
  expect(bookFile("/root/_Book_k8sInfra/ch3/3.3.4/metallb.yaml")).toBe(
    (await publishedManifest(`${RAW}/v0.8.3/manifests/metallb.yaml`)) ?? "",
  );
});

// facts/metallb.md 2: the objects of each manifest in their order
const CRDS = (names: string): string =>
  names
    .split(" ")
    .map((name) => `CustomResourceDefinition/${name}.metallb.io`)
    .join(" ");
const ACCOUNTS = "ServiceAccount/controller ServiceAccount/speaker";
const CLUSTER_ROLES = "ClusterRole/metallb-system:controller ClusterRole/metallb-system:speaker";
const CLUSTER_BINDINGS = CLUSTER_ROLES.replaceAll("ClusterRole/", "ClusterRoleBinding/");
const PERMISSIONS = `Role/controller Role/pod-lister ${CLUSTER_ROLES} RoleBinding/controller RoleBinding/pod-lister ${CLUSTER_BINDINGS}`;
const POLICIES = "PodSecurityPolicy/controller PodSecurityPolicy/speaker";
const WORKLOADS = "Deployment/controller DaemonSet/speaker ValidatingWebhookConfiguration/metallb-webhook-configuration";
const KINDS = "bfdprofiles bgpadvertisements bgppeers communities ipaddresspools l2advertisements";
const KINDS_015 =
  "bfdprofiles bgpadvertisements bgppeers communities configurationstates ipaddresspools l2advertisements servicebgpstatuses servicel2statuses";

test.each([
  [
    "v0.8.3/manifests/metallb.yaml",
    `Namespace/metallb-system PodSecurityPolicy/speaker ${ACCOUNTS} ${CLUSTER_ROLES} Role/config-watcher ${CLUSTER_BINDINGS} RoleBinding/config-watcher DaemonSet/speaker Deployment/controller`,
  ],
  [
    "v0.9.3/manifests/metallb.yaml",
    `${POLICIES} ${ACCOUNTS} ${CLUSTER_ROLES} Role/config-watcher Role/pod-lister ${CLUSTER_BINDINGS} RoleBinding/config-watcher RoleBinding/pod-lister DaemonSet/speaker Deployment/controller`,
  ],
  [
    "v0.12.1/manifests/metallb.yaml",
    `${POLICIES} ${ACCOUNTS} ${CLUSTER_ROLES} Role/config-watcher Role/pod-lister Role/controller ${CLUSTER_BINDINGS} RoleBinding/config-watcher RoleBinding/pod-lister RoleBinding/controller DaemonSet/speaker Deployment/controller`,
  ],
  [
    "v0.13.3/config/manifests/metallb-native.yaml",
    `Namespace/metallb-system ${CRDS(`addresspools ${KINDS}`)} ${ACCOUNTS} ${POLICIES} ${PERMISSIONS} Secret/webhook-server-cert Service/webhook-service Deployment/controller DaemonSet/speaker ValidatingWebhookConfiguration/validating-webhook-configuration`,
  ],
  [
    "v0.13.4/config/manifests/metallb-native.yaml",
    `Namespace/metallb-system ${CRDS(`addresspools ${KINDS}`)} ${ACCOUNTS} ${POLICIES} ${PERMISSIONS} Secret/webhook-server-cert Service/webhook-service ${WORKLOADS}`,
  ],
  [
    "v0.13.9/config/manifests/metallb-native.yaml",
    `Namespace/metallb-system ${CRDS(`addresspools ${KINDS}`)} ${ACCOUNTS} ${PERMISSIONS} Secret/webhook-server-cert Service/webhook-service ${WORKLOADS}`,
  ],
  [
    "v0.13.10/config/manifests/metallb-native.yaml",
    `Namespace/metallb-system ${CRDS(`addresspools ${KINDS}`)} ${ACCOUNTS} ${PERMISSIONS} ConfigMap/metallb-excludel2 Secret/webhook-server-cert Service/webhook-service ${WORKLOADS}`,
  ],
  [
    "v0.14.3/config/manifests/metallb-native.yaml",
    `Namespace/metallb-system ${CRDS(KINDS)} ${ACCOUNTS} ${PERMISSIONS} ConfigMap/metallb-excludel2 Secret/webhook-server-cert Service/webhook-service ${WORKLOADS}`,
  ],
  [
    "v0.14.8/config/manifests/metallb-native.yaml",
    `Namespace/metallb-system ${CRDS(`${KINDS} servicel2statuses`)} ${ACCOUNTS} ${PERMISSIONS} ConfigMap/metallb-excludel2 Secret/metallb-webhook-cert Service/metallb-webhook-service ${WORKLOADS}`,
  ],
  [
    "v0.15.3/config/manifests/metallb-native.yaml",
    `Namespace/metallb-system ${CRDS(KINDS_015)} ${ACCOUNTS} ${PERMISSIONS} ConfigMap/metallb-excludel2 Secret/metallb-webhook-cert Service/metallb-webhook-service ${WORKLOADS}`,
  ],
])("%s has its objects in their order", async (path, objects) => {
  const manifest = (await publishedManifest(`${RAW}/${path}`)) ?? "";
  const read = splitYamlDocuments(manifest).map(({ text }) => parseYaml(text) as { kind: string; metadata: { name: string } });
  expect(read.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(" ")).toBe(objects);
});

test("a URL whose percent signs are no text is nobody's", async () => {
  expect(await publishedManifest(`${RAW}/v0.8.3/%E0/metallb.yaml`)).toBeUndefined();
});

test("the lectures' MetalLB is v0.12.1 without policies, between its namespace and its addresses", () => {
  const text = bookFile("/root/_Lecture_k8s_starter.kit/ch3/3.4/metallb.yaml") ?? "";
  const kinds = splitYamlDocuments(text).map((part) => (parseYaml(part.text) as { kind: string }).kind);
  expect(kinds).toHaveLength(16);
  expect([kinds[0], kinds.at(-1)]).toEqual(["Namespace", "ConfigMap"]);
  expect(kinds).not.toContain("PodSecurityPolicy");
  expect(bookFile("/root/_Lecture_k8s_starter.kit/ch5/5.1/del-pod.yaml")).toContain("name: del-pod");
  expect(bookDirectory("/root/_Lecture_k8s_starter.kit/ch5/5.1")).toEqual(["del-deploy.yaml", "del-pod.yaml"]);
});

import { formatRfc3339 } from "../../base/rfc3339.ts";
import { ipv4Block, ipv4Text } from "../../base/ipv4.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import { apiServiceObjects } from "./api-services.ts";
import { flowControlObjects } from "./flow-control.ts";
import { apiPort, nodeAddress } from "./profile.ts";
import { rbacObjects } from "./rbac/index.ts";
import { createObject, type BootstrapWorld } from "./world.ts";

/** What the API server makes by itself when it starts: namespaces, the first roles, priority classes, its own Service, whom it trusts. */
export function createSystemObjects(world: BootstrapWorld): void {
  const apiserver = world.client("system:apiserver", `kube-apiserver/${world.release.text}`);
  for (const name of ["kube-system", "kube-public", "kube-node-lease", "default"]) {
    createObject(apiserver, "namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }
  for (const object of apiServiceObjects(world.release)) createObject(apiserver, "apiservices", object);
  for (const [resource, object] of [...rbacObjects(world.release), ...flowControlObjects(world.release)])
    createObject(apiserver, resource, object);
  for (const priorityClass of priorityClasses()) createObject(apiserver, "priorityclasses", priorityClass);
  createObject(apiserver, "services", apiService(world));
  createObject(apiserver, "endpoints", apiEndpoints(world));
  createObject(apiserver, "endpointslices", apiEndpointSlice(world));
  createObject(apiserver, "configmaps", authentication(world));
  if (world.release.has("legacyTokenTracking")) createObject(apiserver, "configmaps", tokenTracking(world));
}

function priorityClasses(): KubeObject[] {
  const make = (name: string, value: number, description: string): KubeObject => ({
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name },
    value,
    description,
    preemptionPolicy: "PreemptLowerPriority",
  });
  return [
    make("system-node-critical", 2000001000, "Used for system critical pods that must not be moved from their current node."),
    make(
      "system-cluster-critical",
      2000000000,
      "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
    ),
  ];
}

/** What an aggregated API server needs to know to tell callers apart. */
function authentication({ authorities: { cluster, frontProxy } }: BootstrapWorld): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "extension-apiserver-authentication", namespace: "kube-system" },
    data: {
      "client-ca-file": cluster,
      "requestheader-allowed-names": '["front-proxy-client"]',
      "requestheader-client-ca-file": frontProxy,
      "requestheader-extra-headers-prefix": '["X-Remote-Extra-"]',
      "requestheader-group-headers": '["X-Remote-Group"]',
      "requestheader-username-headers": '["X-Remote-User"]',
    },
  };
}

/** The day since which the API server knows which tokens in secrets are used. */
// pkg/controlplane/controller/legacytokentracking, 1.27
function tokenTracking({ sim }: BootstrapWorld): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "kube-apiserver-legacy-service-account-token-tracking", namespace: "kube-system" },
    data: { since: formatRfc3339(sim.now()).slice(0, "2026-01-01".length) },
  };
}

/** The Service `kubernetes`: the first address of the service network. */
function apiService({ profile, release }: BootstrapWorld): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "kubernetes", namespace: "default", labels: { component: "apiserver", provider: "kubernetes" } },
    spec: {
      clusterIP: firstAddress(profile.serviceCidr),
      // Asked for even where the gate is off: managedFields then name a field that the object has not got.
      ...(release.has("clusterIps") ? { ipFamilyPolicy: "SingleStack" } : {}),
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: apiPort(profile) }],
      sessionAffinity: "None",
      type: "ClusterIP",
    },
  };
}

function apiEndpoints({ profile, release }: BootstrapWorld): KubeObject {
  const addresses = profile.nodes.filter((node) => node.controlPlane).map((node) => ({ ip: nodeAddress(profile, node) }));
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      name: "kubernetes",
      namespace: "default",
      ...(release.has("endpoints-skip-mirror-label") ? { labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } } : {}),
    },
    subsets: [{ addresses, ports: [{ name: "https", port: apiPort(profile), protocol: "TCP" }] }],
  };
}

function apiEndpointSlice({ profile, release }: BootstrapWorld): KubeObject {
  const version = loadSchema(release.minor).groups.find(({ name }) => name === "discovery.k8s.io")?.versions[0] ?? "v1";
  const addresses = profile.nodes.filter((node) => node.controlPlane).map((node) => nodeAddress(profile, node));
  return {
    apiVersion: `discovery.k8s.io/${version}`,
    kind: "EndpointSlice",
    metadata: { name: "kubernetes", namespace: "default", labels: { "kubernetes.io/service-name": "kubernetes" } },
    addressType: "IPv4",
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: [{ name: "https", port: apiPort(profile), protocol: "TCP" }],
  };
}

/** `10.96.0.0/12` gives `10.96.0.1`. */
function firstAddress(cidr: string): string {
  return ipv4Text((ipv4Block(cidr)?.first ?? 0) + 1);
}

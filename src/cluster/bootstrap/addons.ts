import { assert } from "../../base/assert.ts";
import { splitApiVersion, type KubeObject } from "../../machinery/object.ts";
import { loadSchema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import type { BootstrapWorld } from "./world.ts";

type NamedObject = [resource: string, object: KubeObject];

/** Makes the objects of an add-on, in the order in which its installer applies them. */
export type Addon = (world: BootstrapWorld) => NamedObject[];

const plurals: Record<string, string> = {
  ConfigMap: "configmaps",
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  CustomResourceDefinition: "customresourcedefinitions",
  DaemonSet: "daemonsets",
  Deployment: "deployments",
  Namespace: "namespaces",
  Pod: "pods",
  PodDisruptionBudget: "poddisruptionbudgets",
  Role: "roles",
  RoleBinding: "rolebindings",
  Secret: "secrets",
  Service: "services",
  ServiceAccount: "serviceaccounts",
  StorageClass: "storageclasses",
};

/** What an add-on's name stands for. A cluster loads those of its own profile alone. */
const addons: Record<string, () => Promise<Addon>> = {
  coredns: async () => (await import("./coredns.ts")).corednsObjects,
  "kube-proxy": async () => (await import("./kube-proxy.ts")).kubeProxyObjects,
  "calico-3.9": async () => manifest((await import("../../../fixtures/addons/calico-3.9.yaml", { with: { type: "yaml" } })).default),
  "calico-3.31": async () => {
    const { default: objects } = await import("../../../fixtures/addons/calico-3.31.yaml", { with: { type: "yaml" } });
    const { calicoDefinitions } = await import("./calico-crds.ts");
    const at = objects.findIndex(({ kind }: KubeObject) => kind === "ClusterRole");
    return manifest(objects.toSpliced(at, 0, ...calicoDefinitions()));
  },
  "weave-2.8": async () => {
    const make = manifest((await import("../../../fixtures/addons/weave-2.8.yaml", { with: { type: "yaml" } })).default);
    return (world) => [...make(world), ["configmaps", weavePeers(world)]];
  },
  flannel: async () => manifest((await import("../../../fixtures/addons/flannel.yaml", { with: { type: "yaml" } })).default),
  kindnet: async () => manifest((await import("../../../fixtures/addons/kindnet.yaml", { with: { type: "yaml" } })).default),
  minikube: async () => manifest((await import("../../../fixtures/addons/minikube.yaml", { with: { type: "yaml" } })).default),
  kubespray: async () => manifest((await import("../../../fixtures/addons/kubespray.yaml", { with: { type: "yaml" } })).default),
};

/** The add-ons of a profile, by its names for them. */
export function loadAddons(names: readonly string[]): Promise<Addon[]> {
  return Promise.all(
    names.map((name) => {
      const load = addons[name];
      assert(load, `add-on ${name} is known`);
      return load();
    }),
  );
}

function manifest(objects: readonly KubeObject[]): Addon {
  return ({ release }) =>
    objects.map((object) => {
      const plural = plurals[object.kind];
      assert(plural, `add-ons hold ${object.kind}`);
      return [plural, inServedVersion(object, release)];
    });
}

/** The object in a version that this release has: `policy/v1` is `policy/v1beta1` up to 1.20. */
function inServedVersion(object: KubeObject, release: Release): KubeObject {
  const { group, version } = splitApiVersion(object.apiVersion);
  const versions = loadSchema(release.minor).groups.find(({ name }) => name === group)?.versions ?? [];
  const [preferred] = versions;
  return preferred === undefined || versions.includes(version) ? object : { ...object, apiVersion: `${group}/${preferred}` };
}

/** Where Weave Net's pods keep the names under which they know each other: an annotation, and no data. */
// weaveworks/weave prog/kube-utils
function weavePeers({ profile, sim }: BootstrapWorld): KubeObject {
  const peers = profile.nodes.map(({ name }) => {
    const random = sim.stream(`weave-peer/${name}`);
    return { PeerName: Array.from({ length: 6 }, () => random.int(256).toString(16).padStart(2, "0")).join(":"), NodeName: name };
  });
  const annotations = { "kube-peers.weave.works/peers": JSON.stringify({ Peers: peers }) };
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "weave-net", namespace: "kube-system", annotations } };
}

import type { KubeObject } from "../../../machinery/object.ts";
import type { Release } from "../../../release/release.ts";
import { binding, readRule, splitName } from "./policy.ts";

type NamedObject = [resource: string, object: KubeObject];

const API = "rbac.authorization.k8s.io/v1";
const JOINING = "group:system:bootstrappers:kubeadm:default-node-token";

const CLUSTER_ROLES: Readonly<Record<string, readonly string[]>> = {
  "kubeadm:get-nodes": ["get core nodes"],
  "system:coredns": ["list,watch core endpoints,services,pods,namespaces", "get core nodes"],
};

const CLUSTER_BINDINGS: Readonly<Record<string, { role: string; subject: string }>> = {
  "kubeadm:get-nodes": { role: "kubeadm:get-nodes", subject: JOINING },
  "kubeadm:kubelet-bootstrap": { role: "system:node-bootstrapper", subject: JOINING },
  "kubeadm:node-autoapprove-bootstrap": { role: "system:certificates.k8s.io:certificatesigningrequests:nodeclient", subject: JOINING },
  "kubeadm:node-autoapprove-certificate-rotation": {
    role: "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    subject: "group:system:nodes",
  },
  "kubeadm:node-proxier": { role: "system:node-proxier", subject: "kube-system/kube-proxy" },
  "system:coredns": { role: "system:coredns", subject: "kube-system/coredns" },
};

const ADMINS: typeof CLUSTER_BINDINGS = {
  "kubeadm:cluster-admins": { role: "cluster-admin", subject: "group:kubeadm:cluster-admins" },
};

/** What kubeadm init allows joining nodes, its add-ons and everybody: each may read one ConfigMap or a little more. */
// cmd/kubeadm/app/phases/bootstraptoken, phases/uploadconfig, phases/kubelet, phases/addons, 1.20
export function kubeadmRbacObjects(release: Release): NamedObject[] {
  const kubelet = release.value("kubelet-config-map-name");
  const readers: readonly (readonly [role: string, map: string, subjects: readonly string[]])[] = [
    ["kube-public/kubeadm:bootstrap-signer-clusterinfo", "cluster-info", ["user:system:anonymous"]],
    ["kube-system/kube-proxy", "kube-proxy", [JOINING]],
    [`kube-system/kubeadm:${kubelet}`, kubelet, ["group:system:nodes", JOINING]],
    ["kube-system/kubeadm:nodes-kubeadm-config", "kubeadm-config", [JOINING, "group:system:nodes"]],
  ];
  return [
    ...Object.entries(CLUSTER_ROLES).map(([name, rules]): NamedObject => [
      "clusterroles",
      { apiVersion: API, kind: "ClusterRole", metadata: { name }, rules: rules.map(readRule) },
    ]),
    ...Object.entries({ ...CLUSTER_BINDINGS, ...(release.has("kubeadm-cluster-admins") ? ADMINS : {}) }).map(
      ([name, { role, subject }]): NamedObject => [
        "clusterrolebindings",
        binding("ClusterRoleBinding", { name }, { kind: "ClusterRole", name: role }, [subject]),
      ],
    ),
    ...readers.flatMap(([key, map, subjects]): NamedObject[] => {
      const metadata = splitName(key);
      return [
        ["roles", { apiVersion: API, kind: "Role", metadata, rules: [readRule(`get core configmaps ${map}`)] }],
        ["rolebindings", binding("RoleBinding", metadata, { kind: "Role", name: metadata.name }, subjects)],
      ];
    }),
  ];
}

import type { KubeObject } from "../../machinery/object.ts";
import { nodeAddress } from "./profile.ts";
import type { BootstrapWorld } from "./world.ts";

/** The ConfigMaps that kubeadm init leaves in kube-system and kube-public. facts/cluster-profiles.md 2.4 */
export function kubeadmConfigMaps({ profile, release }: BootstrapWorld): [resource: string, object: KubeObject][] {
  const controlPlane = profile.nodes.find((node) => node.controlPlane);
  const endpoint = controlPlane ? `${nodeAddress(profile, controlPlane)}:6443` : "";
  const clusterConfiguration = [
    "apiServer:",
    "  timeoutForControlPlane: 4m0s",
    "apiVersion: kubeadm.k8s.io/v1beta2",
    "clusterName: kubernetes",
    "kind: ClusterConfiguration",
    `kubernetesVersion: ${release.text}`,
    "networking:",
    "  dnsDomain: cluster.local",
    `  podSubnet: ${profile.podCidr}`,
    `  serviceSubnet: ${profile.serviceCidr}`,
    "",
  ].join("\n");
  const clusterStatus = [
    "apiEndpoints:",
    `  ${controlPlane?.name ?? ""}:`,
    `    advertiseAddress: ${endpoint.split(":")[0]}`,
    "kind: ClusterStatus",
    "",
  ].join("\n");
  const clusterInfo = ["apiVersion: v1", "clusters:", "- cluster:", `    server: https://${endpoint}`, "kind: Config", ""].join("\n");
  const kubelet = [
    "apiVersion: kubelet.config.k8s.io/v1beta1",
    "clusterDNS:",
    `- ${profile.dnsAddress}`,
    "kind: KubeletConfiguration",
    "",
  ].join("\n");
  const map = (namespace: string, name: string, data: Record<string, string>): [string, KubeObject] => [
    "configmaps",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data },
  ];
  return [
    map("kube-system", "kubeadm-config", { ClusterConfiguration: clusterConfiguration, ClusterStatus: clusterStatus }),
    map("kube-system", release.value("kubelet-config-map-name"), { kubelet }),
    map("kube-public", "cluster-info", { kubeconfig: clusterInfo }),
  ];
}

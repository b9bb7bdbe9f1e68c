import { featureRows, valueRow } from "../row.ts";

const authorities =
  "Go 1.15 adds key ids, kubeadm 1.22 the DNS name, client-go 1.28 a random serial number: PEM of 1025, 1066, 1099 and 1107 bytes";
const pages = "facts/cluster-profiles.md 1.4 and 2.5";

/** Differences between versions of: what kubeadm sets up. One row each, in alphabetical order. */
export const kubeadmRows = {
  ...featureRows({
    "endpoints-skip-mirror-label": {
      since: "1.19",
      what: "the API server's own Endpoints are not mirrored into slices and say so by a label",
      evidence: "recording a-describe-cluster (1.20.2)",
    },
    "kubeadm-apiserver-livez": {
      since: "1.20",
      what: "kube-apiserver is probed at /livez and /readyz, with a startup probe",
      evidence: pages,
    },
    "kubeadm-ca-alternative-name": {
      since: "1.22",
      what: "certificates of authorities carry their common name as a DNS name",
      evidence: authorities,
    },
    "kubeadm-ca-key-ids": { since: "1.19", what: "certificates name keys by their ids", evidence: authorities },
    "kubeadm-ca-serial-numbers": { since: "1.28", what: "certificates of authorities have random serial numbers", evidence: authorities },
    "kubeadm-cluster-status": {
      since: "1.18",
      until: "1.22",
      what: "the ConfigMap kubeadm-config has a ClusterStatus",
      evidence: "facts/cluster-profiles.md 2.4; kubeadm v1beta3 no longer keeps one",
    },
    "kubeadm-cluster-admins": {
      since: "1.29",
      what: "admin.conf is of the group kubeadm:cluster-admins, which a binding makes administrators, and not of system:masters",
      evidence: "kubeadm 1.29: super-admin.conf, kubernetes pull request 121305",
    },
    "kubeadm-coredns-anti-affinity": { since: "1.25", what: "coredns prefers different nodes", evidence: pages },
    "kubeadm-coredns-drop-upper-case": { since: "1.29", what: 'coredns drops "ALL" instead of "all"', evidence: pages },
    "kubeadm-coredns-tolerates-control-plane": { since: "1.20", what: "coredns tolerates the control-plane taint", evidence: pages },
    "kubeadm-coredns-tolerates-master": { since: "1.18", until: "1.26", what: "coredns tolerates the master taint", evidence: pages },
    "kubeadm-cri-socket-scheme": {
      since: "1.24",
      what: "the cri-socket annotation has the scheme unix://",
      evidence: "facts/kubelet.md 12",
    },
    "kubeadm-etcd-requests": { since: "1.20", what: "etcd requests 100m and 100Mi", evidence: pages },
    "kubeadm-exclude-balancer-label": {
      since: "1.21",
      what: "control plane nodes carry node.kubernetes.io/exclude-from-external-load-balancers",
      evidence: "facts/kubelet.md 12; absent in the 1.20.2 recordings",
    },
    "kubeadm-label-control-plane": {
      since: "1.20",
      what: "control plane nodes carry node-role.kubernetes.io/control-plane",
      evidence: "facts/kubelet.md 12",
    },
    "kubeadm-label-master": {
      since: "1.18",
      until: "1.24",
      what: "control plane nodes carry node-role.kubernetes.io/master",
      evidence: "facts/kubelet.md 12",
    },
    "kubeadm-proxy-critical-toleration": {
      since: "1.18",
      until: "1.25",
      what: "kube-proxy tolerates CriticalAddonsOnly by name",
      evidence: `${pages}; last version unsure`,
    },
    "kubeadm-static-node-critical": { since: "1.20", what: "static pods are system-node-critical", evidence: pages },
    "kubeadm-taint-control-plane": {
      since: "1.24",
      what: "control plane nodes carry the control-plane taint",
      evidence: "facts/kubelet.md 12",
    },
    "kubeadm-taint-master": {
      since: "1.18",
      until: "1.25",
      what: "control plane nodes carry the master taint",
      evidence: "facts/kubelet.md 12",
    },
    "node-ready-says-apparmor": {
      since: "1.18",
      until: "1.30",
      what: "Ready's message names AppArmor where the kernel has it",
      evidence: "facts/kubelet.md 12",
    },
  }),
  "kubeadm-config-version": valueRow({
    values: [
      { since: "1.18", is: "v1beta2" },
      { since: "1.22", is: "v1beta3" },
      { since: "1.31", is: "v1beta4" },
    ],
    what: "version of kubeadm's own configuration that init stores",
    evidence: "kubeadm's reference pages: v1beta3 since 1.22, v1beta4 since 1.31",
  }),
  "kubeadm-coredns-image": valueRow({
    values: [
      { since: "1.18", is: "k8s.gcr.io/coredns:1.6.7" },
      { since: "1.19", is: "k8s.gcr.io/coredns:1.7.0" },
      { since: "1.21", is: "k8s.gcr.io/coredns/coredns:v1.8.0" },
      { since: "1.22", is: "k8s.gcr.io/coredns/coredns:v1.8.4" },
      { since: "1.23", is: "k8s.gcr.io/coredns/coredns:v1.8.6" },
      { since: "1.25", is: "registry.k8s.io/coredns/coredns:v1.9.3" },
      { since: "1.27", is: "registry.k8s.io/coredns/coredns:v1.10.1" },
      { since: "1.29", is: "registry.k8s.io/coredns/coredns:v1.11.1" },
      { since: "1.30.5", is: "registry.k8s.io/coredns/coredns:v1.11.3" },
      { since: "1.31.0", is: "registry.k8s.io/coredns/coredns:v1.11.1" },
      { since: "1.31.1", is: "registry.k8s.io/coredns/coredns:v1.11.3" },
    ],
    what: "coredns image",
    evidence: `${pages}; public lists of kubeadm's images of v1.30.4 and v1.31.0 still have v1.11.1`,
  }),
  "kubeadm-dns-service-name": valueRow({
    values: [
      { since: "1.18", is: "KubeDNS" },
      { since: "1.21", is: "CoreDNS" },
    ],
    what: "label kubernetes.io/name of the DNS service",
    evidence: pages,
  }),
  "kubeadm-etcd-image": valueRow({
    values: [
      { since: "1.18", is: "k8s.gcr.io/etcd:3.4.3-0" },
      { since: "1.19", is: "k8s.gcr.io/etcd:3.4.13-0" },
      { since: "1.22", is: "k8s.gcr.io/etcd:3.5.0-0" },
      { since: "1.23", is: "k8s.gcr.io/etcd:3.5.1-0" },
      { since: "1.24", is: "k8s.gcr.io/etcd:3.5.3-0" },
      { since: "1.25", is: "registry.k8s.io/etcd:3.5.4-0" },
      { since: "1.26", is: "registry.k8s.io/etcd:3.5.6-0" },
      { since: "1.27", is: "registry.k8s.io/etcd:3.5.7-0" },
      { since: "1.28", is: "registry.k8s.io/etcd:3.5.9-0" },
      { since: "1.29", is: "registry.k8s.io/etcd:3.5.10-0" },
      { since: "1.30", is: "registry.k8s.io/etcd:3.5.12-0" },
      { since: "1.31", is: "registry.k8s.io/etcd:3.5.15-0" },
      { since: "1.32", is: "registry.k8s.io/etcd:3.5.16-0" },
    ],
    what: "etcd image",
    evidence: `${pages}; from 1.22 on from kubeadm's constants`,
  }),
  "kubeadm-image-registry": valueRow({
    values: [
      { since: "1.18", is: "k8s.gcr.io" },
      { since: "1.25", is: "registry.k8s.io" },
    ],
    what: "registry of the control plane's images",
    evidence: pages,
  }),
  "kubelet-config-map-name": valueRow({
    values: [
      { since: "1.18", is: "kubelet-config-1.18" },
      { since: "1.19", is: "kubelet-config-1.19" },
      { since: "1.20", is: "kubelet-config-1.20" },
      { since: "1.21", is: "kubelet-config-1.21" },
      { since: "1.22", is: "kubelet-config-1.22" },
      { since: "1.23", is: "kubelet-config-1.23" },
      { since: "1.24", is: "kubelet-config" },
    ],
    what: "name of kubeadm's ConfigMap for kubelets",
    evidence: "facts/cluster-profiles.md 2.4; without the version from 1.24 on",
  }),
};

import { milliValue, parseQuantity, wholeValue } from "../../machinery/quantity.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { RandomStream } from "../../sim/types.ts";
import { nodeAddress, type ProfileNode } from "./profile.ts";
import { markNetwork } from "./node-network.ts";
import { createObject, type BootstrapWorld } from "./world.ts";

/** Registers a node as its kubelet, kubeadm, the controller-manager and the pod network do, each its own fields. facts/kubelet.md 12 */
export function joinNode(world: BootstrapWorld, node: ProfileNode, index: number): void {
  const { profile, release } = world;
  const kubelet = world.client(`system:node:${node.name}`, `kubelet/${release.text}`);
  createObject(kubelet, "nodes", nodeObject(world, node));
  const ref = { group: "", version: "v1", resource: "nodes", namespace: "" };
  const admin = (agent: string) => world.client("kubernetes-admin", `${agent}/${release.text}`);
  admin("kubeadm").patch(ref, node.name, "strategic", kubeadmPatch(world, node));
  const podCidr = node.podCidr ?? podCidrOf(profile.podCidr, index);
  admin("kube-controller-manager").patch(ref, node.name, "strategic", {
    metadata: { annotations: { "node.alpha.kubernetes.io/ttl": "0" } },
    spec: { podCIDR: podCidr, podCIDRs: [podCidr] },
  });
  markNetwork(world, node);
}

/** What kubeadm adds: roles, taints, the container runtime's socket. */
function kubeadmPatch(world: BootstrapWorld, node: ProfileNode): object {
  const { profile, release } = world;
  const hasScheme = release.has("kubeadm-cri-socket-scheme");
  const containerd =
    hasScheme || profile.installer === "kubespray" ? "/var/run/containerd/containerd.sock" : "/run/containerd/containerd.sock";
  const socket = profile.containerRuntime.startsWith("docker") ? "/var/run/dockershim.sock" : containerd;
  const labels: Record<string, string> = {};
  const taints: object[] = [];
  if (node.controlPlane) {
    if (release.has("kubeadm-label-control-plane")) labels["node-role.kubernetes.io/control-plane"] = "";
    if (release.has("kubeadm-label-master")) labels["node-role.kubernetes.io/master"] = "";
    if (release.has("kubeadm-exclude-balancer-label")) labels["node.kubernetes.io/exclude-from-external-load-balancers"] = "";
    const isTainted = profile.untainted !== true;
    if (isTainted && release.has("kubeadm-taint-control-plane"))
      taints.push({ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" });
    if (isTainted && release.has("kubeadm-taint-master")) taints.push({ key: "node-role.kubernetes.io/master", effect: "NoSchedule" });
  }
  return {
    metadata: {
      annotations: { "kubeadm.alpha.kubernetes.io/cri-socket": hasScheme ? `unix://${socket}` : socket },
      ...(node.controlPlane ? { labels } : {}),
    },
    ...(taints.length > 0 ? { spec: { taints } } : {}),
  };
}

/** `172.16.0.0/16` and 2 give `172.16.2.0/24`: a /24 a node, in the order of joining. */
function podCidrOf(podCidr: string, index: number): string {
  const [a = 0, b = 0, c = 0] = (podCidr.split("/")[0] ?? "").split(".").map(Number);
  const third = c + index;
  return `${a}.${b + (third >> 8)}.${third & 255}.0/24`;
}

/** The node as its kubelet registers it. */
function nodeObject(world: BootstrapWorld, node: ProfileNode): KubeObject {
  const { profile } = world;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      labels: {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/os": "linux",
      },
      annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
    },
    spec: {},
    status: {
      addresses: [
        { address: nodeAddress(profile, node), type: "InternalIP" },
        { address: node.name, type: "Hostname" },
      ],
      ...resources(world, node),
      conditions: kubeletConditions(formatRfc3339(world.sim.now()), readyMessage(world)),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: nodeInfo(world, node),
    },
  };
}

/** Ubuntu's kernel has AppArmor, and kubelets up to 1.29 say so. */
function readyMessage({ profile, release }: BootstrapWorld): string {
  const armored = profile.osImage.startsWith("Ubuntu") && release.has("node-ready-says-apparmor");
  return `kubelet is posting ready status${armored ? ". AppArmor enabled" : ""}`;
}

function resources({ profile }: BootstrapWorld, node: ProfileNode): { capacity: object; allocatable: object } {
  const cpu = node.cpu ?? profile.defaults.cpu;
  const memory = node.memory ?? profile.defaults.memory;
  const pods = node.pods ?? profile.defaults.pods;
  const { cpu: reservedMilli, memoryMi } = node.reserved ?? profile.reserved;
  const cpuMilli = milliValue(parseQuantity(cpu)) - reservedMilli;
  const memoryKi = Math.floor(wholeValue(parseQuantity(memory)) / 1024) - memoryMi * 1024;
  return {
    capacity: { cpu, "ephemeral-storage": profile.defaults.ephemeralStorage, "hugepages-2Mi": "0", memory, pods },
    allocatable: {
      cpu: cpuMilli % 1000 === 0 ? String(cpuMilli / 1000) : `${cpuMilli}m`,
      "ephemeral-storage": profile.defaults.ephemeralAllocatable,
      "hugepages-2Mi": "0",
      memory: `${memoryKi}Ki`,
      pods,
    },
  };
}

function nodeInfo(world: BootstrapWorld, node: ProfileNode): object {
  const { profile, release, sim } = world;
  const random = sim.stream(`machine/${node.name}`);
  return {
    architecture: "amd64",
    bootID: uuid(random),
    containerRuntimeVersion: profile.containerRuntime,
    kernelVersion: node.kernelVersion ?? profile.kernelVersion,
    kubeProxyVersion: profile.kubeletVersion ?? release.text,
    kubeletVersion: profile.kubeletVersion ?? release.text,
    machineID: hex(random, 32),
    operatingSystem: "linux",
    osImage: profile.osImage,
    systemUUID: uuid(random).toUpperCase(),
  };
}

function hex(random: RandomStream, length: number): string {
  return Array.from({ length }, () => random.int(16).toString(16)).join("");
}

function uuid(random: RandomStream): string {
  return [8, 4, 4, 4, 12].map((length) => hex(random, length)).join("-");
}

function kubeletConditions(time: string, ready: string): object[] {
  const condition = (type: string, status: string, reason: string, message: string) => ({
    lastHeartbeatTime: time,
    lastTransitionTime: time,
    message,
    reason,
    status,
    type,
  });
  return [
    condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    condition("Ready", "True", "KubeletReady", ready),
  ];
}

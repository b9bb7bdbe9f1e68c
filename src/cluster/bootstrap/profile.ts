import book from "../../../fixtures/profiles/book.yaml" with { type: "yaml" };
import book2nd from "../../../fixtures/profiles/book-2nd.yaml" with { type: "yaml" };
import book56 from "../../../fixtures/profiles/book-56.yaml" with { type: "yaml" };
import kind from "../../../fixtures/profiles/kind.yaml" with { type: "yaml" };
import kubeadmFlannel from "../../../fixtures/profiles/kubeadm-flannel.yaml" with { type: "yaml" };
import kubespray from "../../../fixtures/profiles/kubespray.yaml" with { type: "yaml" };
import metallb013 from "../../../fixtures/profiles/metallb-013.yaml" with { type: "yaml" };
import minikube from "../../../fixtures/profiles/minikube.yaml" with { type: "yaml" };
import { UserError } from "../../base/user-error.ts";
import { ipv4Number, ipv4Text } from "../../base/ipv4.ts";

/** What kubelet and system daemons keep of a node: millicores and MiB (the eviction threshold included). */
export interface Reserved {
  cpu: number;
  memoryMi: number;
}

/** One machine of a profile. */
export interface ProfileNode {
  name: string;
  /** Last octet in the node network. */
  host: number;
  controlPlane?: boolean;
  /** Seconds after the control plane's start at which the node joins. */
  joined: number;
  kernelVersion?: string;
  cpu?: string;
  memory?: string;
  pods?: string;
  reserved?: Reserved;
  /** The node's own part of the pod network; a /24 in the order of joining, when absent. */
  podCidr?: string;
}

/** A cluster as an installer leaves it; fixtures/profiles/*.yaml. */
export interface Profile {
  name: string;
  title: string;
  kubernetesVersion: string;
  installer: "kubeadm" | "kubespray";
  /** CIDR of the machines' own network; addresses are network + host. */
  nodeNetwork: string;
  serviceCidr: string;
  podCidr: string;
  /** What the kubeconfig calls cluster, user and context, where the installer has one name for all of them. */
  context?: string;
  /** Where the API server listens; 6443 when absent. */
  apiPort?: number;
  /** Who gives pods their addresses: Calico, when absent, Weave Net, or each node from its own podCIDR. */
  ipam?: "host-local" | "weave";
  /** Calico's blocks and tunnels; flannel's. */
  podBlockSize?: number;
  tunnel?: "flannel" | "ipip" | "vxlan";
  /** Pods may run on the control plane node: it is all there is. */
  untainted?: boolean;
  dnsAddress: string;
  /** Pods of the cluster's DNS; two when absent. */
  dnsReplicas?: number;
  /** What kubelets say that they are; the cluster's version when absent. */
  kubeletVersion?: string;
  osImage: string;
  kernelVersion: string;
  /** `docker://1.13.1` */
  containerRuntime: string;
  addons: string[];
  /** What differs from the installer's configuration of kube-proxy. */
  kubeProxy?: { mode: "ipvs"; strictARP: boolean };
  /** How often kubelets post a status in which nothing has changed, when the installer says so. */
  nodeStatusReportSeconds?: number;
  /** The token with which nodes join, when the installer was told one. */
  bootstrapToken?: string;
  defaults: { cpu: string; memory: string; ephemeralStorage: string; ephemeralAllocatable: string; pods: string };
  reserved: Reserved;
  nodes: ProfileNode[];
  /** How further workers are named and addressed; `gap` is seconds between joins. */
  worker: { name: string; first: number; firstHost: number; gap: number };
  /** Seconds after the start at which the user gets the cluster. */
  ready: number;
  /** Aliases of the shell on the control plane node, besides k. */
  aliases?: Readonly<Record<string, string>>;
}

const profiles: Record<string, Profile> = {
  book,
  "book-2nd": book2nd,
  "book-56": book56,
  "kubeadm-flannel": kubeadmFlannel,
  kubespray,
  "metallb-013": metallb013,
  minikube,
  kind,
};

/** Names of all profiles. */
export function profileNames(): string[] {
  return Object.keys(profiles);
}

/** A profile by name; a UserError names the known ones. */
export function loadProfile(name: string): Profile {
  const profile = profiles[name];
  if (profile === undefined) throw new UserError(`no profile "${name}"; profiles: ${profileNames().join(", ")}`);
  return structuredClone(profile);
}

/** What `cluster create` may change of a profile. */
export interface ProfileChanges {
  nodeNetwork?: string;
  /** Other machines altogether, in the order in which they join. */
  nodes?: ProfileNode[];
  osImage?: string;
  kernelVersion?: string;
  containerRuntime?: string;
  podCidr?: string;
  serviceCidr?: string;
  ipam?: "host-local";
  /** What kubelets say that they are, where that is no version that k8sim knows. */
  kubeletVersion?: string;
  /** Number of workers in all; more than the profile has are added in its manner, fewer are left out. */
  workers?: number;
  /** `cpu`, `memory`, `pods` of every node. */
  nodeCapacity?: { cpu?: string; memory?: string; pods?: string };
}

/** A profile with the user's changes. */
export function changeProfile(profile: Profile, changes: ProfileChanges): Profile {
  const machines = { ...profile, nodes: changes.nodes ?? profile.nodes };
  const nodes = changes.workers === undefined ? machines.nodes : withWorkers(machines, changes.workers);
  const { nodeNetwork, osImage, kernelVersion, containerRuntime, podCidr, serviceCidr } = { ...profile, ...changes };
  return {
    ...profile,
    nodeNetwork,
    osImage,
    kernelVersion,
    containerRuntime,
    podCidr,
    serviceCidr,
    ...(changes.ipam === undefined ? {} : { ipam: changes.ipam }),
    ...(changes.kubeletVersion === undefined ? {} : { kubeletVersion: changes.kubeletVersion }),
    dnsAddress: addressIn(serviceCidr, offsetIn(profile.serviceCidr, profile.dnsAddress)),
    ...(nodes.every(({ controlPlane }) => controlPlane) ? { untainted: true } : {}),
    defaults: { ...profile.defaults, ...changes.nodeCapacity },
    nodes,
    ready: Math.max(profile.ready, Math.max(...nodes.map((node) => node.joined)) + 60),
  };
}

/** The control plane and exactly that many workers. */
function withWorkers(profile: Profile, count: number): ProfileNode[] {
  const controlPlane = profile.nodes.filter((node) => node.controlPlane);
  const workers = profile.nodes.filter((node) => !node.controlPlane).slice(0, count);
  const { name, first, firstHost, gap } = profile.worker;
  const lastJoined = Math.max(0, ...workers.map((node) => node.joined));
  for (let extra = 0; workers.length < count; extra++) {
    workers.push({
      name: name.replace("%d", String(first + extra)),
      host: firstHost + extra,
      joined: lastJoined + gap * Math.min(extra + 1, 4),
    });
  }
  return [...controlPlane, ...workers];
}

function addressIn(cidr: string, offset: number): string {
  return ipv4Text((ipv4Number(cidr.split("/")[0] ?? "") ?? 0) + offset);
}

/** How far an address lies behind the first one of a block. */
export function offsetIn(cidr: string, address: string): number {
  return (ipv4Number(address) ?? 0) - (ipv4Number(cidr.split("/")[0] ?? "") ?? 0);
}

const API_PORT = 6443;

/** Where a cluster's API server listens. */
export function apiPort(profile: Profile): number {
  return profile.apiPort ?? API_PORT;
}

/** Address of a node: its host number counted from the network's base, so that large clusters run on into the next octet. */
export function nodeAddress(profile: Profile, node: ProfileNode): string {
  return addressIn(profile.nodeNetwork, node.host);
}

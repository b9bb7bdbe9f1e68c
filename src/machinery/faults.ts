import type { Json } from "../base/json.ts";
import type { ClusterMemory } from "./component.ts";

/** Why a registry does not hand an image out. */
export type PullRefusal = "denied" | "no-tag" | "rate-limit" | "unreachable";
/** The probes of a container. */
export type ProbeName = "liveness" | "readiness" | "startup";

/** The programs of the control plane that can be stopped. */
export const CONTROL_PLANE = ["kube-apiserver", "etcd", "kube-controller-manager", "kube-scheduler"] as const;
export type ControlPlaneProgram = (typeof CONTROL_PLANE)[number];
/** Whose certificates have come to their end: the API server's own, or those by which the kubelets say who they are. */
export const CERTIFICATES = ["apiserver", "kubelet"] as const;
export type CertificateOwner = (typeof CERTIFICATES)[number];

/** What can be broken for as long as somebody wants it broken. Pods are `namespace/name`, images as their pods name them. */
export type StandingFault =
  | { readonly kind: "arp-loss"; readonly address: string }
  | { readonly kind: "partition"; readonly between: readonly [string, string] }
  /** The node passes on no packets of others, as after `modprobe -r br_netfilter` and a restart of its network. */
  | { readonly kind: "no-forwarding"; readonly node: string; readonly module: string }
  | { readonly kind: "control-plane"; readonly program: ControlPlaneProgram }
  | { readonly kind: "certificates"; readonly owner: CertificateOwner }
  | { readonly kind: "image-pull"; readonly image: string; readonly why: PullRefusal }
  | { readonly kind: "slow-pull"; readonly node: string; readonly factor: number }
  | { readonly kind: "slow-disk"; readonly node: string; readonly factor: number }
  | { readonly kind: "probe"; readonly pod: string; readonly container: string; readonly probe: ProbeName }
  | { readonly kind: "crash-loop"; readonly pod: string; readonly container: string; readonly exitCode: number; readonly afterMs: number };

export type StandingKind = StandingFault["kind"];

/** A fault that stands, with its number. */
export type Standing = StandingFault & {
  readonly id: number;
  /** Virtual ms since the Unix epoch. */
  readonly since: number;
};

const KEY = "faults/standing";
const NEXT = "faults/next-id";
const NONE: readonly Standing[] = [];

/** Every fault that stands, oldest first. */
export function standingFaults(memory: Pick<ClusterMemory, "get">): readonly Standing[] {
  return (memory.get(KEY) as unknown as readonly Standing[] | undefined) ?? NONE;
}

/** The faults of a kind that stand. */
export function faultsOfKind<K extends StandingKind>(
  memory: Pick<ClusterMemory, "get">,
  kind: K,
): readonly Extract<Standing, { readonly kind: K }>[] {
  const all = standingFaults(memory);
  if (all.length === 0) return [];
  return all.filter((fault): fault is Extract<Standing, { readonly kind: K }> => fault.kind === kind);
}

/** Why nobody gets an answer of the API server: it does not run (or has no etcd), or its certificate has ended, since a moment in virtual ms. */
export function apiServerTrouble(
  memory: Pick<ClusterMemory, "get">,
): { readonly why: "expired" | "stopped"; readonly since: number } | undefined {
  for (const fault of standingFaults(memory)) {
    if (fault.kind === "control-plane" && (fault.program === "kube-apiserver" || fault.program === "etcd"))
      return { why: "stopped", since: fault.since };
    if (fault.kind === "certificates" && fault.owner === "apiserver") return { why: "expired", since: fault.since };
  }
  return undefined;
}

/** Breaks something until it is cleared. Gives the fault's number. */
export function addFault(memory: ClusterMemory, fault: StandingFault, since: number): number {
  const id = Number(memory.get(NEXT) ?? 1);
  memory.set(NEXT, id + 1);
  memory.set(KEY, [...standingFaults(memory), { ...fault, id, since }] as unknown as Json);
  return id;
}

/** Takes faults back; gives those that stood. */
export function removeFaults(memory: ClusterMemory, isGone: (fault: Standing) => boolean): readonly Standing[] {
  const all = standingFaults(memory);
  const gone = all.filter(isGone);
  if (gone.length > 0) memory.set(KEY, all.filter((fault) => !gone.includes(fault)) as unknown as Json);
  return gone;
}

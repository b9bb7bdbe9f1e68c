import type { JsonObject } from "../../base/json.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ClusterMemory, ComponentContext } from "../../machinery/component.ts";
import { apiServerTrouble, type ControlPlaneProgram, faultsOfKind, standingFaults } from "../../machinery/faults.ts";
import { faultOf } from "../../network/node-faults.ts";
import { makeMirror, mirrorOf } from "../kubelet/static-pods.ts";
import { breakNode } from "../node-lifecycle/health.ts";
import { returnToApi, silence } from "./kubelets.ts";

/** Components that are no controllers of the controller manager's: they live elsewhere. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "faults",
  "load",
  "kubelet",
  "kube-proxy",
  "scheduler",
  "crd",
  "api-service",
  "event-ttl",
  "ingress-nginx",
  "reloader",
  "webhook-certgen",
  "nginx-gateway",
  "metallb-controller",
  "metallb-speaker",
  "nfs-subdir-provisioner",
  "csi-nfs-provisioner",
]);
/** Components that do without an API server. */
const ALONE: ReadonlySet<string> = new Set(["faults", "load", "kube-proxy"]);

/** Which components have to wait because the control plane lacks something; undefined when none has. */
export function heldComponents(memory: Pick<ClusterMemory, "get">): ((name: string) => boolean) | undefined {
  if (standingFaults(memory).length === 0) return undefined;
  if (apiServerTrouble(memory) !== undefined) return (name) => !ALONE.has(name);
  const stopped = new Set(faultsOfKind(memory, "control-plane").map(({ program }) => program));
  if (stopped.size === 0) return undefined;
  return (name) => (name === "scheduler" ? stopped.has("kube-scheduler") : stopped.has("kube-controller-manager") && !ELSEWHERE.has(name));
}

function mirrorsKey(program: ControlPlaneProgram): string {
  return `faults/mirrors/${program}`;
}

/** A program's manifest is taken away: its kubelet stops it, and its mirrors go. An API server that is gone cannot be told. */
export function stopProgram(program: ControlPlaneProgram, { lister, memory, client }: ComponentContext): void {
  if (program === "kube-apiserver" || program === "etcd") return;
  const pods = (lister.list("pods", { namespace: "kube-system" }) as readonly Pod[]).filter(
    ({ metadata, spec }) => metadata.name === `${program}-${spec.nodeName}`,
  );
  memory.set(mirrorsKey(program), pods.map(mirrorOf));
  for (const { metadata } of pods) client.delete(PODS, metadata.name ?? "", { gracePeriodSeconds: 0 });
}

/** The manifest is back. */
export function startProgram(program: ControlPlaneProgram, context: ComponentContext): void {
  const isStopped = faultsOfKind(context.memory, "control-plane").some((fault) => fault.program === program);
  if (isStopped) return;
  for (const mirror of (context.memory.get(mirrorsKey(program)) ?? []) as readonly JsonObject[]) makeMirror(mirror, context);
  context.memory.set(mirrorsKey(program), null);
}

const PODS = { group: "", version: "v1", resource: "pods", namespace: "kube-system" };

/** The kubelets are no longer believed who they are: their nodes fall silent, their pods run on. */
export function expireKubelets(context: ComponentContext): void {
  for (const { metadata } of context.lister.list("nodes")) {
    const name = metadata.name ?? "";
    if (faultOf(context.memory, name) !== undefined) continue;
    silence(name, context);
    breakNode(context, name, "unauthorized");
  }
}

/** They have new certificates. */
export function renewKubelets(context: ComponentContext): void {
  for (const { metadata } of context.lister.list("nodes")) {
    const name = metadata.name ?? "";
    if (faultOf(context.memory, name)?.kind === "unauthorized") returnToApi(name, context);
  }
}

import type { JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ClusterMemory, ComponentContext } from "../../machinery/component.ts";
import { apiServerTrouble, CONTROL_PLANE, type ControlPlaneProgram, faultsOfKind, standingFaults } from "../../machinery/faults.ts";
import { faultOf } from "../../network/node-faults.ts";
import { hexOf } from "../kubelet/identity.ts";
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
  "local-path-provisioner",
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

/** The static pods of programs that do not run, as their mirrors were; those whose mirrors are still in the store are not among them. */
export function takenMirrors(memory: Pick<ClusterMemory, "get">): readonly Pod[] {
  return CONTROL_PLANE.flatMap((program) =>
    ((memory.get(mirrorsKey(program)) ?? []) as readonly JsonObject[]).map((mirror) => {
      const { pod, status } = mirror as unknown as { pod: Pod; status: NonNullable<Pod["status"]> };
      return { ...pod, status };
    }),
  );
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
  // Who takes away what is away already takes nothing from its mirrors.
  if (pods.length === 0) return;
  memory.set(mirrorsKey(program), pods.map(mirrorOf));
  for (const { metadata } of pods) client.delete(PODS, metadata.name ?? "", { gracePeriodSeconds: 0 });
}

/** The manifest is back: new containers run since it came, or else since now. */
export function startProgram(program: ControlPlaneProgram, context: ComponentContext): void {
  const { memory, sim, lister, client } = context;
  const isStopped = faultsOfKind(memory, "control-plane").some((fault) => fault.program === program);
  if (isStopped) return;
  const at = comesBackSince(program, memory) ?? sim.now();
  memory.set(backKey(program), null);
  for (const mirror of (memory.get(mirrorsKey(program)) ?? []) as readonly JsonObject[])
    makeMirror({ ...mirror, status: startedAnew(mirror["status"] as NonNullable<Pod["status"]>, at) as unknown as JsonObject }, context);
  memory.set(mirrorsKey(program), null);
  if (program !== "kube-apiserver" && program !== "etcd") return;
  for (const pod of lister.list("pods", { namespace: "kube-system" }) as readonly Pod[])
    if (pod.metadata.name === `${program}-${pod.spec.nodeName}`)
      client.updateStatus(PODS, { ...pod, status: startedAnew(pod.status ?? {}, at) });
}

/** A status whose containers are new ones that have run since a moment (virtual ms). */
export function startedAnew(status: NonNullable<Pod["status"]>, at: number): NonNullable<Pod["status"]> {
  const containerStatuses = (status.containerStatuses ?? []).map((one) => {
    const [runtime = "", id = ""] = (one.containerID ?? "").split("://");
    return { ...one, containerID: `${runtime}://${hexOf(`${id}/${at}`)}`, state: { running: { startedAt: formatRfc3339(at) } } };
  });
  return { ...status, containerStatuses };
}

function backKey(program: ControlPlaneProgram): string {
  return `faults/back/${program}`;
}

/** Notes that a program's manifest is there again, or gone; the program answers when the fault is over. */
export function noteManifest(program: ControlPlaneProgram, since: number | null, memory: ClusterMemory): void {
  memory.set(backKey(program), since);
}

/** Since when a stopped program's manifest is there again, in virtual ms. */
export function comesBackSince(program: ControlPlaneProgram, memory: Pick<ClusterMemory, "get">): number | undefined {
  return (memory.get(backKey(program)) ?? undefined) as number | undefined;
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

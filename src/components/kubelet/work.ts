import { isLasting } from "../../base/deep.ts";
import type { Json } from "../../base/json.ts";
import { formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import { imageBehaviour } from "../../images/index.ts";
import type { ContainerView } from "../../images/view.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { containerStatus, sameStatus, settle } from "./status.ts";
import type { Runtime } from "./texts.ts";

export const ACTOR = "kubelet";
export const PODS = { group: "", version: "v1", resource: "pods" } as const;

/** The timers of a pod (key `ns/pod`) and of its containers (key `ns/pod/container`). */
export type PodTimer = "deadline" | "disk" | "reject" | "remove" | "step" | "stopped";
export type ContainerTimer = "back-off" | "exit" | "liveness" | "network" | "pull-again" | "readiness" | "restart" | "startup";
export const POD_TIMERS: readonly PodTimer[] = ["deadline", "disk", "reject", "remove", "step", "stopped"];
export const CONTAINER_TIMERS: readonly ContainerTimer[] = [
  "back-off",
  "exit",
  "liveness",
  "network",
  "pull-again",
  "readiness",
  "restart",
  "startup",
];

type Listed = readonly { readonly container: Container; readonly init: boolean }[];

/** The containers of specs that cannot change, which the pods of one template share. */
const listed = new WeakMap<Pod["spec"], Listed>();

/** Every container of a pod with whether it is an init container. */
export function containersOf({ spec }: Pod): Listed {
  const known = listed.get(spec);
  if (known !== undefined) return known;
  const all = [
    ...(spec.initContainers ?? []).map((container) => ({ container, init: true })),
    ...spec.containers.map((container) => ({ container, init: false })),
  ];
  if (isLasting(spec)) listed.set(spec, all);
  return all;
}

/** A container by name. */
export function findContainer({ spec }: Pod, name: string): Container | undefined {
  return named(spec.initContainers, name) ?? named(spec.containers, name);
}

function named(containers: readonly Container[] | undefined, name: string): Container | undefined {
  if (containers) for (const container of containers) if (container.name === name) return container;
  return undefined;
}

/** Puts a piece of work on a container into the queue, `afterMs` from now. */
export function later(context: ComponentContext, afterMs: number, name: ContainerTimer | PodTimer, key: string, data?: Json): void {
  context.sim.schedule({
    at: context.sim.now() + Math.max(0, Math.round(afterMs)),
    actor: ACTOR,
    name,
    key,
    ...(data === undefined ? {} : { data }),
  });
}

/** A container's key among the kubelet's timers. */
export function containerKey(pod: Pod, container: string): string {
  return `${objectKey(pod)}/${container}`;
}

/** The node that a pod is bound to, if it is there. */
export function nodeOf(pod: Pod, { lister }: ComponentContext): Node | undefined {
  return lister.get("nodes", "", pod.spec.nodeName ?? "") as Node | undefined;
}

/** A node's InternalIP; empty without one. */
export function nodeAddress(node: Node | undefined): string {
  return node?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}

/** The container runtime of a pod's node. */
export function runtimeOf(pod: Pod, context: ComponentContext): Runtime {
  const runtime = nodeOf(pod, context)?.status?.nodeInfo?.containerRuntimeVersion ?? context.cluster.containerRuntime;
  return runtime.startsWith("docker") ? "docker" : "containerd";
}

/** Records an event of the pod's kubelet; with a container, about that container. */
export function record(
  pod: Pod,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
  context: ComponentContext,
  container?: string,
): void {
  const init = pod.spec.initContainers?.some(({ name }) => name === container);
  context.events.record(pod, type, reason, message, {
    source: { component: ACTOR, host: pod.spec.nodeName ?? "" },
    ...(container === undefined ? {} : { fieldPath: `spec.${init ? "initContainers" : "containers"}{${container}}` }),
  });
}

/** Writes a pod's status, phase and conditions computed, when it differs from what is stored. Gives the stored pod. */
export function writeStatus(changed: Pod, context: ComponentContext): Pod {
  return writeSettled(settle(changed, context.sim.now(), context.release), context);
}

/** As {@link writeStatus}, of a pod whose phase and conditions are computed already. */
export function writeSettled(settled: Pod, context: ComponentContext): Pod {
  const { namespace = "", name = "" } = settled.metadata;
  const stored = context.lister.get("pods", namespace, name) as Pod | undefined;
  if (stored === undefined || stored.metadata.uid !== settled.metadata.uid || sameStatus(stored, settled)) return settled;
  try {
    return context.client.updateStatus({ ...PODS, namespace }, { ...stored, status: settled.status }) as Pod;
  } catch (error) {
    if (isReason(error, "NotFound") || isReason(error, "Conflict")) return settled;
    throw error;
  }
}

/** What the program in a container sees; `startedAt` defaults to the running process's start. */
export function viewOf(
  pod: Pod,
  container: Container,
  context: Pick<ComponentContext, "cluster" | "lister" | "memory" | "sim">,
  startedAt?: number,
): ContainerView {
  const status = containerStatus(pod, container.name);
  const since = status?.state?.running?.startedAt ?? status?.state?.terminated?.startedAt ?? status?.lastState?.terminated?.startedAt;
  const now = context.sim.now();
  return {
    pod,
    container,
    behaviour: imageBehaviour(container.image ?? "", context.memory),
    startedAt: startedAt ?? (since ? (parseRfc3339(since) ?? now) : now),
    now,
    lister: context.lister,
    memory: context.memory,
    cluster: context.cluster,
  };
}

/** Now as the API writes it. */
export function timestamp(context: ComponentContext): string {
  return formatRfc3339(context.sim.now());
}

export const PROBES = ["startup", "readiness", "liveness"] as const;
export type ProbeKind = (typeof PROBES)[number];

/** Ends the probing of a container. */
export function cancelProbes(pod: Pod, container: Container, { sim }: ComponentContext): void {
  for (const kind of PROBES) sim.cancel(ACTOR, kind, containerKey(pod, container.name));
}

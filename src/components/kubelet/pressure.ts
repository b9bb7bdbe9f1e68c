import { recordOnNode } from "../controller/node-events.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Node, NodeCondition } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { canonicalQuantity, formatQuantity, newQuantity } from "../../machinery/quantity.ts";
import type { Release } from "../../release/release.ts";
import { isPodFinished } from "../controller/pod-state.ts";
import { availableMemory, bytes, hasMemoryPressure, memoryOf, podMemory } from "./memory.ts";
import { isKubeletAlive } from "./liveness.ts";
import { failWith, isCritical } from "./reject.ts";
import { ACTOR } from "./work.ts";

const MEBIBYTE = 1024 * 1024;
/** --eviction-hard memory.available, as kubeadm leaves it. */
const THRESHOLD_BYTES = 100 * MEBIBYTE;
/** The eviction manager looks at its node this often. pkg/kubelet/kubelet.go evictionMonitoringPeriod, 1.20 */
const LOOK_MS = 10_000;
/** --eviction-pressure-transition-period */
const TRANSITION_MS = 300_000;
/** Only containers that take so much have their node looked at: small ones never fill one. */
const NOTABLE_BYTES = 64 * MEBIBYTE;
/** Process numbers of containers: above those of the machine's own start. */
const FIRST_PID = 2000;
const PIDS = 30_000;
const NODES = { group: "", version: "v1", resource: "nodes", namespace: "" } as const;

/** Has the node of a container that has just started looked at, where it takes much memory. */
export function watchMemory(pod: Pod, memoryBytes: number, { sim }: ComponentContext): void {
  if (memoryBytes < NOTABLE_BYTES) return;
  sim.scheduleIfSooner({ at: sim.now() + LOOK_MS, actor: ACTOR, name: "pressure", key: pod.spec.nodeName ?? "" });
}

/** One look at a node's memory: pressure begins, a pod is evicted, or pressure ends. */
// pkg/kubelet/eviction/eviction_manager.go synchronize, 1.20
export function relievePressure(nodeName: string, context: ComponentContext): void {
  const { lister, sim, memory } = context;
  const node = lister.get("nodes", "", nodeName) as Node | undefined;
  if (node === undefined) return;
  const again = (): void => sim.schedule({ at: sim.now() + LOOK_MS, actor: ACTOR, name: "pressure", key: nodeName });
  if (!isKubeletAlive(memory, nodeName)) return again();
  const pods = (lister.list("pods", { index: `node:${nodeName}` }) as readonly Pod[]).filter((pod) => !isPodFinished(pod));
  const available = availableMemory(node, pods, context);
  const key = `kubelet/pressure/${nodeName}`;
  if (available < THRESHOLD_BYTES) {
    memory.set(key, sim.now());
    setPressure(node, true, context);
    record(node, "Warning", "EvictionThresholdMet", "Attempting to reclaim memory", context);
    const victim = rank(pods, context).find((pod) => !isCritical(pod));
    if (victim !== undefined) evict(victim, available, context);
    return again();
  }
  if (!hasMemoryPressure(node)) return;
  const met = memory.get(key);
  if (typeof met === "number" && sim.now() < met + TRANSITION_MS) return again();
  setPressure(node, false, context);
}

/** The kernel of a node has killed a process because the whole machine ran out of memory. */
// pkg/kubelet/oom/oom_watcher_linux.go, 1.20
export function tellSystemOom(pod: Pod, { command, image = "" }: Container, context: ComponentContext): void {
  const node = context.lister.get("nodes", "", pod.spec.nodeName ?? "") as Node | undefined;
  const path = command?.[0] ?? image.replace(/[:@].*/, "");
  const pid = FIRST_PID + context.sim.stream("oom-pid").int(PIDS);
  const process = path.slice(path.lastIndexOf("/") + 1);
  if (node) record(node, "Warning", "SystemOOM", `System OOM encountered, victim process: ${process}, pid: ${pid}`, context);
}

function setPressure(node: Node, isShort: boolean, context: ComponentContext): void {
  if (hasMemoryPressure(node) === isShort) return;
  const { name = "" } = node.metadata;
  const time = formatRfc3339(context.sim.now());
  const reason = isShort ? "KubeletHasInsufficientMemory" : "KubeletHasSufficientMemory";
  const message = isShort ? "kubelet has insufficient memory available" : "kubelet has sufficient memory available";
  const status = isShort ? "True" : "False";
  const conditions = (node.status?.conditions ?? []).map((condition): NodeCondition =>
    condition.type === "MemoryPressure"
      ? { ...condition, status, reason, message, lastHeartbeatTime: time, lastTransitionTime: time }
      : condition,
  );
  context.client.updateStatus(NODES, { ...node, status: { ...node.status, conditions } });
  const event = isShort ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory";
  record(node, "Normal", event, `Node ${name} status is now: ${event}`, context);
}

function record(node: Node, type: "Normal" | "Warning", reason: string, message: string, context: ComponentContext): void {
  recordOnNode(node, { component: ACTOR, type, reason, message }, context);
}

/** Who goes first: who takes more than asked for, then by priority, then by how much more. */
// pkg/kubelet/eviction/helpers.go rankMemoryPressure, 1.20
function rank(pods: readonly Pod[], context: ComponentContext): Pod[] {
  const weighed = pods.map((pod) => ({ pod, over: podMemory(pod, context) - requestOf(pod) }));
  return weighed
    .sort(
      (left, right) =>
        Number(right.over > 0) - Number(left.over > 0) ||
        (left.pod.spec.priority ?? 0) - (right.pod.spec.priority ?? 0) ||
        right.over - left.over,
    )
    .map(({ pod }) => pod);
}

function requestOf({ spec }: Pod): number {
  return spec.containers.reduce((sum, { resources }) => sum + bytes(resources?.requests?.["memory"]), 0);
}

function evict(pod: Pod, available: number, context: ComponentContext): void {
  const parts = pod.spec.containers.flatMap((container) => {
    const used = memoryOf(pod, container, context);
    const request = container.resources?.requests?.["memory"];
    return used > bytes(request) ? [containerText(container.name, used, canonicalQuantity(request ?? "0"), context.release)] : [];
  });
  failWith(pod, "Evicted", `${lowText(available, context.release)}${parts.join("")}`, context);
}

function lowText(available: number, release: Release): string {
  const text = "The node was low on resource: memory. ";
  return release.has("kubeletEvictionTellsThreshold")
    ? `${text}Threshold quantity: 100Mi, available: ${sizeText(Math.max(0, available))}. `
    : text;
}

// pkg/kubelet/eviction/helpers.go containerMessageFmt, 1.20
function containerText(name: string, used: number, request: string, release: Release): string {
  return release.has("kubeletEvictionTellsThreshold")
    ? `Container ${name} was using ${sizeText(used)}, request is ${request}, has larger consumption of memory. `
    : `Container ${name} was using ${sizeText(used)}, which exceeds its request of ${request}. `;
}

/** Bytes as stats give them: whole pages, written in Ki. */
function sizeText(size: number): string {
  return formatQuantity(newQuantity(Math.trunc(size / 4096) * 4096, "BinarySI"));
}

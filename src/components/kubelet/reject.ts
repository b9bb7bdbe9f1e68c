import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod, PodStatus } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { createNodeInfo, placePod } from "../scheduler/node-info.ts";
import { matchesMap, matchesNodeSelector } from "../scheduler/match.ts";
import { FITS } from "../scheduler/framework.ts";
import { type Amounts, hostPorts, podRequests } from "../scheduler/requests.ts";
import { portsFilter, tolerates } from "../scheduler/plugins/node-basics.ts";
import { releaseAddress } from "./addresses.ts";
import { hasMemoryPressure } from "./memory.ts";
import { killedForGood } from "./stop.ts";
import { later, nodeOf, PODS, record, timestamp, writeStatus } from "./work.ts";

/** From the binding of a pod to a kubelet's word that it will not run it. */
const REJECT_MS = 1000;
/** Pods of this priority and above belong to the system. pkg/apis/scheduling SystemCriticalPriority, 1.20 */
const SYSTEM_CRITICAL = 2_000_000_000;

/** A pod that no kubelet gives up for others: a mirror of a static one, or one of the system's. */
export function isCritical({ metadata, spec }: Pod): boolean {
  return metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined || (spec.priority ?? 0) >= SYSTEM_CRITICAL;
}

/** Whether the kubelet refuses a pod that came to it; if so it says so a moment later. */
export function rejects(pod: Pod, node: Node | undefined, context: ComponentContext): boolean {
  if (node === undefined || isCritical(pod)) return false;
  const why = whyRejected(pod, node, context);
  if (why === undefined) return false;
  later(context, REJECT_MS, "reject", objectKey(pod), { uid: pod.metadata.uid ?? "", ...why });
  return true;
}

/** The kubelet's word. */
export function rejectNow(pod: Pod, data: JsonObject, context: ComponentContext): void {
  const { reason, message } = data as { reason: string; message: string };
  const prefix = context.release.has("kubeletRejectedText") ? "Pod was rejected: " : "Pod ";
  record(pod, "Warning", reason, message, context);
  writeWhole(pod, { phase: "Failed", reason, message: `${prefix}${message}`, startTime: timestamp(context) }, context);
}

/** The order in which the kubelet looks. */
const FIRST_RESOURCES = ["pods", "cpu", "memory", "ephemeral-storage"];

type Rejection = { reason: string; message: string };

/** What the scheduler has looked at already is not looked at again, save for what the kubelet alone knows. */
function whyRejected(pod: Pod, node: Node, context: ComponentContext): Rejection | undefined {
  if (hasMemoryPressure(node) && isRefusedUnderPressure(pod))
    return { reason: "Evicted", message: "The node had condition: [MemoryPressure]. " };
  if (pod.status?.conditions?.some(({ type }) => type === "PodScheduled")) return undefined;
  return whyUnfit(pod, node, context);
}

// pkg/kubelet/eviction/eviction_manager.go Admit, 1.20
function isRefusedUnderPressure({ spec, status }: Pod): boolean {
  return (
    status?.qosClass === "BestEffort" && !tolerates(spec.tolerations, { key: "node.kubernetes.io/memory-pressure", effect: "NoSchedule" })
  );
}

// pkg/kubelet/lifecycle/predicate.go GeneralPredicates, 1.20
function whyUnfit(pod: Pod, node: Node, context: ComponentContext): Rejection | undefined {
  const info = createNodeInfo(node);
  const others = context.lister.list("pods", { index: `node:${node.metadata.name}` }) as readonly Pod[];
  for (const other of others) if (other.metadata.uid !== pod.metadata.uid) placePod(info, other);
  const wanted: Amounts = { pods: 1, ...podRequests(pod).real };
  const used: Amounts = { ...info.requested, pods: info.active };
  for (const resource of new Set([...FIRST_RESOURCES, ...Object.keys(wanted)])) {
    const asked = wanted[resource] ?? 0;
    const capacity = info.allocatable[resource];
    const taken = used[resource] ?? 0;
    // A resource that the node has never heard of may be the cluster's.
    if (asked === 0 || capacity === undefined || asked <= capacity - taken) continue;
    const message = `Node didn't have enough resource: ${resource}, requested: ${asked}, used: ${taken}, capacity: ${capacity}`;
    return { reason: `OutOf${resource}`, message };
  }
  if (!selectsNode(pod, node)) return { reason: "NodeAffinity", message: "Predicate NodeAffinity failed" };
  const ports = portsFilter(hostPorts(pod.spec))?.(info) ?? FITS;
  return ports.length > 0 ? { reason: "NodePorts", message: "Predicate NodePorts failed" } : undefined;
}

function selectsNode({ spec }: Pod, node: Node): boolean {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return (
    (!spec.nodeSelector || matchesMap(spec.nodeSelector, node.metadata.labels ?? {})) && (!required || matchesNodeSelector(required, node))
  );
}

/** Kills all of a pod at once and leaves it Failed. */
// pkg/kubelet/eviction/eviction_manager.go evictPod, 1.20
export function failWith(pod: Pod, reason: string, message: string, context: ComponentContext): void {
  record(pod, "Warning", reason, message, context);
  const failed = killedForGood(pod, reason, message, context);
  if (context.release.has("kubeletEvictedKeepsStatus")) {
    writeStatus(failed, context);
    return;
  }
  releaseAddress(context, nodeOf(pod, context), pod);
  const startTime = pod.status?.startTime ?? formatRfc3339(context.sim.now());
  writeWhole(pod, { phase: "Failed", reason, message, startTime }, context);
}

/** Writes a status that is all there is to say of a pod. */
function writeWhole(pod: Pod, status: PodStatus, context: ComponentContext): void {
  try {
    context.client.updateStatus({ ...PODS, namespace: pod.metadata.namespace ?? "" }, { ...pod, status });
  } catch (error) {
    if (!isReason(error, "NotFound") && !isReason(error, "Conflict")) throw error;
  }
}

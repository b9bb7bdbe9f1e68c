import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Node, NodeCondition } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { isReason } from "../../machinery/status.ts";
import { faultOf, type NodeFault, setFault } from "../../network/node-faults.ts";
import type { Sim } from "../../sim/types.ts";
import { NODES, PODS } from "../controller/resources.ts";
import { watchSpeakers } from "../metallb/speakers.ts";
import { nodeReady } from "./taints.ts";

/** How often the controller looks at all nodes, in ms: what it finds out, it finds out at a multiple of it. */
const MONITOR_PERIOD_MS = 5000;
/** Silence in ms that a node without any status is allowed. */
const STARTUP_GRACE_MS = 60_000;
/** What a silent node's kubelet would have reported, in the order in which it is added when it never did. */
const REPORTED_TYPES = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] as const;

/** Breaks a node from now on. Nothing in the API tells of it: the controller looks when the silence may have lasted too long. */
export function breakNode({ sim, memory, release }: Breaking, nodeName: string, kind: NodeFault["kind"]): void {
  // Who was silent already has been so for longer.
  const since = faultOf(memory, nodeName)?.since ?? sim.now();
  setFault(memory, nodeName, { kind, since });
  watchSilence(sim, nodeName, since, release.value("nodeMonitorGracePeriodMs"));
  watchSpeakers({ memory, sim }, nodeName, since);
}

type Breaking = Pick<ComponentContext, "sim" | "memory" | "release">;

/** Has the controller look at a node that has been silent since then, in ms, when that may be too long. */
function watchSilence(sim: Sim, nodeName: string, since: number, graceMs: number): void {
  const at = Math.ceil((Math.max(since + graceMs, sim.now()) + 1) / MONITOR_PERIOD_MS) * MONITOR_PERIOD_MS;
  sim.scheduleIfSooner({ at, actor: "node-lifecycle", name: "reconcile", key: `node/${nodeName}` });
}

/** Marks a node whose kubelet has been silent for too long. Returns the node as it stands then. */
// pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth, monitorNodeHealth, 1.20
export function markSilentNode(node: Node, context: ComponentContext): Node {
  const name = node.metadata.name ?? "";
  const fault = faultOf(context.memory, name);
  const ready = nodeReady(node);
  if (!fault || ready?.status === "Unknown") return node;
  const graceMs = ready ? context.release.value("nodeMonitorGracePeriodMs") : STARTUP_GRACE_MS;
  if (context.sim.now() <= fault.since + graceMs) {
    watchSilence(context.sim, name, fault.since, graceMs);
    return node;
  }
  const conditions = unknownConditions(node, formatRfc3339(context.sim.now()));
  const marked = context.client.updateStatus(NODES.in(""), { ...node, status: { ...node.status, conditions } }) as Node;
  if (ready?.status === "True") {
    context.events.record(node, "Normal", "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
    markPodsNotReady(name, context);
  }
  return marked;
}

function unknownConditions(node: Node, time: string): NodeCondition[] {
  const conditions = (node.status?.conditions ?? []).map((condition): NodeCondition => {
    const reported = (REPORTED_TYPES as readonly string[]).includes(condition.type);
    if (!reported || condition.status === "Unknown") return condition;
    const message = "Kubelet stopped posting node status.";
    return { ...condition, status: "Unknown", lastTransitionTime: time, reason: "NodeStatusUnknown", message };
  });
  for (const type of REPORTED_TYPES) {
    if (conditions.some((condition) => condition.type === type)) continue;
    const heartbeat = node.metadata.creationTimestamp ?? time;
    const message = "Kubelet never posted node status.";
    conditions.push({
      type,
      status: "Unknown",
      lastHeartbeatTime: heartbeat,
      lastTransitionTime: time,
      reason: "NodeStatusNeverUpdated",
      message,
    });
  }
  return conditions;
}

/** Nobody can tell any more whether these pods are ready: services must not send anything to them. */
// pkg/controller/util/node/controller_utils.go MarkPodsNotReady, 1.20
function markPodsNotReady(nodeName: string, context: ComponentContext): void {
  const time = formatRfc3339(context.sim.now());
  for (const pod of podsOn(nodeName, context)) {
    const conditions = pod.status?.conditions ?? [];
    if (!conditions.some((condition) => condition.type === "Ready" && condition.status !== "False")) continue;
    const changed = conditions.map((condition) =>
      condition.type === "Ready" ? { ...condition, status: "False", lastTransitionTime: time } : condition,
    );
    try {
      context.client.updateStatus(PODS.in(pod.metadata.namespace ?? ""), { ...pod, status: { ...pod.status, conditions: changed } });
    } catch (error) {
      if (!isReason(error, "NotFound")) throw error;
      continue;
    }
    context.events.record(pod, "Warning", "NodeNotReady", "Node is not ready");
  }
}

/** The pods that are bound to a node. */
export function podsOn(nodeName: string, { lister }: ComponentContext): readonly Pod[] {
  return lister.list(PODS.key, { index: `node:${nodeName}` }) as readonly Pod[];
}

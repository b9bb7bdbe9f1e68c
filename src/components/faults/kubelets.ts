import { recordOnNode } from "../controller/node-events.ts";
import type { Json } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Node, NodeCondition } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { setFault } from "../../network/node-faults.ts";
import { writeStatus } from "../kubelet/work.ts";
import { lookAtRules } from "../kube-proxy/index.ts";
import { podsOn } from "../node-lifecycle/health.ts";
import { nodeReady } from "../node-lifecycle/taints.ts";

const NODES = { group: "", version: "v1", resource: "nodes", namespace: "" } as const;

function conditionsKey(node: string): string {
  return `kubelet/conditions/${node}`;
}

/** Keeps what a kubelet has reported of its node before it falls silent. */
export function silence(name: string, { lister, memory }: ComponentContext): void {
  const node = lister.get("nodes", "", name) as Node | undefined;
  if (nodeReady(node ?? { apiVersion: "v1", kind: "Node", metadata: {}, spec: {} })?.status !== "Unknown")
    memory.set(conditionsKey(name), (node?.status?.conditions ?? []) as unknown as Json);
}

/** An event of a node that its kubelet tells: the name stands for the uid. */
export function tell(name: string, type: "Normal" | "Warning", reason: string, message: string, context: ComponentContext): void {
  const node = context.lister.get("nodes", "", name);
  if (node !== undefined) recordOnNode(node, { component: "kubelet", type, reason, message }, context);
}

/** What a kubelet says when its process begins; a new boot id tells that the whole machine has. pkg/kubelet/kubelet_node_status.go, 1.20 */
export function tellStart(name: string, bootId: string | undefined, context: ComponentContext): void {
  tell(name, "Normal", "Starting", "Starting kubelet.", context);
  for (const reason of ["NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"])
    tell(name, "Normal", reason, `Node ${name} status is now: ${reason}`, context);
  if (bootId !== undefined) tell(name, "Warning", "Rebooted", `Node ${name} has been rebooted, boot id: ${bootId}`, context);
  tell(name, "Normal", "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods", context);
}

/** A kubelet reports again: its node is as it was before, and it looks after its pods. */
export function returnToApi(name: string, context: ComponentContext, bootId?: string): void {
  const { memory, sim } = context;
  setFault(memory, name, undefined);
  postStatus(name, bootId, context);
  for (const pod of podsOn(name, context)) {
    if (pod.metadata.deletionTimestamp === undefined) writeStatus(pod, context);
    sim.scheduleIfSooner({ at: sim.now(), actor: "kubelet", name: "reconcile", key: objectKey(pod) });
  }
  bringTimersForward(podsOn(name, context), context);
  lookAtRules(context, name);
}

/** What came due while the kubelet was away is done now. */
function bringTimersForward(pods: readonly Pod[], { sim }: ComponentContext): void {
  for (const pod of pods) {
    for (const name of ["stopped", "remove", "step"]) {
      const pending = sim.pending("kubelet", name, objectKey(pod));
      if (pending !== undefined) sim.schedule({ ...pending, at: Math.min(pending.at, sim.now() + 1000) });
    }
  }
}

function postStatus(name: string, bootId: string | undefined, context: ComponentContext): void {
  const { lister, memory, sim, client } = context;
  const node = lister.get("nodes", "", name) as Node | undefined;
  if (node === undefined) return;
  const before = (memory.get(conditionsKey(name)) ?? []) as unknown as readonly NodeCondition[];
  const time = formatRfc3339(sim.now());
  const conditions = (node.status?.conditions ?? []).map((condition): NodeCondition => {
    const known = before.find(({ type }) => type === condition.type);
    if (condition.status !== "Unknown" || known === undefined) return condition;
    return { ...known, lastHeartbeatTime: time, lastTransitionTime: time };
  });
  const wasReady = nodeReady(node)?.status === "True";
  const nodeInfo = node.status?.nodeInfo;
  const status = { ...node.status, conditions, ...(bootId && nodeInfo ? { nodeInfo: { ...nodeInfo, bootID: bootId } } : {}) };
  try {
    client.updateStatus(NODES, { ...node, status });
  } catch (error) {
    if (!isReason(error, "NotFound")) throw error;
  }
  if (!wasReady && nodeReady({ ...node, status })?.status === "True")
    tell(name, "Normal", "NodeReady", `Node ${name} status is now: NodeReady`, context);
}

import type { Node, Taint } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Toleration } from "../../kinds/shared/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { PODS } from "../controller/resources.ts";
import { tolerationOf } from "../controller/tolerations.ts";

const ACTOR = "node-lifecycle";
const EVICT = "evict";
/**
 * Milliseconds that an eviction without delay takes. Not 0: a pod that its controller makes again on the same node would be evicted
 * for ever in one instant.
 */
const AT_ONCE_MS = 100;

/** Seconds that a pod may stay on a node with these NoExecute taints: 0 when one is not tolerated, Infinity when all are for ever. */
// pkg/controller/nodelifecycle/scheduler/taint_manager.go getMinTolerationTime, 1.20
export function toleratedSeconds(taints: readonly Taint[], tolerations: readonly Toleration[] | undefined): number {
  let shortest = Infinity;
  for (const taint of taints) {
    const toleration = tolerationOf(taint, tolerations);
    if (!toleration) return 0;
    if (toleration.tolerationSeconds !== undefined) shortest = Math.min(shortest, Math.max(0, toleration.tolerationSeconds));
  }
  return shortest;
}

/** Sets, moves or takes back the time at which a pod has to leave its node. */
// pkg/controller/nodelifecycle/scheduler/taint_manager.go processPodOnNode, 1.20
export function planEviction(pod: Pod, node: Node, context: ComponentContext): void {
  const key = objectKey(pod);
  const taints = (node.spec.taints ?? []).filter((taint) => taint.effect === "NoExecute");
  const seconds = taints.length === 0 ? Infinity : toleratedSeconds(taints, pod.spec.tolerations);
  const { sim } = context;
  const planned = sim.pending(ACTOR, EVICT, key);
  if (seconds === 0) {
    // A pod that is evicted already, or about to be, is not evicted again.
    if (pod.metadata.deletionTimestamp || (planned && planned.at <= sim.now() + AT_ONCE_MS)) return;
    cancelEviction(key, context);
    sim.schedule({ at: sim.now() + AT_ONCE_MS, actor: ACTOR, name: EVICT, key, data: sim.now() });
    return;
  }
  if (seconds === Infinity) {
    cancelEviction(key, context);
    return;
  }
  const since = typeof planned?.data === "number" ? planned.data : sim.now();
  const at = since + seconds * 1000;
  if (planned && at < sim.now() + seconds * 1000) return;
  if (planned) cancelEviction(key, context);
  sim.schedule({ at, actor: ACTOR, name: EVICT, key, data: since });
}

/** Takes an eviction back and says so, when there was one. */
export function cancelEviction(key: string, context: ComponentContext): void {
  if (!context.sim.pending(ACTOR, EVICT, key)) return;
  context.sim.cancel(ACTOR, EVICT, key);
  record(key, `Cancelling deletion of Pod ${key}`, context);
}

/** Deletes a pod that has been on a tainted node for too long; with its grace period, which only a kubelet can end. */
export function evict(key: string, context: ComponentContext): void {
  const { namespace, name } = splitKey(key);
  record(key, `Marking for deletion Pod ${key}`, context);
  try {
    context.client.delete(PODS.in(namespace), name);
  } catch (error) {
    if (!isReason(error, "NotFound")) throw error;
  }
}

function record(key: string, message: string, context: ComponentContext): void {
  const { namespace, name } = splitKey(key);
  // The taint manager knows the pod by name alone; its events carry no uid.
  const pod: KubeObject = { apiVersion: "", kind: "Pod", metadata: { namespace, name } };
  const source = { component: context.release.value("taintEvictionEventSource") };
  context.events.record(pod, "Normal", "TaintManagerEviction", message, { source });
}

import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Pod, PodCondition } from "../../kinds/core/pod/types.ts";

/** True while a pod has neither ended nor begun to be deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodFinished(pod) && !pod.metadata.deletionTimestamp;
}

/** True when no container of the pod will run again. */
export function isPodFinished(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase === "Succeeded" || phase === "Failed";
}

/** The pod's Ready condition. */
export function readyCondition(pod: Pod): PodCondition | undefined {
  // No function for each pod: this is asked of every pod of a set in every pass.
  for (const condition of pod.status?.conditions ?? []) if (condition.type === "Ready") return condition;
  return undefined;
}

/** Whether a pod's Ready condition is True. */
export function isPodReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === "True";
}

/**
 * Virtual time in ms at which a ready pod is, or becomes, available: ready for `minReadySeconds`. Undefined for a pod that is not ready.
 */
// pkg/api/v1/pod/util.go IsPodAvailable, 1.20
export function availableAt(pod: Pod, minReadySeconds: number): number | undefined {
  const condition = readyCondition(pod);
  if (condition?.status !== "True") return undefined;
  if (minReadySeconds === 0) return -Infinity;
  const since = condition.lastTransitionTime ? parseRfc3339(condition.lastTransitionTime) : undefined;
  return since === undefined ? undefined : since + minReadySeconds * 1000;
}

/** Whether a pod has been ready for at least `minReadySeconds` at `now`. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const at = availableAt(pod, minReadySeconds);
  return at !== undefined && at <= now;
}

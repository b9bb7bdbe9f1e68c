import type { Draft, RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { qosClass } from "./qos.ts";
import type { Pod } from "./types.ts";

/** A new pod is Pending, whatever its creator says, and has its quality of service computed. */
// pkg/registry/core/pod/strategy.go PrepareForCreate, 1.20
export function preparePodForCreate(object: Draft): void {
  (object as Pod).status = { phase: "Pending", qosClass: qosClass((object as Pod).spec) };
}

/**
 * Seconds between the request to delete a pod and its end: what was asked for, else the pod's own. A pod without a node
 * and one that has finished go at once.
 */
// pkg/registry/core/pod/strategy.go CheckGracefulDelete, 1.20
export function podGracePeriod(object: KubeObject, requested: number | undefined, context: RequestContext): number {
  const { spec, status } = object as Pod;
  if (!spec.nodeName || status?.phase === "Failed" || status?.phase === "Succeeded") return 0;
  const seconds = requested ?? spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 && context.release.has("negativeGraceIsOne") ? 1 : Math.max(seconds, 0);
}

import { compareBytewise } from "../../base/bytewise.ts";
import type { DaemonSet } from "../../kinds/apps/daemonset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { claimObjects } from "../controller/claim.ts";
import { DAEMON_SETS, PODS } from "../controller/resources.ts";
import { targetNodeName } from "./pod-template.ts";

/** A daemon set's pods by the node that they run on or are meant for; terminating and ended ones included. */
export type PodsByNode = ReadonlyMap<string, readonly Pod[]>;

/** The pods of a daemon set, after adopting and releasing. */
// pkg/controller/daemon/daemon_controller.go getNodesToDaemonPods, 1.20
export function podsByNode(set: DaemonSet, context: ComponentContext): PodsByNode {
  const pods = claimObjects<Pod>({ owner: set, ownerResource: DAEMON_SETS, selector: set.spec.selector, resource: PODS }, context);
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = targetNodeName(pod);
    if (node === undefined) continue;
    const others = byNode.get(node);
    if (others) others.push(pod);
    else byNode.set(node, [pod]);
  }
  return byNode;
}

/** Placed pods first, then the oldest, then by name: the first is the one that counts. */
export function compareSeniority(left: Pod, right: Pod): number {
  const placed = Number(Boolean(right.spec.nodeName)) - Number(Boolean(left.spec.nodeName));
  if (placed !== 0) return placed;
  const byTime = compareBytewise(left.metadata.creationTimestamp ?? "", right.metadata.creationTimestamp ?? "");
  return byTime || compareBytewise(left.metadata.name ?? "", right.metadata.name ?? "");
}

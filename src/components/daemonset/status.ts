import type { DaemonSet, DaemonSetStatus } from "../../kinds/apps/daemonset/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { isPodAvailable, isPodReady } from "../controller/pod-state.ts";
import { compareSeniority } from "./daemon-pods.ts";
import type { PodsByNode } from "./daemon-pods.ts";
import { placementOn } from "./placement.ts";
import { isPodUpdated } from "./pod-template.ts";

/** A daemon set's status: of each eligible node its oldest pod counts. Zero optional counts are left out, as the API does. */
// pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus, 1.20
export function daemonSetStatus(set: DaemonSet, nodes: readonly Node[], pods: PodsByNode, hash: string, now: number): DaemonSetStatus {
  let [desired, current, misscheduled, ready, updated, available] = [0, 0, 0, 0, 0, 0];
  for (const node of nodes) {
    const here = pods.get(node.metadata.name ?? "") ?? [];
    if (!placementOn(node, set).shouldRun) {
      if (here.length > 0) misscheduled++;
      continue;
    }
    desired++;
    const [pod] = [...here].sort(compareSeniority);
    if (!pod) continue;
    current++;
    if (isPodReady(pod)) ready++;
    if (isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)) available++;
    if (isPodUpdated(pod, hash)) updated++;
  }
  const { collisionCount, conditions } = set.status ?? {};
  return {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...(set.metadata.generation ? { observedGeneration: set.metadata.generation } : {}),
    ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(desired > available ? { numberUnavailable: desired - available } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions ? { conditions } : {}),
  };
}

import type { EndpointSubset } from "../../kinds/core/endpoints/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { readyCondition } from "../controller/pod-state.ts";

/**
 * When the change happened that makes new subsets differ from the old ones: the earliest Ready transition among pods that came or
 * changed sides. Undefined when pods only left or something else changed.
 */
// pkg/controller/util/endpoint/trigger_time_tracker.go, 1.20
export function lastChangeTriggerTime(
  before: readonly EndpointSubset[],
  after: readonly EndpointSubset[],
  pods: readonly Pod[],
): string | undefined {
  const sidesBefore = sidesOf(before);
  const sidesAfter = sidesOf(after);
  let earliest: string | undefined;
  for (const pod of pods) {
    const uid = pod.metadata.uid ?? "";
    const side = sidesAfter.get(uid);
    if (side === undefined || side === sidesBefore.get(uid)) continue;
    const time = readyCondition(pod)?.lastTransitionTime;
    if (time && (earliest === undefined || time < earliest)) earliest = time;
  }
  return earliest;
}

function sidesOf(subsets: readonly EndpointSubset[]): Map<string, "ready" | "notReady"> {
  const sides = new Map<string, "ready" | "notReady">();
  for (const { addresses, notReadyAddresses } of subsets) {
    for (const { targetRef } of notReadyAddresses ?? []) sides.set(targetRef?.uid ?? "", "notReady");
    for (const { targetRef } of addresses ?? []) sides.set(targetRef?.uid ?? "", "ready");
  }
  return sides;
}

import { milliValue, parseQuantity, wholeValue } from "../machinery/quantity.ts";
import type { Node } from "../kinds/core/node/types.ts";
import { usageOf } from "./usage.ts";
import type { ContainerView } from "./view.ts";
import { workDone } from "./work.ts";

const MEBIBYTE = 1024 * 1024;
/** CPU ms that a process takes to start, in its first second. facts/images.md 4 */
const START_COST_MS = 20;
const START_MS = 1000;
/** A server that has answered so many requests keeps some more memory. facts/images.md 4 */
const WARM_REQUESTS = 1000;
const WARM_BYTES = MEBIBYTE;

/** CPU ms that the container's process may take in a second: its limit, and at most its whole node. */
export function cpuCeiling({ container, pod, lister }: Pick<ContainerView, "container" | "lister" | "pod">): number {
  const limit = container.resources?.limits?.["cpu"];
  const node = lister.get("nodes", "", pod.spec.nodeName ?? "") as Node | undefined;
  const capacity = node?.status?.capacity?.["cpu"];
  return Math.min(
    limit === undefined ? Number.POSITIVE_INFINITY : milliValue(parseQuantity(limit)),
    capacity === undefined ? Number.POSITIVE_INFINITY : milliValue(parseQuantity(capacity)),
  );
}

/** CPU ms that the container's process took between two moments. */
export function cpuTaken(view: ContainerView, from: number, to: number): number {
  if (to <= view.startedAt) return 0;
  const ceiling = cpuCeiling(view);
  const idle = Math.min(usageOf(view).cpuMillis, ceiling);
  const until = (at: number): number => {
    const age = at - view.startedAt;
    if (age <= 0) return 0;
    return (idle * age) / 1000 + START_COST_MS * Math.min(1, age / START_MS) + workDone(view, at, ceiling - idle, view.memory).work;
  };
  return until(to) - until(from);
}

/** Bytes of memory that the container's process held at a moment. */
export function memoryHeld(view: ContainerView, at: number): number {
  const { memoryBytes, reachedAfterMs } = usageOf({ ...view, now: at });
  const age = at - view.startedAt;
  if (age <= 0) return 0;
  const limit = view.container.resources?.limits?.["memory"];
  const most = limit === undefined ? Number.MAX_SAFE_INTEGER : wholeValue(parseQuantity(limit));
  const warm = workDone(view, at, Number.POSITIVE_INFINITY, view.memory).requests >= WARM_REQUESTS ? WARM_BYTES : 0;
  const reached = Math.min(memoryBytes, most) * (reachedAfterMs > 0 ? Math.min(1, age / reachedAfterMs) : 1);
  return Math.min(most, Math.floor(reached) + warm);
}

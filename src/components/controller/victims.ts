import { compareBytewise } from "../../base/bytewise.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import { isPodActive, isPodReady, readyCondition } from "./pod-state.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";

/** How this version chooses which pods go first. */
export interface VictimRules {
  /** The pod-deletion-cost annotation counts. */
  deletionCost: boolean;
  /** Ages are compared by their power of two. */
  logarithmicAges: boolean;
  /** Virtual now in ms. */
  now: number;
}

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const NANOSECONDS_PER_MS = 1e6;

/** Number of active pods among `related` on each node: those crowd each other out. */
export function crowding(related: readonly Pod[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec.nodeName;
    if (node && isPodActive(pod)) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

/**
 * Orders pods by who is deleted first (negative: the first argument): unassigned, pending, not ready, cheap, crowded, shortly ready,
 * often restarted, new. 0 for pods between which a real controller decides by chance.
 */
// pkg/controller/controller_utils.go ActivePodsWithRanks, 1.20; 1.22 adds cost and logarithmic ages
export function compareVictims(a: Pod, b: Pod, crowds: ReadonlyMap<string, number>, rules: VictimRules): number {
  const assigned = Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName));
  if (assigned !== 0) return assigned;
  const phase = phaseOrder(a) - phaseOrder(b);
  if (phase !== 0) return phase;
  const ready = Number(isPodReady(a)) - Number(isPodReady(b));
  if (ready !== 0) return ready;
  if (rules.deletionCost) {
    const cost = deletionCost(a) - deletionCost(b);
    if (cost !== 0) return cost;
  }
  const crowd = (crowds.get(b.spec.nodeName ?? "") ?? 0) - (crowds.get(a.spec.nodeName ?? "") ?? 0);
  if (crowd !== 0) return crowd;
  return compareAges(a, b, rules);
}

function compareAges(a: Pod, b: Pod, rules: VictimRules): number {
  if (isPodReady(a) && isPodReady(b)) {
    const byReadyTime = compareTimes(a, b, readyCondition(a)?.lastTransitionTime, readyCondition(b)?.lastTransitionTime, rules);
    if (byReadyTime !== 0) return byReadyTime;
  }
  const restarts = maxRestarts(b) - maxRestarts(a);
  if (restarts !== 0) return restarts;
  return compareTimes(a, b, a.metadata.creationTimestamp, b.metadata.creationTimestamp, rules);
}

/** The younger first; a missing time counts as youngest. */
function compareTimes(a: Pod, b: Pod, aText: string | null | undefined, bText: string | null | undefined, rules: VictimRules): number {
  if (aText === bText) return 0;
  const aTime = aText ? parseRfc3339(aText) : undefined;
  const bTime = bText ? parseRfc3339(bText) : undefined;
  if (aTime === bTime) return 0;
  if (aTime === undefined) return -1;
  if (bTime === undefined) return 1;
  if (!rules.logarithmicAges) return bTime - aTime;
  return ageRank(aTime, rules.now) - ageRank(bTime, rules.now) || compareBytewise(a.metadata.uid ?? "", b.metadata.uid ?? "");
}

function ageRank(time: number, now: number): number {
  return now > time ? Math.floor(Math.log2((now - time) * NANOSECONDS_PER_MS)) : -1;
}

function phaseOrder(pod: Pod): number {
  return PHASE_ORDER[pod.status?.phase ?? ""] ?? 0;
}

function maxRestarts(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce((most, container) => Math.max(most, container.restartCount), 0);
}

function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.["controller.kubernetes.io/pod-deletion-cost"] ?? "";
  return /^(?:0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
}

/**
 * The first `count` pods in that order. Where the cut goes through a group of equals, `choose` names each one that goes.
 */
export function chooseVictims(
  pods: readonly Pod[],
  count: number,
  compare: (a: Pod, b: Pod) => number,
  choose: (names: string[]) => string,
): Pod[] {
  if (count >= pods.length) return [...pods];
  const sorted = [...pods].sort(compare);
  const last = sorted[count - 1];
  const next = sorted[count];
  if (!last || !next || compare(last, next) !== 0) return sorted.slice(0, count);
  const victims = sorted.filter((pod) => compare(pod, last) < 0);
  const equals = sorted.filter((pod) => compare(pod, last) === 0);
  while (victims.length < count) {
    const name = choose(equals.map((pod) => pod.metadata.name ?? ""));
    const at = Math.max(
      0,
      equals.findIndex((pod) => pod.metadata.name === name),
    );
    victims.push(...equals.splice(at, 1));
  }
  return victims;
}

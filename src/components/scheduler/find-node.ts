import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { cacheOf } from "./cache.ts";
import { FITS, type Attempt, type Reasons } from "./framework.ts";
import type { NodeInfo } from "./node-info.ts";
import { profileOf } from "./profile.ts";
import { podRequests } from "./requests.ts";

/** Why a node was refused. `unresolvable`: no eviction would help. */
export interface Refusal {
  readonly node: NodeInfo;
  readonly reasons: Reasons;
  readonly unresolvable: boolean;
}

/** Where a pod goes, or why it goes nowhere. */
export type Outcome =
  | { readonly node: NodeInfo }
  | { readonly podReason?: string; readonly refusals: readonly Refusal[]; readonly nodeCount: number };

/** Everything that one attempt to place this pod needs. */
export function createAttempt(pod: Pod, context: ComponentContext): Attempt {
  const cache = cacheOf(context);
  return { pod, requests: podRequests(pod), context, cache, nodes: cache.nodes() };
}

/** Filters, scores and chooses. pkg/scheduler/core/generic_scheduler.go, 1.20 */
export function findNode(attempt: Attempt): Outcome {
  const { nodes, context } = attempt;
  const { filters } = profileOf(context.release);
  for (const plugin of filters) {
    const podReason = plugin.preFilter?.(attempt);
    if (podReason !== undefined) return { podReason, refusals: [], nodeCount: nodes.length };
  }
  const { feasible, refusals } = filterNodes(attempt);
  if (feasible.length === 0) return { refusals, nodeCount: nodes.length };
  return { node: feasible.length === 1 ? (feasible[0] as NodeInfo) : chooseBest(attempt, feasible) };
}

function filterNodes(attempt: Attempt): { feasible: NodeInfo[]; refusals: Refusal[] } {
  const { nodes, cache } = attempt;
  const active = profileOf(attempt.context.release).filters.flatMap((plugin) => {
    const test = plugin.filter(attempt);
    return test === undefined ? [] : [{ test, unresolvable: plugin.unresolvable ?? false }];
  });
  const enough = nodesToFind(nodes.length);
  const feasible: NodeInfo[] = [];
  const refusals: Refusal[] = [];
  const start = enough < nodes.length ? cache.nextStart % nodes.length : 0;
  let visited = 0;
  for (; visited < nodes.length && feasible.length < enough; visited++) {
    const node = nodes[(start + visited) % nodes.length] as NodeInfo;
    const refusal = refuse(node, active);
    if (refusal === undefined) feasible.push(node);
    else refusals.push(refusal);
  }
  cache.nextStart = start + visited;
  return { feasible, refusals };
}

function refuse(node: NodeInfo, tests: readonly { test: (node: NodeInfo) => Reasons; unresolvable: boolean }[]): Refusal | undefined {
  for (const { test, unresolvable } of tests) {
    const reasons = test(node);
    if (reasons !== FITS && reasons.length > 0) return { node, reasons, unresolvable };
  }
  return undefined;
}

/** In a large cluster the search stops when it has found this many nodes. */
function nodesToFind(count: number): number {
  if (count < 100) return count;
  const percent = Math.max(5, Math.trunc(50 - count / 125));
  return Math.max(100, Math.trunc((count * percent) / 100));
}

function chooseBest(attempt: Attempt, feasible: readonly NodeInfo[]): NodeInfo {
  const totals = new Float64Array(feasible.length);
  for (const { plugin, weight } of profileOf(attempt.context.release).scores) {
    const scores = plugin.score(attempt, feasible);
    if (scores === undefined) continue;
    for (let index = 0; index < totals.length; index++) totals[index] = (totals[index] ?? 0) + weight * (scores[index] ?? 0);
  }
  const most = Math.max(...totals);
  const best = feasible.filter((_, index) => totals[index] === most);
  if (best.length === 1) return best[0] as NodeInfo;
  const chosen = attempt.context.sim.draw(`node/${objectKey(attempt.pod)}`, (random) => reservoir(best, random.int).name);
  // A tape can only choose among equally good nodes: anything else on it is a fault of the transcript.
  return best.find(({ name }) => name === chosen) ?? (best[0] as NodeInfo);
}

/** The k-th equal candidate replaces the choice with probability 1/k. */
function reservoir(candidates: readonly NodeInfo[], int: (bound: number) => number): NodeInfo {
  let chosen = candidates[0] as NodeInfo;
  for (let index = 1; index < candidates.length; index++) if (int(index + 1) === 0) chosen = candidates[index] as NodeInfo;
  return chosen;
}

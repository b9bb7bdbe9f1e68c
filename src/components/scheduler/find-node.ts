import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { cacheOf } from "./cache.ts";
import { findingsFor, type Findings, type Refusal } from "./findings.ts";
import type { Attempt } from "./framework.ts";
import type { NodeInfo } from "./node-info.ts";
import { profileOf } from "./profile.ts";
import { podRequests } from "./requests.ts";

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
  const findings = findingsFor(attempt);
  const { feasible, refusals } = filterNodes(attempt, findings);
  if (feasible.length === 0) return { refusals, nodeCount: nodes.length };
  return { node: feasible.length === 1 ? (feasible[0] as NodeInfo) : chooseBest(attempt, findings, feasible) };
}

function filterNodes({ nodes, cache }: Attempt, findings: Findings): { feasible: NodeInfo[]; refusals: Refusal[] } {
  const enough = nodesToFind(nodes.length);
  const feasible: NodeInfo[] = [];
  const refusals: Refusal[] = [];
  const start = enough < nodes.length ? cache.nextStart % nodes.length : 0;
  let visited = 0;
  for (; visited < nodes.length && feasible.length < enough; visited++) {
    const node = nodes[(start + visited) % nodes.length] as NodeInfo;
    const refusal = findings.refusal(node);
    if (refusal === undefined) feasible.push(node);
    else refusals.push(refusal);
  }
  cache.nextStart = start + visited;
  return { feasible, refusals };
}

/** In a large cluster the search stops when it has found this many nodes. */
function nodesToFind(count: number): number {
  if (count < 100) return count;
  const percent = Math.max(5, Math.trunc(50 - count / 125));
  return Math.max(100, Math.trunc((count * percent) / 100));
}

function chooseBest(attempt: Attempt, findings: Findings, feasible: readonly NodeInfo[]): NodeInfo {
  const stream = `node/${objectKey(attempt.pod)}`;
  // What else a node carries, its history knows: any node that passes the filters may have been the best one where a tape says so.
  const shown = attempt.context.sim.pinned(stream);
  const told = shown === undefined ? undefined : feasible.find(({ name }) => name === shown);
  if (told !== undefined) return told;
  const best = withMost(feasible, findings.totals(attempt, feasible));
  if (best.length === 1) return best[0] as NodeInfo;
  const chosen = attempt.context.sim.draw(stream, (random) => reservoir(best, random.int).name);
  return best.find(({ name }) => name === chosen) ?? (best[0] as NodeInfo);
}

function withMost(nodes: readonly NodeInfo[], totals: Float64Array): NodeInfo[] {
  let most = -Infinity;
  for (const total of totals) if (total > most) most = total;
  const best: NodeInfo[] = [];
  for (let index = 0; index < nodes.length; index++) if (totals[index] === most) best.push(nodes[index] as NodeInfo);
  return best;
}

/** The k-th equal candidate replaces the choice with probability 1/k. */
function reservoir(candidates: readonly NodeInfo[], int: (bound: number) => number): NodeInfo {
  let chosen = candidates[0] as NodeInfo;
  for (let index = 1; index < candidates.length; index++) if (int(index + 1) === 0) chosen = candidates[index] as NodeInfo;
  return chosen;
}

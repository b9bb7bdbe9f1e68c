import type { ComponentContext } from "../../machinery/component.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { createAttempt } from "./find-node.ts";
import { FITS, type Reasons } from "./framework.ts";
import type { NodeInfo } from "./node-info.ts";
import { profileOf } from "./profile.ts";

/** What the scheduler would find for a pod, with all that it weighs. */
export interface PlacementExplanation {
  /** Why no node at all can take the pod, found before nodes are looked at. */
  readonly podReason?: string;
  readonly refused: readonly RefusedNode[];
  /** Nodes that can take it, best first. */
  readonly candidates: readonly ScoredNode[];
}

/** A node that a filter refused. Amounts are those of resources that are short, in the resource's own unit (millicores for cpu). */
export interface RefusedNode {
  readonly node: string;
  readonly plugin: string;
  readonly reasons: Reasons;
  readonly short: readonly { readonly resource: string; readonly asked: number; readonly free: number }[];
}

/** A node that passed all filters, with its weighted score and what each plugin gave (0 to 100, before its weight). */
export interface ScoredNode {
  readonly node: string;
  readonly score: number;
  readonly plugins: readonly { readonly plugin: string; readonly weight: number; readonly score: number }[];
}

/** Runs all filters and scores for a pod without choosing. The lister of `context` may show the past: nothing is written or drawn. */
export function explainPlacement(pod: Pod, context: ComponentContext): PlacementExplanation {
  const attempt = createAttempt(pod, context);
  const { filters, scores } = profileOf(context.release);
  for (const plugin of filters) {
    const podReason = plugin.preFilter?.(attempt);
    if (podReason !== undefined) return { podReason, refused: [], candidates: [] };
  }
  const tests = filters.flatMap(({ name, filter }) => {
    const test = filter(attempt);
    return test === undefined ? [] : [{ name, test }];
  });
  const refused: RefusedNode[] = [];
  const feasible: NodeInfo[] = [];
  for (const info of attempt.nodes) {
    const refusal = tests
      .map(({ name, test }) => ({ plugin: name, reasons: test(info) }))
      .find(({ reasons }) => reasons !== FITS && reasons.length > 0);
    if (refusal === undefined) feasible.push(info);
    else refused.push({ node: info.name, ...refusal, short: shortages(info, attempt.requests.real) });
  }
  const given = scores.flatMap(({ plugin, weight }) => {
    const found = feasible.length > 1 ? plugin.score(attempt, feasible) : undefined;
    return found === undefined ? [] : [{ plugin: plugin.name, weight, found }];
  });
  const candidates = feasible.map(({ name }, index) => {
    const plugins = given.map(({ plugin, weight, found }) => ({ plugin, weight, score: found[index] ?? 0 }));
    return { node: name, score: plugins.reduce((sum, { weight, score }) => sum + weight * score, 0), plugins };
  });
  return { refused, candidates: candidates.sort((left, right) => right.score - left.score) };
}

function shortages({ allocatable, requested }: NodeInfo, wanted: Readonly<Record<string, number>>): RefusedNode["short"] {
  return Object.entries(wanted).flatMap(([resource, asked]) => {
    const free = (allocatable[resource] ?? 0) - (requested[resource] ?? 0);
    return asked > free ? [{ resource, asked, free }] : [];
  });
}

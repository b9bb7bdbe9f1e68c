import type { ComponentContext } from "../../machinery/component.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { SchedulerCache } from "./cache.ts";
import type { NodeInfo } from "./node-info.ts";
import type { PodRequests } from "./requests.ts";

/** One attempt to place one pod. */
export interface Attempt {
  readonly pod: Pod;
  readonly requests: PodRequests;
  readonly context: ComponentContext;
  readonly cache: SchedulerCache;
  /** All nodes of the cluster. */
  readonly nodes: readonly NodeInfo[];
}

/** Why a node cannot take the pod; several when a plugin says so. Empty: it can. */
export type Reasons = readonly string[];
export const FITS: Reasons = [];

export interface FilterPlugin {
  readonly name: string;
  /** Whether evicting pods could never help (for preemption and its message). */
  readonly unresolvable?: boolean;
  /** A reason why no node at all can take the pod, found before nodes are looked at. */
  preFilter?(attempt: Attempt): string | undefined;
  /** Makes what the filter needs once for each attempt; undefined when the plugin has nothing to say about this pod. */
  filter(attempt: Attempt): ((node: NodeInfo) => Reasons) | undefined;
}

export interface ScorePlugin {
  readonly name: string;
  /** Scores of 0 to 100 for each node, or undefined when all are equal for this pod. */
  score(attempt: Attempt, nodes: readonly NodeInfo[]): readonly number[] | undefined;
  /** The two steps of a score that rests on what each node is by itself. */
  readonly counted?: Counted;
}

/** A score that first counts something on each node, by that node and the pod alone, and then compares. */
export interface Counted {
  /** Makes the counter for a pod; undefined when all nodes are equal for it. */
  count(attempt: Attempt): ((node: NodeInfo) => number) | undefined;
  /** What was counted as scores; undefined when all are equal. */
  scale(counts: readonly number[], nodes: readonly NodeInfo[], attempt: Attempt): readonly number[] | undefined;
}

/** The plugin of a counted score. */
export function counting(name: string, counted: Counted): ScorePlugin {
  return {
    name,
    counted,
    score(attempt, nodes) {
      const count = counted.count(attempt);
      return count && counted.scale(nodes.map(count), nodes, attempt);
    },
  };
}

import type { TopologySpreadConstraint } from "../../../kinds/core/pod/types.ts";
import { counting, FITS, type Attempt, type FilterPlugin, type ScorePlugin } from "../framework.ts";
import { matchesSelector } from "../match.ts";
import type { NodeInfo } from "../node-info.ts";
import { nodeAffinity } from "./node-affinity.ts";
import { countMatching, countOwners } from "./selector-spread.ts";

const HOSTNAME = "kubernetes.io/hostname";
const NO_MATCH = ["node(s) didn't match pod topology spread constraints"];
const NO_LABEL = ["node(s) didn't match pod topology spread constraints (missing required label)"];

interface Constraint {
  maxSkew: number;
  topologyKey: string;
  minDomains: number;
  matches(labels: Readonly<Record<string, string>>): boolean;
}

/** Hard constraints. plugins/podtopologyspread/filtering.go, 1.20 */
export const topologySpreadFilter: FilterPlugin = {
  name: "PodTopologySpread",
  filter(attempt) {
    const constraints = constraintsOf(attempt, "DoNotSchedule");
    if (constraints.length === 0) return undefined;
    const eligible = attempt.nodes
      .filter(mayEverTake(attempt))
      .filter((info) => constraints.every(({ topologyKey }) => labelOf(info, topologyKey) !== undefined));
    const counts = constraints.map((constraint) => countDomains(attempt, constraint, eligible));
    return (info) => {
      for (const [index, constraint] of constraints.entries()) {
        const domain = labelOf(info, constraint.topologyKey);
        if (domain === undefined) return NO_LABEL;
        const domains = counts[index] ?? new Map<string, number>();
        const least = domains.size < constraint.minDomains ? 0 : Math.min(...domains.values());
        const self = constraint.matches(attempt.pod.metadata.labels ?? {}) ? 1 : 0;
        if ((domains.get(domain) ?? 0) + self - least > constraint.maxSkew) return NO_MATCH;
      }
      return FITS;
    };
  },
};

/** Soft constraints of the pod. plugins/podtopologyspread/scoring.go, 1.20 */
export const topologySpreadScore: ScorePlugin = {
  name: "PodTopologySpread",
  score(attempt, nodes) {
    const constraints = constraintsOf(attempt, "ScheduleAnyway");
    if (constraints.length === 0) return undefined;
    const namespace = attempt.pod.metadata.namespace ?? "";
    const spread = constraints.map((constraint) => ({
      ...constraint,
      counts: nodes.map((info) => countMatching(info, namespace, constraint.matches)),
    }));
    return spreadScores(spread, nodes, true);
  },
};

/** The cluster's own constraints, for pods that state none. plugins/podtopologyspread/plugin.go systemDefaultConstraints, 1.20 */
export const defaultSpread = counting("DefaultSpread", {
  count: countOwners,
  scale(counts, nodes, { context }) {
    const constraints = [
      { topologyKey: HOSTNAME, maxSkew: 3, counts },
      { topologyKey: "topology.kubernetes.io/zone", maxSkew: 5, counts },
    ];
    return spreadScores(constraints, nodes, context.release.has("schedulerSpreadNeedsAllKeys"));
  },
});

/** A constraint with the pods that count for it on each node. */
interface Spread {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly counts: readonly number[];
}

function spreadScores(constraints: readonly Spread[], nodes: readonly NodeInfo[], needsAllKeys: boolean): number[] {
  const ignored = nodes.map((info) => needsAllKeys && constraints.some(({ topologyKey }) => labelOf(info, topologyKey) === undefined));
  const considered = ignored.reduce((sum, isIgnored) => (isIgnored ? sum : sum + 1), 0);
  const domains = constraints.map((constraint) =>
    constraint.topologyKey === HOSTNAME ? undefined : sumDomains(constraint, nodes, ignored),
  );
  const weights = constraints.map((_, index) => Math.log((domains[index]?.size ?? considered) + 2));
  const raw = nodes.map((info, at) => {
    if (ignored[at]) return undefined;
    let score = 0;
    constraints.forEach(({ topologyKey, maxSkew, counts }, index) => {
      const domain = labelOf(info, topologyKey);
      if (domain === undefined) return;
      const count = domains[index] ? (domains[index].get(domain) ?? 0) : (counts[at] ?? 0);
      score += count * (weights[index] ?? 0) + maxSkew - 1;
    });
    return Math.trunc(score);
  });
  const known = raw.filter((score) => score !== undefined);
  const most = Math.max(0, ...known);
  const least = Math.min(...known);
  return raw.map((score) => {
    if (score === undefined) return 0;
    return most === 0 ? 100 : Math.floor((100 * (most + least - score)) / most);
  });
}

function sumDomains({ topologyKey, counts }: Spread, nodes: readonly NodeInfo[], ignored: readonly boolean[]): Map<string, number> {
  const sums = new Map<string, number>();
  nodes.forEach((info, at) => {
    const domain = labelOf(info, topologyKey);
    if (domain !== undefined && !ignored[at]) sums.set(domain, (sums.get(domain) ?? 0) + (counts[at] ?? 0));
  });
  return sums;
}

function constraintsOf({ pod }: Attempt, when: TopologySpreadConstraint["whenUnsatisfiable"]): Constraint[] {
  return (pod.spec.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when)
    .map(({ maxSkew, topologyKey, minDomains = 1, labelSelector }) => ({
      maxSkew,
      topologyKey,
      minDomains,
      matches: (labels) => matchesSelector(labelSelector, labels),
    }));
}

function countDomains(attempt: Attempt, constraint: Constraint, nodes: readonly NodeInfo[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const info of nodes) {
    const domain = labelOf(info, constraint.topologyKey);
    if (domain === undefined) continue;
    counts.set(domain, (counts.get(domain) ?? 0) + countMatching(info, attempt.pod.metadata.namespace ?? "", constraint.matches));
  }
  return counts;
}

function mayEverTake(attempt: Attempt): (info: NodeInfo) => boolean {
  const filter = nodeAffinity.filter(attempt);
  return (info) => filter === undefined || filter(info).length === 0;
}

function labelOf({ node }: NodeInfo, key: string): string | undefined {
  return node.metadata.labels?.[key];
}

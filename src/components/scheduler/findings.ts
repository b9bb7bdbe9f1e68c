import type { Pod } from "../../kinds/core/pod/types.ts";
import type { SchedulerCache } from "./cache.ts";
import { FITS, type Attempt, type Reasons } from "./framework.ts";
import { groupKey, type NodeInfo } from "./node-info.ts";
import { profileOf } from "./profile.ts";

/** Why a node was refused. `unresolvable`: no eviction would help. */
export interface Refusal {
  readonly node: NodeInfo;
  readonly reasons: Reasons;
  readonly unresolvable: boolean;
}

/** What filters and scores make of nodes for one pod, or for pods that are alike: what a node was found to be holds until it changes. */
export interface Findings {
  /** Why a node cannot take the pod; undefined when it can. */
  refusal(node: NodeInfo): Refusal | undefined;
  /** The weighted sum of all scores, by node. */
  totals(attempt: Attempt, feasible: readonly NodeInfo[]): Float64Array;
}

interface Finding {
  readonly version: number;
  readonly refusal: Refusal | undefined;
}

/** What each scoring plug-in that counts by node has counted, node by node. Of a thousand placements in a row, each changes one node. */
interface Columns {
  readonly nodes: readonly NodeInfo[];
  readonly versions: number[];
  /** By plug-in, then by node. */
  readonly counts: readonly number[][];
}

interface Remembered {
  readonly spec: Pod["spec"];
  readonly group: string;
  readonly nodes: readonly NodeInfo[];
  readonly nodesVersion: number;
  readonly selectorsVersion: number;
  readonly findings: Findings;
}

const remembered = new WeakMap<SchedulerCache, Remembered>();

/** The findings for a pod. Those for the pods of one template, which come one after the other, are remembered. */
export function findingsFor(attempt: Attempt): Findings {
  const { pod, cache, nodes } = attempt;
  if (!isPlain(attempt)) return createFindings(attempt);
  const last = remembered.get(cache);
  const isAlike =
    last !== undefined &&
    last.spec === pod.spec &&
    last.nodes === nodes &&
    last.nodesVersion === cache.nodesVersion &&
    last.selectorsVersion === cache.selectorsVersion &&
    last.group === groupKey(pod);
  if (isAlike) return last.findings;
  const findings = createFindings(attempt);
  const { nodesVersion, selectorsVersion } = cache;
  remembered.set(cache, { spec: pod.spec, group: groupKey(pod), nodes, nodesVersion, selectorsVersion, findings });
  return findings;
}

/** Whether for this pod every finding about a node rests on that node alone: no other pods and no volumes have a say. */
function isPlain({ pod: { spec }, nodes }: Attempt): boolean {
  if (spec.affinity !== undefined || (spec.topologySpreadConstraints ?? []).length > 0) return false;
  if (spec.volumes?.some((volume) => volume.persistentVolumeClaim !== undefined)) return false;
  for (const info of nodes) if (info.withAffinity.size > 0) return false;
  return true;
}

function createFindings(attempt: Attempt): Findings {
  const { filters, scores } = profileOf(attempt.context.release);
  const tests = filters.flatMap((plugin) => {
    const test = plugin.filter(attempt);
    return test === undefined ? [] : [{ test, unresolvable: plugin.unresolvable ?? false }];
  });
  const counters = scores.map(({ plugin }) => plugin.counted?.count(attempt));
  const known = new Map<NodeInfo, Finding>();

  function refuse(node: NodeInfo): Refusal | undefined {
    for (const { test, unresolvable } of tests) {
      const reasons = test(node);
      if (reasons !== FITS && reasons.length > 0) return { node, reasons, unresolvable };
    }
    return undefined;
  }

  function findingOf(node: NodeInfo): Finding {
    let finding = known.get(node);
    if (finding === undefined || finding.version !== node.version)
      known.set(node, (finding = { version: node.version, refusal: refuse(node) }));
    return finding;
  }

  let columns: Columns = { nodes: [], versions: [], counts: [] };

  /** What was counted on each of the nodes, as they are now. */
  function countsOf(nodes: readonly NodeInfo[]): readonly number[][] {
    if (!sameNodes(columns.nodes, nodes))
      columns = { nodes, versions: nodes.map(() => NaN), counts: counters.map(() => nodes.map(() => 0)) };
    const { versions, counts } = columns;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index] as NodeInfo;
      if (versions[index] === node.version) continue;
      versions[index] = node.version;
      for (let at = 0; at < counters.length; at++) (counts[at] as number[])[index] = counters[at]?.(node) ?? 0;
    }
    return counts;
  }

  return {
    refusal: (node) => findingOf(node).refusal,
    totals(present, feasible) {
      const totals = new Float64Array(feasible.length);
      const counts = countsOf(feasible);
      for (let at = 0; at < scores.length; at++) {
        const { plugin, weight } = scores[at] as (typeof scores)[number];
        const given = plugin.counted
          ? counters[at] && plugin.counted.scale(counts[at] as readonly number[], feasible, present)
          : plugin.score(present, feasible);
        if (given === undefined) continue;
        for (let index = 0; index < totals.length; index++) totals[index] = (totals[index] ?? 0) + weight * (given[index] ?? 0);
      }
      return totals;
    },
  };
}

function sameNodes(left: readonly NodeInfo[], right: readonly NodeInfo[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

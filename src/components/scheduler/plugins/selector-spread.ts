import type { LabelSelector } from "../../../kinds/shared/types.ts";
import type { Pod } from "../../../kinds/core/pod/types.ts";
import { type Attempt, counting } from "../framework.ts";
import { matchesMap, matchesSelector } from "../match.ts";
import { groupKey, type NodeInfo } from "../node-info.ts";

type Matcher = (labels: Readonly<Record<string, string>>) => boolean;

const remembered = new WeakMap<object, { version: number; byGroup: Map<string, Matcher | undefined> }>();

/**
 * Whether labels match all services, replication controllers, replica sets and stateful sets that the pod belongs to; undefined when
 * it belongs to none. pkg/scheduler/framework/plugins/helper/spread.go, 1.20
 */
function ownersMatcher({ pod, context, cache }: Attempt): Matcher | undefined {
  let memo = remembered.get(cache);
  if (memo === undefined || memo.version !== cache.selectorsVersion) {
    memo = { version: cache.selectorsVersion, byGroup: new Map() };
    remembered.set(cache, memo);
  }
  const group = groupKey(pod);
  if (!memo.byGroup.has(group))
    memo.byGroup.set(
      group,
      findMatcher(pod, (resource) => context.lister.list(resource, { namespace: pod.metadata.namespace ?? "" })),
    );
  return memo.byGroup.get(group);
}

function findMatcher(pod: Pod, list: (resource: string) => readonly { [field: string]: unknown }[]): Matcher | undefined {
  const labels = pod.metadata.labels ?? {};
  const matchers: Matcher[] = [];
  for (const resource of ["services", "replicationcontrollers"]) {
    for (const { spec } of list(resource)) {
      const selector = (spec as { selector?: Record<string, string> }).selector;
      if (selector && Object.keys(selector).length > 0 && matchesMap(selector, labels))
        matchers.push((other) => matchesMap(selector, other));
    }
  }
  for (const resource of ["replicasets.apps", "statefulsets.apps"]) {
    for (const { spec } of list(resource)) {
      const selector = (spec as { selector?: LabelSelector }).selector;
      if (selector && matchesSelector(selector, labels)) matchers.push((other) => matchesSelector(selector, other));
    }
  }
  return matchers.length === 0 ? undefined : (other) => matchers.every((matches) => matches(other));
}

/** Pods of a namespace on a node that match and are not being deleted. */
export function countMatching(info: NodeInfo, namespace: string, matches: Matcher): number {
  let count = 0;
  for (const group of info.groups.values()) if (group.namespace === namespace && matches(group.labels)) count += group.count;
  return count;
}

const ZONES = ["topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"];

/** Spreads the pods of one owner over nodes and, where nodes have zones, over zones. plugins/selectorspread, 1.19 */
export const selectorSpread = counting("SelectorSpread", {
  count: countOwners,
  scale(counts, nodes) {
    const mostInNode = Math.max(...counts);
    const inNode = (count: number): number => (mostInNode > 0 ? (100 * (mostInNode - count)) / mostInNode : 100);
    const zones = nodes.map(zoneOf);
    if (!zones.some((zone) => zone !== undefined)) return counts.map((count) => Math.trunc(inNode(count)));
    const perZone = new Map<string, number>();
    zones.forEach((zone, index) => zone !== undefined && perZone.set(zone, (perZone.get(zone) ?? 0) + (counts[index] ?? 0)));
    const mostInZone = Math.max(0, ...perZone.values());
    return counts.map((count, index) => {
      const zone = zones[index];
      const byNode = inNode(count);
      if (zone === undefined) return Math.trunc(byNode);
      const byZone = mostInZone > 0 ? (100 * (mostInZone - (perZone.get(zone) ?? 0))) / mostInZone : 100;
      return Math.trunc(byNode / 3 + (2 * byZone) / 3);
    });
  },
});

/** Counts the pods that share the pod's owners; undefined for a pod that says itself how it is spread, or has no owner. */
export function countOwners(attempt: Attempt): ((info: NodeInfo) => number) | undefined {
  if ((attempt.pod.spec.topologySpreadConstraints ?? []).length > 0) return undefined;
  const matches = ownersMatcher(attempt);
  const namespace = attempt.pod.metadata.namespace ?? "";
  return matches && ((info) => countMatching(info, namespace, matches));
}

function zoneOf({ node: { metadata } }: NodeInfo): string | undefined {
  for (const zone of ZONES) {
    const found = metadata.labels?.[zone];
    if (found !== undefined) return found;
  }
  return undefined;
}

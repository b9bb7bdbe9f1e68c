import { counting } from "../framework.ts";
import { matchesNodeTerm } from "../match.ts";
import { tolerates } from "./node-basics.ts";

/** Scales raw scores to 0..100 of the highest; all 0 stay 0. */
export function scaled(raw: readonly number[], reverse = false): number[] {
  const most = Math.max(0, ...raw);
  if (most === 0) return raw.map(() => (reverse ? 100 : 0));
  return raw.map((value) => {
    const score = Math.floor((100 * value) / most);
    return reverse ? 100 - score : score;
  });
}

/** Preferred node affinity. plugins/nodeaffinity, 1.20 */
export const preferredNodeAffinity = counting("NodeAffinity", {
  count({ pod }) {
    const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (terms.length === 0) return undefined;
    return ({ node }) => terms.reduce((sum, term) => sum + (matchesNodeTerm(term.preference, node) ? term.weight : 0), 0);
  },
  scale: (weights) => scaled(weights),
});

/** Taints that only discourage. plugins/tainttoleration, 1.20 */
export const preferredTaints = counting("TaintToleration", {
  count:
    ({ pod }) =>
    ({ node }) =>
      (node.spec?.taints ?? []).filter((taint) => taint.effect === "PreferNoSchedule" && !tolerates(pod.spec.tolerations, taint)).length,
  scale: (soft) => (soft.every((count) => count === 0) ? undefined : scaled(soft, true)),
});

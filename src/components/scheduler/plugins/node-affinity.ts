import { FITS, type FilterPlugin } from "../framework.ts";
import { matchesMap, matchesNodeSelector } from "../match.ts";

/** spec.nodeSelector and required node affinity. plugins/nodeaffinity, 1.20 */
export const nodeAffinity: FilterPlugin = {
  name: "NodeAffinity",
  unresolvable: true,
  filter({ pod, context }) {
    const { nodeSelector, affinity } = pod.spec;
    const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (!required && (!nodeSelector || Object.keys(nodeSelector).length === 0)) return undefined;
    const reason = [context.release.value("schedulerNodeSelectorReason")];
    return ({ node }) => {
      const labels = node.metadata.labels ?? {};
      const fits = (!nodeSelector || matchesMap(nodeSelector, labels)) && (!required || matchesNodeSelector(required, node));
      return fits ? FITS : reason;
    };
  },
};

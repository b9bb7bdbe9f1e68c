import type { Pod } from "../../../kinds/core/pod/types.ts";
import type { Taint } from "../../../kinds/core/node/types.ts";
import type { Toleration } from "../../../kinds/shared/types.ts";
import { FITS, type FilterPlugin } from "../framework.ts";

const UNSCHEDULABLE = ["node(s) were unschedulable"];

/** Cordoned nodes. plugins/nodeunschedulable, 1.20 */
export const nodeUnschedulable: FilterPlugin = {
  name: "NodeUnschedulable",
  unresolvable: true,
  filter({ pod }) {
    const tolerated = tolerates(pod.spec.tolerations, { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" });
    return tolerated ? undefined : (info) => (info.node.spec?.unschedulable ? UNSCHEDULABLE : FITS);
  },
};

/** spec.nodeName of a pod that is not bound yet. plugins/nodename, 1.20 */
export const nodeName: FilterPlugin = {
  name: "NodeName",
  unresolvable: true,
  filter({ pod, context }) {
    const wanted = pod.spec.nodeName;
    if (!wanted) return undefined;
    const reason = [context.release.value("schedulerNodeNameReason")];
    return (info) => (info.name === wanted ? FITS : reason);
  },
};

/** Taints that keep pods away. plugins/tainttoleration, 1.20 */
export const taintFilter: FilterPlugin = {
  name: "TaintToleration",
  unresolvable: true,
  filter({ pod, context }) {
    const wording = context.release.value("schedulerTaintReason");
    return ({ node }) => {
      const taint = firstUntolerated(pod, node.spec?.taints);
      if (taint === undefined) return FITS;
      const text = `{${taint.key}: ${taint.value ?? ""}}`;
      return [
        wording === "untolerated" ? `node(s) had untolerated taint ${text}` : `node(s) had taint ${text}, that the pod didn't tolerate`,
      ];
    };
  },
};

/** The first NoSchedule or NoExecute taint that a pod does not tolerate. */
export function firstUntolerated(pod: Pod, taints: readonly Taint[] | undefined): Taint | undefined {
  return taints?.find((taint) => taint.effect !== "PreferNoSchedule" && !tolerates(pod.spec.tolerations, taint));
}

/** Whether any toleration covers a taint. */
export function tolerates(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return (tolerations ?? []).some(
    ({ key, operator, value, effect }) =>
      (!effect || effect === taint.effect) &&
      (!key || key === taint.key) &&
      (operator === "Exists" || (value ?? "") === (taint.value ?? "")),
  );
}

const PORTS_TAKEN = ["node(s) didn't have free ports for the requested pod ports"];

/** Host ports. plugins/nodeports, 1.20 */
export function portsFilter(ports: readonly string[]): ReturnType<FilterPlugin["filter"]> {
  if (ports.length === 0) return undefined;
  return (info) => (ports.some((port) => conflicts(port, info.ports)) ? PORTS_TAKEN : FITS);
}

/** 0.0.0.0 takes the port on every address. */
function conflicts(port: string, taken: ReadonlyMap<string, number>): boolean {
  const [protocol, address, number] = port.split("/");
  for (const [other, count] of taken) {
    if (count === 0) continue;
    const [otherProtocol, otherAddress, otherNumber] = other.split("/");
    if (protocol !== otherProtocol || number !== otherNumber) continue;
    if (address === otherAddress || address === "0.0.0.0" || otherAddress === "0.0.0.0") return true;
  }
  return false;
}

import type { KubeObject } from "../../machinery/object.ts";
import type { AdmissionPlugin } from "./plugin.ts";

interface Node extends KubeObject {
  spec?: { taints?: { key: string; effect: string }[] };
  status?: { conditions?: { type: string; status: string }[] };
}

const NOT_READY = "node.kubernetes.io/not-ready";

/**
 * New nodes take no pods before they are ready. A node that registers as ready would lose the taint within the same instant, so that it
 * does not get it.
 */
// plugin/pkg/admission/nodetaint/admission.go, 1.20
export const taintNodesByCondition: AdmissionPlugin = {
  name: "TaintNodesByCondition",
  scope: { resources: ["nodes"] },
  admit({ operation, resource, group, subresource, object }) {
    if (operation !== "CREATE" || resource !== "nodes" || group !== "" || subresource !== "" || !object) return;
    const node = object as Node;
    if (node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True")) return;
    const taints = node.spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === NOT_READY && effect === "NoSchedule")) return;
    node.spec = { ...node.spec, taints: [...taints, { key: NOT_READY, effect: "NoSchedule" }] };
  },
};

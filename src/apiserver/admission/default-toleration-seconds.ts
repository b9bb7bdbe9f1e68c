import type { KubeObject } from "../../machinery/object.ts";
import type { AdmissionPlugin } from "./plugin.ts";

interface Toleration {
  key?: string;
  operator?: string;
  effect?: string;
  tolerationSeconds?: number;
}
interface Pod extends KubeObject {
  spec: { tolerations?: Toleration[] };
}

const SECONDS = 300;

/** Pods bear an unready or unreachable node for five minutes. plugin/pkg/admission/defaulttolerationseconds/admission.go, 1.20 */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: "DefaultTolerationSeconds",
  scope: { resources: ["pods"] },
  admit(request) {
    const isWrite = request.operation === "CREATE" || request.operation === "UPDATE";
    if (!isWrite || !request.object || request.subresource !== "" || request.group !== "" || request.resource !== "pods") return;
    const { spec } = request.object as Pod;
    const before = spec.tolerations ?? [];
    const added = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]
      .filter((taint) => !before.some((toleration) => tolerates(toleration, taint)))
      .map((key): Toleration => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: SECONDS }));
    if (added.length > 0) spec.tolerations = [...before, ...added];
  },
};

function tolerates(toleration: Toleration, taint: string): boolean {
  return (toleration.key === taint || !toleration.key) && (toleration.effect === "NoExecute" || !toleration.effect);
}

import { deepEqual } from "../../base/deep.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { canonicalQuantity } from "../../machinery/quantity.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}
interface RuntimeClass extends KubeObject {
  readonly overhead?: { podFixed?: Record<string, string> };
  readonly scheduling?: { nodeSelector?: Record<string, string>; tolerations?: readonly Toleration[] };
}
interface Pod extends KubeObject {
  spec: {
    runtimeClassName?: string;
    overhead?: Record<string, string>;
    nodeSelector?: Record<string, string>;
    tolerations?: Toleration[];
  };
}

const MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

/** Gives pods the overhead and the places of their runtime class, which must be there. plugin/pkg/admission/runtimeclass/admission.go, 1.20 */
export const runtimeClass: AdmissionPlugin = {
  name: "RuntimeClass",
  scope: { resources: ["pods"] },
  admit(request) {
    const pod = newPod(request);
    if (!pod?.spec.runtimeClassName) return;
    const chosen = classOf(request, pod.spec.runtimeClassName);
    const overhead = chosen.overhead?.podFixed;
    if (overhead) {
      if (pod.spec.overhead && !sameAmounts(overhead, pod.spec.overhead)) throw refusal(request, MISMATCH);
      pod.spec.overhead = { ...overhead };
    }
    if (chosen.scheduling) place(request, pod, chosen.scheduling);
  },
  validate(request) {
    const pod = newPod(request);
    if (!pod || (!pod.spec.runtimeClassName && !pod.spec.overhead)) return;
    const overhead = pod.spec.runtimeClassName ? classOf(request, pod.spec.runtimeClassName).overhead?.podFixed : undefined;
    if (overhead && !sameAmounts(overhead, pod.spec.overhead)) throw refusal(request, MISMATCH);
    if (!overhead && pod.spec.overhead)
      throw refusal(request, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
  },
};

function newPod({ operation, resource, group, subresource, object }: AdmissionRequest): Pod | undefined {
  return operation === "CREATE" && resource === "pods" && group === "" && subresource === "" ? (object as Pod | undefined) : undefined;
}

function classOf(request: AdmissionRequest, name: string): RuntimeClass {
  const found = request.context.get("runtimeclasses.node.k8s.io", "", name);
  if (!found) throw refusal(request, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return found as RuntimeClass;
}

function sameAmounts(left: Record<string, string>, right: Record<string, string> | undefined): boolean {
  const canonical = (amounts: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, canonicalQuantity(amount)]));
  return deepEqual(canonical(left), canonical(right));
}

function place(
  request: AdmissionRequest,
  { spec }: Pod,
  { nodeSelector = {}, tolerations = [] }: NonNullable<RuntimeClass["scheduling"]>,
): void {
  const merged = { ...spec.nodeSelector };
  for (const [key, value] of Object.entries(nodeSelector)) {
    const asked = merged[key];
    if (asked !== undefined && asked !== value) {
      const why = `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${asked}`;
      throw refusal(request, why);
    }
    merged[key] = value;
  }
  if (Object.keys(merged).length > 0) spec.nodeSelector = merged;
  const all = [...(spec.tolerations ?? []), ...tolerations];
  const kept = all.filter(
    (one, index) =>
      !all.slice(0, index).some((other) => coversAll(other, one)) &&
      !all.slice(index + 1).some((other) => !deepEqual(other, one) && coversAll(other, one)),
  );
  if (kept.length > 0) spec.tolerations = kept.map((one) => ({ ...one }));
}

/** Whether the first tolerates all that the second does. pkg/util/tolerations/tolerations.go isSuperset, 1.20 */
function coversAll(wide: Toleration, narrow: Toleration): boolean {
  if (deepEqual(wide, narrow)) return true;
  if ((narrow.key ?? "") !== (wide.key ?? "") && (wide.key || wide.operator !== "Exists")) return false;
  if ((narrow.effect ?? "") !== (wide.effect ?? "") && wide.effect) return false;
  if (wide.effect === "NoExecute" && wide.tolerationSeconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > wide.tolerationSeconds) return false;
  }
  if (wide.operator === "Exists") return true;
  return narrow.operator === "Equal" && (narrow.value ?? "") === (wide.value ?? "");
}

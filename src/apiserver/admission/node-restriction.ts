import type { KubeObject } from "../../machinery/object.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

const NODE_PREFIX = "system:node:";
const RESTRICTED = /(^|\.)(kubernetes\.io|k8s\.io)$/;
/** Labels of those domains that a kubelet may set on its own node. */
const KUBELET_LABELS = new Set([
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "kubernetes.io/arch",
  "kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/instance-type",
  "node.kubernetes.io/instance-type",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.kubernetes.io/region",
  "failure-domain.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

/** Keeps kubelets to their own node and pods. plugin/pkg/admission/noderestriction/admission.go, 1.20 */
export const nodeRestriction: AdmissionPlugin = {
  name: "NodeRestriction",
  admit(request) {
    const { user } = request;
    if (!user.name.startsWith(NODE_PREFIX) || !user.groups.includes("system:nodes") || request.group !== "") return;
    const node = user.name.slice(NODE_PREFIX.length);
    if (request.resource === "nodes") restrictNode(request, node);
    if (request.resource === "pods") restrictPod(request, node);
  },
};

function restrictNode(request: AdmissionRequest, node: string): void {
  if (request.name !== node)
    throw refusal(request, `node ${JSON.stringify(node)} is not allowed to modify node ${JSON.stringify(request.name)}`);
  if (request.operation === "DELETE" || !request.object) return;
  const changed = changedLabels(request.object, request.old).filter(isRestricted);
  if (changed.length === 0) return;
  const verb = request.operation === "CREATE" ? "set the following labels" : "modify labels";
  throw refusal(request, `is not allowed to ${verb}: ${changed.join(", ")}`);
}

function restrictPod(request: AdmissionRequest, node: string): void {
  const pod = (request.old ?? request.object) as (KubeObject & { spec?: { nodeName?: string } }) | undefined;
  if (request.operation === "CREATE" || pod?.spec?.nodeName === node) return;
  const action =
    request.operation === "DELETE"
      ? "can only delete pods with spec.nodeName set to itself"
      : "can only update pod status for pods with spec.nodeName set to itself";
  throw refusal(request, `node ${JSON.stringify(node)} ${action}`);
}

function changedLabels(object: KubeObject, old: KubeObject | undefined): string[] {
  const now = object.metadata.labels ?? {};
  const before = old?.metadata.labels ?? {};
  return [...new Set([...Object.keys(now), ...Object.keys(before)])].filter((key) => now[key] !== before[key]).sort();
}

function isRestricted(key: string): boolean {
  const slash = key.indexOf("/");
  const domain = slash < 0 ? "" : key.slice(0, slash);
  if (!RESTRICTED.test(domain) || KUBELET_LABELS.has(key)) return false;
  return !/(^|\.)(kubelet\.kubernetes\.io|node\.kubernetes\.io)$/.test(domain);
}

import { deepEqual } from "../../base/deep.ts";
import { goQuote } from "../../base/go-format.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { notFound } from "../../machinery/status.ts";
import { restrictMirrorPod } from "./mirror-pods.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

interface Node extends KubeObject {
  spec?: { taints?: unknown; configSource?: unknown };
}

interface TokenRequest extends KubeObject {
  spec?: { boundObjectRef?: { apiVersion?: string; kind?: string; name?: string; uid?: string } };
}

const NODE_PREFIX = "system:node:";
const RESTRICTED = /(^|\.)(kubernetes\.io|k8s\.io)$/;
const NODE_RESTRICTION = /(^|\.)node-restriction\.kubernetes\.io$/;
const KUBELET_DOMAINS = /(^|\.)(kubelet\.kubernetes\.io|node\.kubernetes\.io)$/;
/** Labels of the restricted domains that a kubelet may set on its own node. */
const KUBELET_LABELS = new Set([
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "kubernetes.io/arch",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/instance-type",
  "node.kubernetes.io/instance-type",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

type Rule = (request: AdmissionRequest, node: string) => void;

const RULES: Readonly<Record<string, Rule>> = {
  "nodes.": restrictNode,
  "pods.": restrictPod,
  "persistentvolumeclaims.": restrictClaim,
  "serviceaccounts.": restrictToken,
  "leases.coordination.k8s.io": restrictLease,
  "csinodes.storage.k8s.io": restrictCsiNode,
};

/** Keeps kubelets to their own node and pods. plugin/pkg/admission/noderestriction/admission.go, 1.20 */
export const nodeRestriction: AdmissionPlugin = {
  name: "NodeRestriction",
  admit(request) {
    const { user } = request;
    if (!user.name.startsWith(NODE_PREFIX) || !user.groups.includes("system:nodes")) return;
    RULES[`${request.resource}.${request.group}`]?.(request, user.name.slice(NODE_PREFIX.length));
  },
};

function restrictNode(request: AdmissionRequest, node: string): void {
  const who = `node ${goQuote(node)}`;
  if (request.name !== node) throw refusal(request, `${who} is not allowed to modify node ${goQuote(request.name)}`);
  if (request.operation === "DELETE" || !request.object) return;
  const now = request.object as Node;
  const before = request.old as Node | undefined;
  if (!before) {
    if (now.spec?.configSource) throw refusal(request, `${who} is not allowed to create pods with a non-nil configSource`);
    const set = forbiddenLabels(now, undefined);
    if (set !== "") throw refusal(request, `${who} is not allowed to set the following labels: ${set}`);
    return;
  }
  if (now.spec?.configSource && !deepEqual(now.spec.configSource, before.spec?.configSource))
    throw refusal(request, `${who} is not allowed to update configSource to a new non-nil configSource`);
  if (!deepEqual(now.spec?.taints ?? [], before.spec?.taints ?? [])) throw refusal(request, `${who} is not allowed to modify taints`);
  const changed = forbiddenLabels(now, before);
  if (changed !== "") throw refusal(request, `is not allowed to modify labels: ${changed}`);
}

function restrictPod(request: AdmissionRequest, node: string): void {
  const { operation, subresource, object, old } = request;
  const who = `node ${goQuote(node)}`;
  const isOwn = (old as { spec?: { nodeName?: string } } | undefined)?.spec?.nodeName === node;
  switch (subresource) {
    case "":
      if (operation === "CREATE" && object) return restrictMirrorPod(request, object, node);
      if (operation !== "DELETE")
        throw refusal(request, `unexpected operation ${goQuote(operation)}, ${who} can only create and delete mirror pods`);
      if (!isOwn) throw refusal(request, `${who} can only delete pods with spec.nodeName set to itself`);
      return;
    case "status":
      if (!isOwn) throw refusal(request, `${who} can only update pod status for pods with spec.nodeName set to itself`);
      if (!deepEqual(object?.metadata.labels ?? {}, old?.metadata.labels ?? {}))
        throw refusal(request, `${who} cannot update labels through pod status`);
      return;
    case "eviction":
      if (!isOwn) throw refusal(request, `node ${node} can only evict pods with spec.nodeName set to itself`);
      return;
    default:
      throw refusal(request, `unexpected pod subresource ${goQuote(subresource)}, only 'status' and 'eviction' are allowed`);
  }
}

function restrictClaim(request: AdmissionRequest): void {
  if (request.subresource !== "status") throw refusal(request, "may only update PVC status");
}

/** A kubelet asks for tokens of its own pods alone. */
function restrictToken(request: AdmissionRequest, node: string): void {
  if (request.operation !== "CREATE" || request.subresource !== "token") return;
  const { boundObjectRef: bound } = (request.object as TokenRequest | undefined)?.spec ?? {};
  if (!bound || bound.apiVersion !== "v1" || bound.kind !== "Pod" || !bound.name)
    throw refusal(request, "node requested token not bound to a pod");
  if (!bound.uid) throw refusal(request, "node requested token with a pod binding without a uid");
  const pod = request.context.get("pods", request.namespace, bound.name) as (KubeObject & { spec?: { nodeName?: string } }) | undefined;
  if (!pod) throw notFound("", "pod", bound.name);
  if (pod.metadata.uid !== bound.uid) {
    const uids = `the UID in the bound object reference (${bound.uid}) does not match the UID in record (${pod.metadata.uid ?? ""})`;
    throw refusal(request, `${uids}. The object might have been deleted and then recreated`);
  }
  if (pod.spec?.nodeName !== node) throw refusal(request, "node requested token bound to a pod scheduled on a different node");
}

function restrictLease(request: AdmissionRequest, node: string): void {
  if (request.namespace !== "kube-node-lease") throw refusal(request, 'can only access leases in the "kube-node-lease" system namespace');
  if (request.name !== node) throw refusal(request, "can only access node lease with the same name as the requesting node");
}

function restrictCsiNode(request: AdmissionRequest, node: string): void {
  if (request.name !== node) throw refusal(request, "can only access CSINode with the same name as the requesting node");
}

/** Changed labels that are none of a kubelet's business, in order, `, ` between. */
function forbiddenLabels(object: KubeObject, old: KubeObject | undefined): string {
  const now = object.metadata.labels ?? {};
  const before = old?.metadata.labels ?? {};
  const changed = [...new Set([...Object.keys(now), ...Object.keys(before)])].filter((key) => now[key] !== before[key]);
  return changed.filter(isForbidden).toSorted().join(", ");
}

function isForbidden(key: string): boolean {
  const domain = key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
  if (NODE_RESTRICTION.test(domain)) return true;
  return RESTRICTED.test(domain) && !KUBELET_LABELS.has(key) && !KUBELET_DOMAINS.test(domain);
}

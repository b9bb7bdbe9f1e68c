import type { KubeObject } from "../../machinery/object.ts";
import type { Store } from "../../machinery/store.ts";
import type { Attributes, Decision } from "./authorizer.ts";

const NODE_PREFIX = "system:node:";
const NODES_GROUP = "system:nodes";

/** Verbs that every node may use, by `resource.group` with its subresource. bootstrappolicy NodeRules, 1.20 */
const NODE_RULES: Readonly<Record<string, readonly string[]>> = {
  services: ["get", "list", "watch"],
  nodes: ["create", "get", "list", "watch", "update", "patch"],
  "nodes/status": ["update", "patch"],
  events: ["create", "update", "patch"],
  "events.events.k8s.io": ["create", "update", "patch"],
  pods: ["get", "list", "watch", "create", "delete"],
  "pods/status": ["update", "patch"],
  "pods/eviction": ["create"],
  endpoints: ["get"],
  "tokenreviews.authentication.k8s.io": ["create"],
  "subjectaccessreviews.authorization.k8s.io": ["create"],
  "localsubjectaccessreviews.authorization.k8s.io": ["create"],
  "certificatesigningrequests.certificates.k8s.io": ["create", "get", "list", "watch"],
  "leases.coordination.k8s.io": ["get", "create", "update", "patch", "delete"],
  "csidrivers.storage.k8s.io": ["get", "list", "watch"],
  "csinodes.storage.k8s.io": ["get", "create", "update", "patch", "delete"],
  "runtimeclasses.node.k8s.io": ["get", "list", "watch"],
  "serviceaccounts/token": ["create"],
};

interface PodLike extends KubeObject {
  spec?: { nodeName?: string; volumes?: Record<string, unknown>[] };
}

/** What the Node authorizer says; its reason is shown when RBAC does not allow either. */
// plugin/pkg/auth/authorizer/node/node_authorizer.go, 1.20
export function nodeDecision(attributes: Attributes, store: Store): Decision {
  const { user, verb, subresource } = attributes;
  if (!user.name.startsWith(NODE_PREFIX) || !user.groups.includes(NODES_GROUP)) return no("");
  if (attributes.path !== undefined) return no("");
  const node = user.name.slice(NODE_PREFIX.length);
  switch (attributes.group === "" ? attributes.resource : "") {
    case "secrets":
    case "configmaps":
      if (!["get", "list", "watch"].includes(verb)) return no("can only read resources of this type");
      if (subresource !== "") return no("cannot read subresource");
      if (attributes.namespace === "") return no("can only read namespaced object of this type");
      return related(attributes, node, store);
    case "persistentvolumeclaims":
    case "persistentvolumes":
      if (verb !== "get") return no("can only get individual resources of this type");
      return subresource === "" ? { allowed: true, reason: "" } : no("cannot get subresource");
    default: {
      const what = `${attributes.resource}${attributes.group === "" ? "" : `.${attributes.group}`}${subresource === "" ? "" : `/${subresource}`}`;
      return NODE_RULES[what]?.includes(verb) ? { allowed: true, reason: "" } : no("");
    }
  }
}

function no(reason: string): Decision {
  return { allowed: false, reason };
}

/** A node may read what a pod bound to it mentions. */
function related(attributes: Attributes, node: string, store: Store): Decision {
  const unrelated = no(`no relationship found between node '${node}' and this object`);
  if (attributes.name === "") return no("No Object name found");
  const pods = store.list("pods", { namespace: attributes.namespace }) as readonly PodLike[];
  const isMentioned = pods.some((pod) => pod.spec?.nodeName === node && JSON.stringify(pod.spec).includes(`"${attributes.name}"`));
  return isMentioned ? { allowed: true, reason: "" } : unrelated;
}

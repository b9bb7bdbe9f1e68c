import type { Store } from "../../machinery/store.ts";
import type { Attributes, Decision } from "./authorizer.ts";
import { mentionedBy } from "./pod-references.ts";

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
  "csidrivers.storage.k8s.io": ["get", "list", "watch"],
  "runtimeclasses.node.k8s.io": ["get", "list", "watch"],
};
const OWN_VERBS = ["get", "create", "update", "patch", "delete"];

/** What the Node authorizer says; its reason is shown when RBAC does not allow either. */
// plugin/pkg/auth/authorizer/node/node_authorizer.go, 1.20
export function nodeDecision(attributes: Attributes, store: Store): Decision {
  const { user, verb, subresource } = attributes;
  if (!user.name.startsWith(NODE_PREFIX) || !user.groups.includes(NODES_GROUP)) return no("");
  if (attributes.path !== undefined) return no("");
  const node = user.name.slice(NODE_PREFIX.length);
  const resource = `${attributes.resource}.${attributes.group}`;
  switch (resource) {
    case "secrets.":
    case "configmaps.":
      if (!["get", "list", "watch"].includes(verb)) return no("can only read resources of this type");
      if (subresource !== "") return no("cannot read subresource");
      if (attributes.namespace === "") return no("can only read namespaced object of this type");
      return related(attributes, node, store);
    case "persistentvolumeclaims.":
      if (subresource !== "status") return individual(attributes, node, store);
      if (!["update", "patch"].includes(verb)) return no("can only get/update/patch this type");
      return related(attributes, node, store);
    case "persistentvolumes.":
    case "volumeattachments.storage.k8s.io":
      return individual(attributes, node, store);
    case "serviceaccounts.":
      if (verb !== "create" || attributes.name === "") return no("can only create tokens for individual service accounts");
      if (subresource !== "token") return no("can only create token subresource of serviceaccount");
      return related(attributes, node, store);
    case "leases.coordination.k8s.io":
      if (!OWN_VERBS.includes(verb)) return no("can only get, create, update, patch, or delete a node lease");
      if (attributes.namespace !== "kube-node-lease") return no('can only access leases in the "kube-node-lease" system namespace');
      return verb === "create" || attributes.name === node
        ? YES
        : no("can only access node lease with the same name as the requesting node");
    case "csinodes.storage.k8s.io":
      if (!OWN_VERBS.includes(verb)) return no("can only get, create, update, patch, or delete a CSINode");
      if (subresource !== "") return no("cannot authorize CSINode subresources");
      return verb === "create" || attributes.name === node ? YES : no("can only access CSINode with the same name as the requesting node");
    default: {
      const what = `${attributes.resource}${attributes.group === "" ? "" : `.${attributes.group}`}${subresource === "" ? "" : `/${subresource}`}`;
      return NODE_RULES[what]?.includes(verb) ? YES : no("");
    }
  }
}

const YES: Decision = { allowed: true, reason: "" };

function individual(attributes: Attributes, node: string, store: Store): Decision {
  if (attributes.verb !== "get") return no("can only get individual resources of this type");
  return attributes.subresource === "" ? related(attributes, node, store) : no("cannot get subresource");
}

function no(reason: string): Decision {
  return { allowed: false, reason };
}

/** A node may have to do with what a pod bound to it mentions. */
function related(attributes: Attributes, node: string, store: Store): Decision {
  const { name, namespace, resource } = attributes;
  if (name === "") return no("No Object name found");
  const isRelated =
    resource === "volumeattachments"
      ? (store.get("volumeattachments.storage.k8s.io", "", name)?.["spec"] as { nodeName?: string } | undefined)?.nodeName === node
      : isMentioned(resource, namespace, name, node, store);
  return isRelated ? YES : no(`no relationship found between node '${node}' and this object`);
}

function isMentioned(resource: string, namespace: string, name: string, node: string, store: Store): boolean {
  if (resource === "persistentvolumes") {
    const { claimRef } = (store.get("persistentvolumes", "", name)?.["spec"] ?? {}) as { claimRef?: { namespace?: string; name?: string } };
    return claimRef !== undefined && isMentioned("persistentvolumeclaims", claimRef.namespace ?? "", claimRef.name ?? "", node, store);
  }
  return store
    .list("pods", { namespace })
    .some((pod) => (pod["spec"] as { nodeName?: string } | undefined)?.nodeName === node && mentionedBy(pod, resource).includes(name));
}

import { deepEqual } from "../../base/deep.ts";
import { goQuote } from "../../base/go-format.ts";
import { type KubeObject, resourceKey } from "../../machinery/object.ts";
import { notFound } from "../../machinery/status.ts";
import type { PolicyRule } from "../../machinery/rbac/rule-covers.ts";
import { missingRights } from "../auth/missing-rights.ts";
import { type AdmissionPlugin, type AdmissionRequest, refusal } from "./plugin.ts";

interface Role extends KubeObject {
  rules?: PolicyRule[] | null;
}
interface Binding extends KubeObject {
  roleRef?: { kind?: string; name?: string };
}

const GROUP = "rbac.authorization.k8s.io";
const ROLES = new Set(["roles", "clusterroles"]);
const BINDINGS = new Set(["rolebindings", "clusterrolebindings"]);
/** What the garbage collector changes without granting anything. */
const COLLECTED = new Set(["ownerReferences", "finalizers", "managedFields", "resourceVersion", "selfLink"]);

/** Nobody grants what he has not got, unless he may `escalate` the role or `bind` it. In Kubernetes this is the storage's own work. */
// pkg/registry/rbac/{role,rolebinding,clusterrole,clusterrolebinding}/policybased/storage.go, 1.20
export const rbacEscalation: AdmissionPlugin = {
  name: "RBACEscalation",
  scope: { resources: [...ROLES, ...BINDINGS].map((resource) => resourceKey(GROUP, resource)) },
  admit(request) {
    const { group, resource, subresource, operation, object, old, user } = request;
    if (group !== GROUP || subresource !== "" || !object || (operation !== "CREATE" && operation !== "UPDATE")) return;
    if (user.groups.includes("system:masters") || (old && deepEqual(granted(object), granted(old)))) return;
    if (ROLES.has(resource) && !isAllowed(request, "escalate", resource, request.name)) confirm(request, (object as Role).rules ?? []);
    if (BINDINGS.has(resource)) checkBinding(request, object);
  },
};

function checkBinding(request: AdmissionRequest, binding: Binding): void {
  const { kind, name = "" } = binding.roleRef ?? {};
  const resource = kind === "ClusterRole" ? "clusterroles" : "roles";
  if (isAllowed(request, "bind", resource, name)) return;
  const role = request.context.get(`${resource}.${GROUP}`, kind === "ClusterRole" ? "" : request.namespace, name) as Role | undefined;
  if (!role) throw notFound(GROUP, resource, name);
  confirm(request, role.rules ?? []);
}

function isAllowed({ authorizer, user, namespace }: AdmissionRequest, verb: string, resource: string, name: string): boolean {
  return authorizer.authorize({ user, verb, group: GROUP, resource, subresource: "", namespace, name }).allowed;
}

// pkg/registry/rbac/validation/rule.go ConfirmNoEscalation
function confirm(request: AdmissionRequest, rules: readonly PolicyRule[]): void {
  const { user, authorizer, namespace } = request;
  const missing = missingRights(authorizer.rulesFor(user, namespace), rules);
  if (missing.length === 0) return;
  const who = `user ${goQuote(user.name)} (groups=[${user.groups.map(goQuote).join(" ")}])`;
  throw refusal(request, `${who} is attempting to grant RBAC permissions not currently held:\n${missing.join("\n")}`);
}

/** All of an object but what its collection changes. */
function granted({ metadata, ...rest }: KubeObject): object {
  return { ...rest, metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !COLLECTED.has(key))) };
}

import type { UserInfo } from "../../machinery/api.ts";
import type { Store } from "../../machinery/store.ts";
import { nodeDecision } from "./node-authorizer.ts";
import type { PolicyRule } from "../../machinery/rbac/rule-covers.ts";
import { bindingSubjectsMatch, ruleAllows, type Subject } from "./rbac-rules.ts";

/** What somebody wants to do. Either a resource or a path. */
export interface Attributes {
  readonly user: UserInfo;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Set for requests that are for no resource. */
  readonly path?: string;
}

export interface Decision {
  readonly allowed: boolean;
  /** Why, as access reviews show it. */
  readonly reason: string;
}

/** Node and RBAC authorization, in this order, as kubeadm sets them up. */
export interface Authorizer {
  authorize(attributes: Attributes): Decision;
  /** Whether a user may do anything, so that nobody has to ask what. */
  isTrusted(user: UserInfo): boolean;
  /** All rules that hold for a user in a namespace, for SelfSubjectRulesReview. */
  rulesFor(user: UserInfo, namespace: string): PolicyRule[];
}

interface RbacObject {
  metadata: { name?: string; namespace?: string };
  subjects?: Subject[];
  roleRef?: { kind: string; name: string };
  rules?: PolicyRule[];
}

const MASTERS = "system:masters";
const ROLES = "roles.rbac.authorization.k8s.io";
const CLUSTER_ROLES = "clusterroles.rbac.authorization.k8s.io";
const ROLE_BINDINGS = "rolebindings.rbac.authorization.k8s.io";
const CLUSTER_ROLE_BINDINGS = "clusterrolebindings.rbac.authorization.k8s.io";

/** Evaluates roles and bindings of the store. Decisions are remembered until the store changes. */
// plugin/pkg/auth/authorizer/rbac/rbac.go, 1.20
export function createAuthorizer(store: Store, trusts: (user: UserInfo) => boolean): Authorizer {
  const decisions = new Map<string, Decision>();
  let revision = store.revision();

  function evaluate(attributes: Attributes): Decision {
    const node = nodeDecision(attributes, store);
    if (node.allowed) return node;
    const missing = new Set<string>();
    for (const { rule, why } of grants(attributes.user, attributes.namespace, missing)) {
      if (ruleAllows(rule, attributes)) return { allowed: true, reason: `RBAC: allowed by ${why}` };
    }
    return { allowed: false, reason: [node.reason, missingText([...missing])].filter((reason) => reason !== "").join("\n") };
  }

  /** What a user's bindings give. `missing` gets the text of each role that is bound and not there. */
  function* grants(user: UserInfo, namespace: string, missing = new Set<string>()): Generator<{ rule: PolicyRule; why: string }> {
    for (const object of store.list(CLUSTER_ROLE_BINDINGS)) {
      const binding = object as unknown as RbacObject;
      const subject = bindingSubjectsMatch(binding.subjects ?? [], user, "");
      if (!subject) continue;
      const why = `ClusterRoleBinding ${JSON.stringify(binding.metadata.name)} of ${roleText(binding)} to ${subjectText(subject, "")}`;
      for (const rule of rulesOf(binding, "", missing)) yield { rule, why };
    }
    if (namespace === "") return;
    for (const object of store.list(ROLE_BINDINGS, { namespace })) {
      const binding = object as unknown as RbacObject;
      const subject = bindingSubjectsMatch(binding.subjects ?? [], user, namespace);
      if (!subject) continue;
      const why = `RoleBinding ${JSON.stringify(`${binding.metadata.name ?? ""}/${namespace}`)} of ${roleText(binding)} to ${subjectText(subject, namespace)}`;
      for (const rule of rulesOf(binding, namespace, missing)) yield { rule, why };
    }
  }

  function rulesOf(binding: RbacObject, namespace: string, missing: Set<string>): PolicyRule[] {
    const { kind = "", name = "" } = binding.roleRef ?? {};
    const role = kind === "ClusterRole" ? store.get(CLUSTER_ROLES, "", name) : store.get(ROLES, namespace, name);
    if (!role) missing.add(`${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`);
    return (role as RbacObject | undefined)?.rules ?? [];
  }

  const isTrusted = (user: UserInfo): boolean => user.groups.includes(MASTERS) || trusts(user);

  return {
    isTrusted,
    authorize(attributes) {
      const { user } = attributes;
      if (isTrusted(user)) return { allowed: true, reason: "" };
      // Another process may have changed the store, so its revision tells and no listener does.
      if (store.revision() !== revision) decisions.clear();
      revision = store.revision();
      const key = [
        user.name,
        ...user.groups,
        attributes.verb,
        attributes.group,
        attributes.resource,
        attributes.subresource,
        attributes.namespace,
        attributes.name,
        attributes.path ?? "",
      ].join("\n");
      let decision = decisions.get(key);
      if (!decision) decisions.set(key, (decision = evaluate(attributes)));
      return decision;
    },
    rulesFor: (user, namespace) => [...grants(user, namespace)].map(({ rule }) => rule),
  };
}

/** Several are told in brackets, each once. apimachinery/pkg/util/errors aggregate.Error */
function missingText(missing: readonly string[]): string {
  if (missing.length === 0) return "";
  return `RBAC: ${missing.length === 1 ? (missing[0] as string) : `[${missing.join(", ")}]`}`;
}

function roleText(binding: RbacObject): string {
  return `${binding.roleRef?.kind ?? ""} ${JSON.stringify(binding.roleRef?.name ?? "")}`;
}

function subjectText(subject: Subject, namespace: string): string {
  if (subject.kind !== "ServiceAccount") return `${subject.kind} ${JSON.stringify(subject.name)}`;
  return `ServiceAccount ${JSON.stringify(`${subject.name}/${subject.namespace ?? namespace}`)}`;
}

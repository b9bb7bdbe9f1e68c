import type { UserInfo } from "../../machinery/api.ts";
import type { PolicyRule } from "../../machinery/rbac/rule-covers.ts";
import type { Attributes } from "./authorizer.ts";

/** rbac/v1 Subject */
export interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}

/** Whether one rule allows the request. pkg/apis/rbac/v1/evaluation_helpers.go, 1.20 */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!includes(rule.verbs, attributes.verb)) return false;
  if (attributes.path !== undefined) return urlMatches(rule.nonResourceURLs ?? [], attributes.path);
  if (!includes(rule.apiGroups ?? [], attributes.group) || !resourceMatches(rule.resources ?? [], attributes)) return false;
  const names = rule.resourceNames ?? [];
  return names.length === 0 || names.includes(attributes.name);
}

function includes(list: readonly string[], wanted: string): boolean {
  return list.includes("*") || list.includes(wanted);
}

function resourceMatches(resources: readonly string[], { resource, subresource }: Attributes): boolean {
  const full = subresource === "" ? resource : `${resource}/${subresource}`;
  if (includes(resources, full)) return true;
  return subresource !== "" && resources.includes(`*/${subresource}`);
}

function urlMatches(urls: readonly string[], path: string): boolean {
  return urls.some((url) => url === "*" || url === path || (url.endsWith("*") && path.startsWith(url.replace(/\*+$/, ""))));
}

/** The subject of a binding that stands for the user. A service account without namespace takes the binding's. */
export function bindingSubjectsMatch(subjects: readonly Subject[], user: UserInfo, namespace: string): Subject | undefined {
  return subjects.find((subject) => {
    if (subject.kind === "User") return subject.name === user.name;
    if (subject.kind === "Group") return user.groups.includes(subject.name);
    return user.name === `system:serviceaccount:${subject.namespace ?? namespace}:${subject.name}`;
  });
}

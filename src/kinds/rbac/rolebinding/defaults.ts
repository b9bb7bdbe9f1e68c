import type { Draft } from "../../../machinery/kind.ts";
import type { RoleBinding } from "./types.ts";

const RBAC = "rbac.authorization.k8s.io";

/** The group of the role, and of users and groups among the subjects. pkg/apis/rbac/v1/defaults.go, 1.20 */
export function defaultRoleBinding(object: Draft): void {
  const { roleRef, subjects } = object as RoleBinding;
  if (roleRef && !roleRef.apiGroup) roleRef.apiGroup = RBAC;
  for (const subject of subjects ?? []) {
    if (!subject.apiGroup && (subject.kind === "User" || subject.kind === "Group")) subject.apiGroup = RBAC;
  }
}

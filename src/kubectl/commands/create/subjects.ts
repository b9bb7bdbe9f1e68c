import { CommandError } from "../../errors.ts";
import type { FlagSpec } from "../../flags/spec.ts";
import type { Flags } from "../../flags/parse.ts";

const RBAC_GROUP = "rbac.authorization.k8s.io";

/** rbac/v1 Subject */
export interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}

/** The flags that name who is bound to a role. */
export const subjectFlags: readonly FlagSpec[] = [
  { name: "user", type: "stringArray", usage: "User to bind to the role" },
  { name: "group", type: "stringArray", usage: "Group to bind to the role" },
  { name: "serviceaccount", type: "stringArray", usage: "Service account to bind to the role, as <namespace>:<name>" },
];

/** The subjects that the flags name, users first. Throws CommandError. */
// kubectl/pkg/cmd/create/create_rolebinding.go
export function readSubjects(flags: Flags): Subject[] {
  const users = flags.list("user").map((name) => ({ kind: "User", apiGroup: RBAC_GROUP, name }));
  const groups = flags.list("group").map((name) => ({ kind: "Group", apiGroup: RBAC_GROUP, name }));
  const accounts = flags.list("serviceaccount").map((word) => {
    const [namespace = "", name = "", ...rest] = word.split(":");
    if (namespace === "" || name === "" || rest.length > 0) throw new CommandError("serviceaccount must be <namespace>:<name>");
    return { kind: "ServiceAccount", name, namespace };
  });
  return [...users, ...groups, ...accounts];
}

/** rbac/v1 RoleRef */
export function roleRef(kind: "Role" | "ClusterRole", name: string): { apiGroup: string; kind: string; name: string } {
  return { apiGroup: RBAC_GROUP, kind, name };
}

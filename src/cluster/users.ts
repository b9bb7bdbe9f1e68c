import type { UserInfo } from "../machinery/api.ts";

/** A user of the cluster with the groups that authentication gives such a name. apiserver/pkg/authentication */
export function userNamed(name: string): UserInfo {
  return { name, groups: [...groupsOf(name), "system:authenticated"] };
}

/** Nobody in particular: a request without credentials. */
export const ANONYMOUS: UserInfo = { name: "system:anonymous", groups: ["system:unauthenticated"] };

function groupsOf(name: string): string[] {
  if (name === "kubernetes-admin" || name === "system:apiserver") return ["system:masters"];
  if (name.startsWith("system:node:")) return ["system:nodes"];
  const [, , namespace] = /^(system:serviceaccount):([^:]+):/.exec(name) ?? [];
  return namespace === undefined ? [] : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
}

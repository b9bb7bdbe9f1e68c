import type { UserInfo } from "../../machinery/api.ts";
import type { Store } from "../../machinery/store.ts";

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):(.+)$/;
const ACCOUNT_NAME = "kubernetes.io/service-account.name";

/** The service account behind a bearer token: the one whose secret holds it. */
export function userOfToken(store: Store, token: string): UserInfo | undefined {
  const data = btoa(token);
  for (const secret of store.list("secrets")) {
    const { namespace = "", annotations } = secret.metadata;
    const account = annotations?.[ACCOUNT_NAME];
    if (account && (secret.data as Record<string, string> | undefined)?.token === data) {
      return withImpliedGroups({ name: `system:serviceaccount:${namespace}:${account}`, groups: [] });
    }
  }
  return undefined;
}

/** Adds the groups that follow from who a user is: authenticated, and those of service accounts. */
export function withImpliedGroups(user: UserInfo): UserInfo {
  const groups = new Set(user.groups);
  const account = SERVICE_ACCOUNT.exec(user.name);
  if (account) groups.add("system:serviceaccounts").add(`system:serviceaccounts:${account[1] ?? ""}`);
  groups.add(user.name === "system:anonymous" ? "system:unauthenticated" : "system:authenticated");
  return { ...user, groups: [...groups] };
}

import type { ApiRequest, UserInfo } from "../machinery/api.ts";
import { failure } from "../machinery/status.ts";
import type { Cluster } from "./cluster.ts";
import { ANONYMOUS, userNamed } from "./users.ts";

/** What a caller shows to say who it is. */
export interface Credentials {
  /** base64 of the PEM of a client certificate. */
  readonly clientCertificateData?: string;
  readonly token?: string;
  readonly impersonateUser?: string;
  readonly impersonateGroups?: readonly string[];
}

/**
 * The user behind credentials; call it inside a session's read or write. Throws StatusError Unauthorized for credentials that nobody
 * has, Forbidden for who may not speak as another.
 */
export function authenticate(cluster: Cluster, credentials: Credentials): UserInfo {
  const user = ownUser(cluster, credentials);
  const { impersonateUser, impersonateGroups } = credentials;
  if (!impersonateUser) return user;
  if (!user.groups.includes("system:masters")) {
    throw failure(
      403,
      "Forbidden",
      `users "${impersonateUser}" is forbidden: User "${user.name}" cannot impersonate resource "users" in API group "" at the cluster scope`,
    );
  }
  if (!impersonateGroups?.length) return userNamed(impersonateUser);
  return { name: impersonateUser, groups: [...impersonateGroups, "system:authenticated"] };
}

function ownUser({ record, store }: Cluster, { clientCertificateData, token }: Credentials): UserInfo {
  if (token !== undefined) {
    const data = btoa(token);
    for (const secret of store.list("secrets")) {
      const { namespace = "", annotations } = secret.metadata;
      const account = annotations?.["kubernetes.io/service-account.name"];
      if (account && (secret["data"] as Record<string, string> | undefined)?.["token"] === data)
        return userNamed(`system:serviceaccount:${namespace}:${account}`);
    }
    throw unauthorized();
  }
  if (clientCertificateData === undefined) return ANONYMOUS;
  if (clientCertificateData === record.adminCertificate) return userNamed("kubernetes-admin");
  throw unauthorized();
}

function unauthorized(): Error {
  return failure(401, "Unauthorized", "Unauthorized");
}

/** What reaches a program may change its files and its log, whatever the verb. */
const RUNNING = new Set(["attach", "exec", "portforward", "proxy"]);

/** Whether a request leaves the cluster as it is. */
export function isReading(request: ApiRequest): boolean {
  if (request.verb === "path") return request.method === "GET" && !request.path.split(/[/?]/).some((word) => RUNNING.has(word));
  return ["get", "list", "watch"].includes(request.verb) && !RUNNING.has(request.subresource ?? "");
}

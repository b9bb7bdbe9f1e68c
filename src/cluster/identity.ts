import { bearerOf } from "../apiserver/auth/tokens.ts";
import type { ApiRequest, UserInfo } from "../machinery/api.ts";
import { clusterKey } from "../machinery/pki/authority.ts";
import { readCertificate } from "../machinery/pki/read-certificate.ts";
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

function ownUser({ record, store, sim }: Cluster, { clientCertificateData, token }: Credentials): UserInfo {
  const { seed, clusterDomain } = record.settings;
  if (token !== undefined) {
    const bearer = bearerOf(token, { store, seed, now: sim.now(), clusterDomain });
    if (typeof bearer === "string") throw unauthorized();
    return bearer.user;
  }
  if (clientCertificateData === undefined) return ANONYMOUS;
  if (clientCertificateData === record.adminCertificate) return userNamed("kubernetes-admin");
  return certificateUser(clientCertificateData, seed, sim.now());
}

/** Whom the cluster's authority calls by that name, while the certificate lasts. apiserver/pkg/authentication/request/x509/x509.go */
function certificateUser(data: string, seed: number, now: number): UserInfo {
  const certificate = readCertificate(data);
  const isValid = certificate && certificate.notBefore <= now && now <= certificate.notAfter;
  if (!isValid || !certificate.isSignedBy(clusterKey(seed, "authority"))) throw unauthorized();
  const { commonName, organization } = certificate.subject;
  return { name: commonName, groups: [...organization, "system:authenticated"] };
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

import { type Authorizer, createAuthorizer } from "../apiserver/auth/authorizer.ts";
import { checkAttributes } from "../apiserver/auth/check.ts";
import { bearerOf } from "../apiserver/auth/tokens.ts";
import type { ApiRequest, UserInfo } from "../machinery/api.ts";
import { clusterKey } from "../machinery/pki/authority.ts";
import { readCertificate } from "../machinery/pki/read-certificate.ts";
import { failure } from "../machinery/status.ts";
import type { Store } from "../machinery/store.ts";
import { parseRelease } from "../release/release.ts";
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

const ADMINS = "kubeadm:cluster-admins";
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * The user behind credentials; call it inside a session's read or write. Throws StatusError Unauthorized for credentials that nobody
 * has, Forbidden for who may not speak as another.
 */
export function authenticate(cluster: Cluster, credentials: Credentials): UserInfo {
  const user = ownUser(cluster, credentials);
  const { impersonateUser, impersonateGroups } = credentials;
  if (!impersonateUser) return user;
  return impersonate(
    createAuthorizer(cluster.store, () => false),
    user,
    impersonateUser,
    impersonateGroups ?? [],
  );
}

/** Who a user acts as, if it may. Groups that are named are all of them, but for the one that everybody is in. */
// apiserver/pkg/endpoints/filters/impersonation.go, 1.20
function impersonate(authorizer: Authorizer, user: UserInfo, name: string, groups: readonly string[]): UserInfo {
  const check = (resource: string, what: string, namespace = "") =>
    checkAttributes(authorizer, { user, verb: "impersonate", group: "", resource, subresource: "", namespace, name: what });
  const [, namespace, account] = SERVICE_ACCOUNT.exec(name) ?? [];
  if (namespace !== undefined && account !== undefined) check("serviceaccounts", account, namespace);
  else check("users", name);
  for (const group of groups) check("groups", group);
  const implied = namespace === undefined ? [] : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  const all = groups.length > 0 ? groups : implied;
  if (all.includes("system:authenticated") || all.includes("system:unauthenticated")) return { name, groups: all };
  return { name, groups: [...all, name === ANONYMOUS.name ? "system:unauthenticated" : "system:authenticated"] };
}

/** A good certificate is looked at first; a token counts for whoever shows none. */
// pkg/kubeapiserver/authenticator/config.go New, 1.20
function ownUser({ record, store, sim }: Cluster, { clientCertificateData, token }: Credentials): UserInfo {
  const { seed, clusterDomain } = record.settings;
  if (clientCertificateData === record.adminCertificate) return administrator(record.kubernetesVersion, store);
  const certified = clientCertificateData === undefined ? undefined : certificateUser(clientCertificateData, seed, sim.now());
  if (certified) return certified;
  if (token === undefined && clientCertificateData === undefined) return ANONYMOUS;
  const bearer = token === undefined ? "" : bearerOf(token, { store, seed, now: sim.now(), clusterDomain });
  if (typeof bearer === "string") throw unauthorized();
  return bearer.user;
}

/** The user of admin.conf. Clusters whose binding is gone, or never was, keep an administrator. */
function administrator(version: string, store: Store): UserInfo {
  const isByBinding =
    parseRelease(version)?.has("kubeadm-cluster-admins") === true &&
    store.get("clusterrolebindings.rbac.authorization.k8s.io", "", ADMINS) !== undefined;
  return isByBinding ? { name: "kubernetes-admin", groups: [ADMINS, "system:authenticated"] } : userNamed("kubernetes-admin");
}

/** Whom the cluster's authority calls by that name, while the certificate lasts. apiserver/pkg/authentication/request/x509/x509.go */
function certificateUser(data: string, seed: number, now: number): UserInfo | undefined {
  const certificate = readCertificate(data);
  const isValid = certificate && certificate.notBefore <= now && now <= certificate.notAfter;
  if (!isValid || !certificate.isSignedBy(clusterKey(seed, "authority"))) return undefined;
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

import { isJsonObject, type JsonObject } from "../../base/json.ts";
import type { UserInfo } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { claimsOf, readToken } from "../../machinery/service-account-token.ts";
import type { Store } from "../../machinery/store.ts";

/** Who a bearer token is for. */
export interface TokenBearer {
  readonly user: UserInfo;
  readonly audiences: readonly string[];
}

/** What is needed to look behind a token: the cluster's objects and seed, now in ms, and its domain (`cluster.local`). */
export interface TokenWorld {
  readonly store: Store;
  readonly seed: number;
  readonly now: number;
  readonly clusterDomain: string;
}

const INVALID = "invalid bearer token";
const INVALIDATED = "[invalid bearer token, Token has been invalidated]";
const LEGACY = "kubernetes.io/serviceaccount/";
const BOOTSTRAP_TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const BOOTSTRAP_TYPE = "bootstrap.kubernetes.io/token";
const BOOTSTRAPPERS = "system:bootstrappers";

/** The audience of every cluster's own tokens, and their issuer. */
export function tokenIssuer(clusterDomain: string): string {
  return `https://kubernetes.default.svc.${clusterDomain}`;
}

/** The service account or the joining node behind a token; a text says why there is none. */
// pkg/serviceaccount/{legacy,claims,jwt}.go, plugin/pkg/auth/authenticator/token/bootstrap, 1.20
export function bearerOf(token: string, world: TokenWorld): TokenBearer | string {
  if (BOOTSTRAP_TOKEN.test(token)) return bootstrapper(token, world) ?? INVALID;
  const claims = claimsOf(token);
  if (!claims) return INVALID;
  const secretName = claims[`${LEGACY}secret.name`];
  if (typeof secretName === "string") return bySecret(token, claims, secretName, world);
  return readToken(token, world.seed) ? byClaims(claims, world) : INVALID;
}

/** A token that lives in a secret is good as long as the secret holds it. */
function bySecret(token: string, claims: JsonObject, secretName: string, world: TokenWorld): TokenBearer | string {
  const namespace = text(claims[`${LEGACY}namespace`]);
  const name = text(claims[`${LEGACY}service-account.name`]);
  const secret = world.store.get("secrets", namespace, secretName);
  const account = world.store.get("serviceaccounts", namespace, name);
  if ((secret?.["data"] as Record<string, string> | undefined)?.["token"] !== btoa(token)) return INVALIDATED;
  if (!account || account.metadata.uid !== claims[`${LEGACY}service-account.uid`]) return INVALIDATED;
  return { user: accountUser(account, {}), audiences: [tokenIssuer(world.clusterDomain)] };
}

/** A token of a TokenRequest is good until it ends, and while what it is bound to is there. */
function byClaims(claims: JsonObject, { store, now }: TokenWorld): TokenBearer | string {
  const { namespace, serviceaccount, pod, secret } = objectOf(claims["kubernetes.io"]);
  const seconds = Math.floor(now / 1000);
  if (typeof claims.exp === "number" && claims.exp < seconds) return "[invalid bearer token, Token has expired.]";
  const { name, uid } = objectOf(serviceaccount);
  const account = store.get("serviceaccounts", text(namespace), text(name));
  if (!account) return `[invalid bearer token, serviceaccounts ${JSON.stringify(text(name))} not found]`;
  if (account.metadata.uid !== uid) {
    return `[invalid bearer token, ServiceAccount UID (${account.metadata.uid ?? ""}) does not match claim (${text(uid)})]`;
  }
  for (const [resource, kind, bound] of [
    ["secrets", "Secret", secret],
    ["pods", "Pod", pod],
  ] as const) {
    if (!isJsonObject(bound)) continue;
    const found = store.get(resource, text(namespace), text(bound.name))?.metadata;
    if (!found) return INVALIDATED;
    if (found.uid !== bound.uid)
      return `[invalid bearer token, ${kind} UID (${found.uid ?? ""}) does not match claim (${text(bound.uid)})]`;
  }
  return { user: accountUser(account, podExtra(objectOf(pod))), audiences: Array.isArray(claims.aud) ? claims.aud.map(text) : [] };
}

function podExtra({ name, uid }: JsonObject): Record<string, string[]> {
  if (name === undefined) return {};
  return { "authentication.kubernetes.io/pod-name": [text(name)], "authentication.kubernetes.io/pod-uid": [text(uid)] };
}

function accountUser({ metadata }: KubeObject, extra: Record<string, string[]>): UserInfo {
  const { name = "", namespace = "", uid } = metadata;
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
    ...(uid ? { uid } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
}

/** A node that joins shows a bootstrap token. bootstrap/bootstrap.go AuthenticateToken */
function bootstrapper(token: string, { store, now }: TokenWorld): TokenBearer | undefined {
  const [id = "", secretPart = ""] = token.split(".");
  const secret = store.get("secrets", "kube-system", `bootstrap-token-${id}`);
  const read = (key: string) => atob((secret?.["data"] as Record<string, string> | undefined)?.[key] ?? "");
  if (secret?.["type"] !== BOOTSTRAP_TYPE || secret.metadata.deletionTimestamp) return undefined;
  if (read("token-id") !== id || read("token-secret") !== secretPart || read("usage-bootstrap-authentication") !== "true") return undefined;
  const expiration = read("expiration");
  if (expiration !== "" && Date.parse(expiration) <= now) return undefined;
  const groups = read("auth-extra-groups")
    .split(",")
    .filter((group) => group !== "");
  const all = [...new Set([BOOTSTRAPPERS, ...groups])].toSorted();
  return { user: { name: `system:bootstrap:${id}`, groups: [...all, "system:authenticated"] }, audiences: [] };
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

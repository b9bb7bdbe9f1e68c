import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Secret } from "../../kinds/core/secret/types.ts";

/** Where bootstrap tokens are. */
export const TOKEN_NAMESPACE = "kube-system";
const TOKEN_TYPE = "bootstrap.kubernetes.io/token";
const NAME = /^bootstrap-token-([a-z0-9]{6})$/;

/** Whether a secret holds a token with which nodes join. */
export function isBootstrapToken({ metadata, type }: Secret): boolean {
  return type === TOKEN_TYPE && metadata.namespace === TOKEN_NAMESPACE;
}

/** One value of a secret as text; "" when it is not there. */
export function secretText({ data }: Secret, key: string): string {
  const value = data?.[key];
  return value ? new TextDecoder().decode(Uint8Array.fromBase64(value)) : "";
}

/** When a token ends (ms since the Unix epoch); undefined for one that does not. An unreadable time has passed. */
// cluster-bootstrap/token/util, pkg/controller/bootstrap/util.go, 1.20
export function expirationOf(secret: Secret): number | undefined {
  const text = secretText(secret, "expiration");
  return text === "" ? undefined : (parseRfc3339(text) ?? 0);
}

/** Id and secret part of a token that may sign now; undefined for any other. pkg/controller/bootstrap/util.go validateSecretForSigning */
export function signingToken(secret: Secret, now: number): { id: string; secret: string } | undefined {
  const id = secretText(secret, "token-id");
  const part = secretText(secret, "token-secret");
  const isNamed = NAME.exec(secret.metadata.name ?? "")?.[1] === id && id !== "";
  const expiration = expirationOf(secret);
  if (!isNamed || part === "" || (expiration !== undefined && expiration <= now)) return undefined;
  return secretText(secret, "usage-bootstrap-signing") === "true" ? { id, secret: part } : undefined;
}

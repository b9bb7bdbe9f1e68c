import type { ServiceAccount } from "../../kinds/core/serviceaccount/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { signedToken } from "../../machinery/service-account-token.ts";

/** A service account's token as a secret holds it. */
// pkg/serviceaccount/legacy.go LegacyClaims, 1.20
export function legacyToken(account: ServiceAccount, secretName: string, { cluster }: ComponentContext): string {
  const { name = "", namespace = "", uid = "" } = account.metadata;
  const claims = {
    iss: "kubernetes/serviceaccount",
    "kubernetes.io/serviceaccount/namespace": namespace,
    "kubernetes.io/serviceaccount/secret.name": secretName,
    "kubernetes.io/serviceaccount/service-account.name": name,
    "kubernetes.io/serviceaccount/service-account.uid": uid,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  return signedToken(claims, cluster.seed);
}

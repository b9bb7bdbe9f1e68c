import type { ServiceAccount } from "../../kinds/core/serviceaccount/types.ts";
import type { Sim } from "../../sim/types.ts";
import { toBase64Url } from "../controller/base64.ts";

const URL_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Letters of an RS256 signature with a 2048 bit key. */
const SIGNATURE_LENGTH = 342;
const KEY_ID_LENGTH = 43;

/** A service account's token as a secret holds it: the real claims in a JSON web token, with a drawn signature. */
// pkg/serviceaccount/legacy.go LegacyClaims, 1.20
export function legacyToken(account: ServiceAccount, secretName: string, sim: Sim): string {
  const { name = "", namespace = "", uid = "" } = account.metadata;
  const random = sim.stream(`token/${namespace}/${secretName}`);
  const letters = (count: number) => Array.from({ length: count }, () => random.pick([...URL_LETTERS])).join("");
  // The key is the cluster's: its id is the same in every token.
  const keyRandom = sim.stream("token-key-id");
  const keyId = sim.draw("token-key-id", () => Array.from({ length: KEY_ID_LENGTH }, () => keyRandom.pick([...URL_LETTERS])).join(""));
  const claims = {
    iss: "kubernetes/serviceaccount",
    "kubernetes.io/serviceaccount/namespace": namespace,
    "kubernetes.io/serviceaccount/secret.name": secretName,
    "kubernetes.io/serviceaccount/service-account.name": name,
    "kubernetes.io/serviceaccount/service-account.uid": uid,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  return [toBase64Url(JSON.stringify({ alg: "RS256", kid: keyId })), toBase64Url(JSON.stringify(claims)), letters(SIGNATURE_LENGTH)].join(
    ".",
  );
}

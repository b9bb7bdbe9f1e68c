import { isJsonObject, type JsonObject } from "../base/json.ts";
import { createStream } from "../sim/random.ts";
import type { RandomStream } from "../sim/types.ts";

const URL_LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"];
/** Letters of an RS256 signature with a 2048 bit key. */
const SIGNATURE_LENGTH = 342;
const KEY_ID_LENGTH = 43;

/** A JSON web token with these claims, as the cluster's one signing key makes them. Its signature follows from what is signed. */
// pkg/serviceaccount/jwt.go, 1.20
export function signedToken(claims: JsonObject, seed: number): string {
  // The key is the cluster's: its id is the same in every token.
  const keyId = letters(streamOf(seed, "token-key-id"), KEY_ID_LENGTH);
  const signed = [{ alg: "RS256", kid: keyId }, claims].map((part) => base64Url(JSON.stringify(part))).join(".");
  return `${signed}.${signatureOf(signed, seed)}`;
}

/** The claims of a token that the cluster signed; undefined for anything else. */
export function readToken(token: string, seed: number): JsonObject | undefined {
  const cut = token.lastIndexOf(".");
  const signed = token.slice(0, Math.max(cut, 0));
  return cut > 0 && token.slice(cut + 1) === signatureOf(signed, seed) ? claimsOf(token) : undefined;
}

/** What a token says, whoever signed it; undefined for a text that is no token. */
export function claimsOf(token: string): JsonObject | undefined {
  const [, payload = "", , more] = token.split(".");
  if (payload === "" || more !== undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(payload, { alphabet: "base64url" })));
    return isJsonObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function signatureOf(signed: string, seed: number): string {
  return letters(streamOf(seed, `token-signature/${signed}`), SIGNATURE_LENGTH);
}

function streamOf(seed: number, name: string): RandomStream {
  return createStream(seed, name, 0, () => {});
}

function letters(random: RandomStream, count: number): string {
  return Array.from({ length: count }, () => random.pick(URL_LETTERS)).join("");
}

function base64Url(text: string): string {
  return new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true });
}

import type { JsonObject } from "../base/json.ts";
import { createStream } from "../sim/random.ts";
import type { RandomStream, Sim } from "../sim/types.ts";

const URL_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Letters of an RS256 signature with a 2048 bit key. */
const SIGNATURE_LENGTH = 342;
const KEY_ID_LENGTH = 43;

/** A JSON web token with these claims, as the cluster's one signing key makes them; the signature is drawn from `stream`. */
// pkg/serviceaccount/jwt.go, 1.20
export function signedToken(claims: JsonObject, stream: string, sim: Sim, seed: number): string {
  // The key is the cluster's: its id is the same in every token, and no draw moves it on.
  const keyId = letters(
    createStream(seed, "token-key-id", 0, () => {}),
    KEY_ID_LENGTH,
  );
  const parts = [{ alg: "RS256", kid: keyId }, claims].map((part) => base64Url(JSON.stringify(part)));
  return [...parts, letters(sim.stream(stream), SIGNATURE_LENGTH)].join(".");
}

function letters(random: RandomStream, count: number): string {
  return Array.from({ length: count }, () => random.pick([...URL_LETTERS])).join("");
}

function base64Url(text: string): string {
  return new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true });
}

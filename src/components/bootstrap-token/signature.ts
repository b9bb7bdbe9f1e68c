import { hmacSha256 } from "../../base/hmac.ts";

/** A JSON web signature over a text that is not in it: `HEADER..SIGNATURE`. cluster-bootstrap/token/jws/jws.go, 1.20 */
export function detachedSignature(content: string, tokenId: string, tokenSecret: string): string {
  const header = base64Url(new TextEncoder().encode(JSON.stringify({ alg: "HS256", kid: tokenId })));
  const payload = base64Url(new TextEncoder().encode(content));
  return `${header}..${base64Url(hmacSha256(tokenSecret, `${header}.${payload}`))}`;
}

function base64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

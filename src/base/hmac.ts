import { sha256 } from "./sha256.ts";

const BLOCK_BYTES = 64;

/** HMAC-SHA256. RFC 2104 */
export function hmacSha256(key: string, message: string): Uint8Array {
  const bytes = new TextEncoder().encode(key);
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(bytes.length > BLOCK_BYTES ? sha256(bytes) : bytes);
  const padded = (value: number) => block.map((byte) => byte ^ value);
  const inner = sha256(Uint8Array.from([...padded(0x36), ...new TextEncoder().encode(message)]));
  return sha256(Uint8Array.from([...padded(0x5c), ...inner]));
}

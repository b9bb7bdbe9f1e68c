const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const NOT_ASCII = /[^\x00-\x7f]/;

/** FNV-1a, 32 bits, over the UTF-8 bytes of a text; goes on from `state` when given. */
export function fnv32a(text: string, state: number = OFFSET_BASIS): number {
  if (NOT_ASCII.test(text)) return fnv32aBytes(new TextEncoder().encode(text), state);
  let hash = state;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  return hash >>> 0;
}

/** {@link fnv32a} over bytes. */
export function fnv32aBytes(bytes: Iterable<number>, state: number = OFFSET_BASIS): number {
  let hash = state;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME);
  return hash >>> 0;
}

/** FNV-1, 32 bits (multiply first, then xor), over the UTF-8 bytes of a text. */
export function fnv32(text: string): number {
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash, PRIME) ^ byte;
  return hash >>> 0;
}

const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** Each character becomes one of the 27 that spell no bad words. apimachinery/pkg/util/rand.SafeEncodeString */
export function safeEncode(text: string): string {
  let encoded = "";
  for (let index = 0; index < text.length; index++) encoded += SAFE_ALPHABET.charAt(text.charCodeAt(index) % SAFE_ALPHABET.length);
  return encoded;
}

/** The number of bytes that a base64 text stands for; 0 for the empty text. */
export function base64Bytes(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

/** A text's UTF-8 bytes in base64. */
export function encodeBase64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

/** The text in a base64 value; bytes that are no UTF-8 become U+FFFD. */
export function decodeBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.fromBase64(text));
}

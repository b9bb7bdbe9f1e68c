/** A text's UTF-8 bytes in base64. */
export function toBase64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

/** A text's UTF-8 bytes in base64. */
export function toBase64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

/** The same without padding and with the letters that a URL allows. */
export function toBase64Url(text: string): string {
  return new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true });
}

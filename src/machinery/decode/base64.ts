/** Where Go's decoder finds the first character that does not belong into base64. */
export function firstBadBase64(text: string): number {
  const at = text.search(/[^A-Za-z0-9+/=\r\n]/);
  if (at >= 0) return at;
  return Math.max(0, text.length - (text.length % 4));
}

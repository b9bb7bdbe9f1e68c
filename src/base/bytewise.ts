/**
 * Compares strings as Go does, by their UTF-8 bytes: negative, zero or positive. JavaScript's own order is that of
 * UTF-16 units and differs where a surrogate pair meets U+E000 to U+FFFF.
 */
export function compareBytewise(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    const aIsSurrogate = (a & 0xf800) === 0xd800;
    const bIsSurrogate = (b & 0xf800) === 0xd800;
    // A surrogate stands for a code point above every other UTF-16 unit.
    if (aIsSurrogate !== bIsSurrogate) return aIsSurrogate ? 1 : -1;
    return a - b;
  }
  return left.length - right.length;
}

/** The object's own keys in Go's string order. */
export function sortedKeys(object: object): string[] {
  return Object.keys(object).sort(compareBytewise);
}

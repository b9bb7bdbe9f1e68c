const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

// Looked up: every object and every event is named by such numbers, and a number of more than 31 bits writes itself slowly.

/** The lowest 16 bits of a number in four hexadecimal digits. */
export function hex16(word: number): string {
  return `${BYTES[(word >>> 8) & 0xff]}${BYTES[word & 0xff]}`;
}

/** The lowest 24 bits of a number in six hexadecimal digits. */
export function hex24(word: number): string {
  return `${BYTES[(word >>> 16) & 0xff]}${BYTES[(word >>> 8) & 0xff]}${BYTES[word & 0xff]}`;
}

/** The lowest 32 bits of a number in eight hexadecimal digits. */
export function hex32(word: number): string {
  return `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 0xff]}${BYTES[(word >>> 8) & 0xff]}${BYTES[word & 0xff]}`;
}

const BLOCK_BYTES = 64;

/** The SHA-1 of a text's UTF-8 bytes, as 40 lower-case hex digits. RFC 3174 */
export function sha1Hex(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor((bytes.length * 8) / 2 ** 32));
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) state = afterBlock(state, view, at);
  return state.map((word) => word.toString(16).padStart(8, "0")).join("");
}

function afterBlock(state: readonly number[], view: DataView, at: number): number[] {
  const words = Array.from({ length: 16 }, (_, index) => view.getUint32(at + index * 4));
  for (let index = 16; index < 80; index++)
    words.push(rotated((words[index - 3] ?? 0) ^ (words[index - 8] ?? 0) ^ (words[index - 14] ?? 0) ^ (words[index - 16] ?? 0), 1));
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (const [index, word] of words.entries()) {
    const [mixed, constant] = round(index, b, c, d);
    [a, b, c, d, e] = [(rotated(a, 5) + mixed + e + constant + word) >>> 0, a, rotated(b, 30), c, d];
  }
  return [a, b, c, d, e].map((word, index) => (word + (state[index] ?? 0)) >>> 0);
}

function round(index: number, b: number, c: number, d: number): [mixed: number, constant: number] {
  if (index < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (index < 40) return [b ^ c ^ d, 0x6ed9eba1];
  return index < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6];
}

function rotated(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
/** Made with the first digest. */
let sines: readonly number[] | undefined;

/** The MD5 of bytes, or of a text's UTF-8 bytes, as 32 lower-case hex digits. RFC 1321 */
export function md5Hex(content: string | Uint8Array): string {
  const words = paddedWords(typeof content === "string" ? new TextEncoder().encode(content) : content);
  let state: [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let start = 0; start < words.length; start += 16) state = digestBlock(state, words.subarray(start, start + 16));
  return state.map(littleEndianHex).join("");
}

function paddedWords(bytes: Uint8Array): Uint32Array {
  const length = ((bytes.length + 8) >> 6) * 64 + 64;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, (bytes.length * 8) >>> 0, true);
  view.setUint32(length - 4, Math.floor((bytes.length * 8) / 2 ** 32), true);
  return Uint32Array.from({ length: length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

function digestBlock(state: readonly [number, number, number, number], block: Uint32Array): [number, number, number, number] {
  sines ??= Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) >>> 0);
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const mixed = mix(round, b, c, d);
    const word = block[wordIndex(round, step)] ?? 0;
    const sum = (a + mixed + (sines[step] ?? 0) + word) | 0;
    const shift = SHIFTS[round * 4 + (step & 3)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

function wordIndex(round: number, step: number): number {
  if (round === 0) return step;
  if (round === 1) return (5 * step + 1) & 15;
  return round === 2 ? (3 * step + 5) & 15 : (7 * step) & 15;
}

function littleEndianHex(word: number): string {
  let hex = "";
  for (let shift = 0; shift < 32; shift += 8) hex += ((word >>> shift) & 0xff).toString(16).padStart(2, "0");
  return hex;
}

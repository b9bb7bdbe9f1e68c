/** Made at the first hash: few commands need one. */
let tables: { readonly k: Uint32Array; readonly start: Uint32Array } | undefined;

/** SHA-256 of bytes, or of a text's UTF-8 bytes. A browser has none that is synchronous. FIPS 180-4 */
export function sha256(content: string | Uint8Array): Uint8Array {
  const message = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const blocks = new Uint8Array(((message.length + 8) >> 6) * 64 + 64);
  blocks.set(message);
  blocks[message.length] = 0x80;
  new DataView(blocks.buffer).setUint32(blocks.length - 4, message.length * 8);
  const { k, start } = (tables ??= { k: constants(64, 1 / 3), start: constants(8, 1 / 2) });
  const state = Uint32Array.from(start);
  for (let offset = 0; offset < blocks.length; offset += 64) compress(k, state, new DataView(blocks.buffer, offset, 64));
  const digest = new Uint8Array(32);
  const view = new DataView(digest.buffer);
  state.forEach((word, index) => view.setUint32(index * 4, word));
  return digest;
}

/** The first 32 bits of the fractional parts of roots of the first primes. */
function constants(count: number, power: number): Uint32Array {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) isPrime = false;
    const root = candidate ** power;
    if (isPrime) words.push(Math.floor((root - Math.floor(root)) * 2 ** 32));
  }
  return Uint32Array.from(words);
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function compress(k: Uint32Array, state: Uint32Array, block: DataView): void {
  const w = new Uint32Array(64);
  const at = (words: Uint32Array, index: number): number => words[index] ?? 0;
  for (let index = 0; index < 64; index++) {
    if (index < 16) {
      w[index] = block.getUint32(index * 4);
      continue;
    }
    const a = at(w, index - 15);
    const b = at(w, index - 2);
    const low = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const high = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[index] = at(w, index - 16) + low + at(w, index - 7) + high;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index++) {
    const choice = (e & f) ^ (~e & g);
    const one = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + at(k, index) + at(w, index)) | 0;
    const two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = at(state, index) + word));
}

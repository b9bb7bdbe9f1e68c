/** A hash state of two 32-bit words. */
export type Words = readonly [number, number];

/** Stirs a 32-bit word until each bit of the input reaches each bit of the output (Murmur3's finaliser). */
export function stir(word: number): number {
  let value = word ^ (word >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Takes one 32-bit number into a state. */
export function mixNumber(words: Words, value: number): Words {
  return mix(words[0], words[1], value);
}

/** Takes a text into a state, its length included. */
export function mixText(words: Words, text: string): Words {
  let first = words[0];
  let second = words[1];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x9e3779b1);
    second = Math.imul(second ^ code, 0x5f356495);
  }
  return mix(first ^ (second >>> 15), second ^ (first >>> 13), text.length);
}

function mix(high: number, low: number, value: number): Words {
  const nextHigh = stir(Math.imul(high ^ value, 0x9e3779b1) ^ low);
  return [nextHigh, stir(Math.imul(low + value, 0x85ebca77) ^ nextHigh)];
}

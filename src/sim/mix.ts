/** A hash state of two 32-bit words. */
export type Words = readonly [number, number];

/** A state that takes things in where it stands: who takes in a lot makes no new state each time. */
export type RunningWords = [number, number];

/** Stirs a 32-bit word until each bit of the input reaches each bit of the output (Murmur3's finaliser). */
export function stir(word: number): number {
  let value = word ^ (word >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The state after one 32-bit number. */
export function mixNumber(words: Words, value: number): Words {
  const running: RunningWords = [words[0], words[1]];
  takeNumber(running, value);
  return running;
}

/** The state after a text, its length included. */
export function mixText(words: Words, text: string): Words {
  const running: RunningWords = [words[0], words[1]];
  takeText(running, text);
  return running;
}

/** Takes one 32-bit number into a state. */
export function takeNumber(words: RunningWords, value: number): void {
  const high = stir(Math.imul(words[0] ^ value, 0x9e3779b1) ^ words[1]);
  words[1] = stir(Math.imul(words[1] + value, 0x85ebca77) ^ high);
  words[0] = high;
}

/** Takes a text into a state, its length included. */
export function takeText(words: RunningWords, text: string): void {
  let first = words[0];
  let second = words[1];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x9e3779b1);
    second = Math.imul(second ^ code, 0x5f356495);
  }
  words[0] = first ^ (second >>> 15);
  words[1] = second ^ (first >>> 13);
  takeNumber(words, text.length);
}

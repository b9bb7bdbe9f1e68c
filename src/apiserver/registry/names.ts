import { hex16, hex32 } from "../../base/hex.ts";
import type { RandomStream } from "../../sim/types.ts";

/** Letters of generated names: no vowels, no look-alikes. apimachinery/pkg/util/rand */
const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;
const BASE_LENGTH_MAX = 63 - SUFFIX_LENGTH;

/** `np-pods-5767d54d4b-` with five letters; a long base is cut so that the whole is a label. apiserver/pkg/storage/names */
export function generateName(base: string, suffix: string): string {
  return base.slice(0, BASE_LENGTH_MAX) + suffix;
}

/** Five random letters for a generated name. */
export function randomSuffix(random: RandomStream): string {
  let text = "";
  for (let index = 0; index < SUFFIX_LENGTH; index++) text += ALPHABET[random.int(ALPHABET.length)];
  return text;
}

/** A version 4 UUID: 128 drawn bits, with the version and the variant in place of six of them. */
export function randomUid(random: RandomStream): string {
  const first = random.int(WORD);
  const second = random.int(WORD);
  const third = random.int(WORD);
  const fourth = random.int(WORD);
  const version = 0x4000 | (second & 0xfff);
  const variant = 0x8000 | ((third >>> 16) & 0x3fff);
  return `${hex32(first)}-${hex16(second >>> 16)}-${hex16(version)}-${hex16(variant)}-${hex16(third)}${hex32(fourth)}`;
}

const WORD = 0x1_0000_0000;

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

/** A version 4 UUID. */
export function randomUid(random: RandomStream): string {
  let hex = "";
  for (let index = 0; index < 4; index++) hex += random.int(0x1_0000_0000).toString(16).padStart(8, "0");
  const variant = "89ab"[Number.parseInt(hex[16] ?? "0", 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

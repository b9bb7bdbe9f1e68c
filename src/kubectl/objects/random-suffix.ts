import type { KubectlEnv } from "../env.ts";

/** The letters that Kubernetes takes for random names: no vowels, nothing that looks like another. */
const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const LENGTH = 5;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Five letters for a name that kubectl itself has to make up. They follow from `seed` and the cluster's now, so that runs repeat. */
export function randomSuffix(env: KubectlEnv, seed: string): string {
  let hash = FNV_OFFSET;
  for (const character of `${seed}@${env.now()}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME) >>> 0;
  let text = "";
  for (let index = 0; index < LENGTH; index++) {
    hash = Math.imul(hash ^ index, FNV_PRIME) >>> 0;
    text += ALPHABET[(hash >>> 8) % ALPHABET.length] ?? "";
  }
  return text;
}

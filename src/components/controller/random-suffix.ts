import type { Sim } from "../../sim/types.ts";

const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const LONGEST_BASE = 58;

/** A name that a controller draws itself: `base` cut to 58 characters and five drawn ones. */
// apiserver/pkg/storage/names/generate.go, 1.20
export function drawName(sim: Sim, plural: string, namespace: string, base: string): string {
  const suffix = sim.draw(`name-suffix/${plural}/${namespace}/${base}`, (random) => {
    let text = "";
    for (let index = 0; index < 5; index++) text += ALPHABET[random.int(ALPHABET.length)] ?? "";
    return text;
  });
  return base.slice(0, LONGEST_BASE) + suffix;
}

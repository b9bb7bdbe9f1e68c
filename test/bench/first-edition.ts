import { mkdirSync } from "node:fs";
import path from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import { SHIPPED_LABS } from "../../src/lab/shipped/labs.ts";

/** Plays the labs of chapter 3, first edition, one after the other in this process; gives how many there are and the wall time in ms. */
export async function playFirstEdition(home: string): Promise<{ labs: number; ms: number }> {
  const names = Object.keys(SHIPPED_LABS).filter((name) => /^3\.\d+\.\d+$/.test(name));
  const begun = performance.now();
  for (const name of names) {
    const transcript = loadTranscript(`fixtures/labs/${name}.md`, SHIPPED_LABS[name]?.text ?? "");
    if (transcript === undefined) throw new Error(`${name} is no transcript`);
    const own = path.join(home, `lab-${name}`);
    mkdirSync(own);
    const create = { profile: transcript.settings.profile ?? "book", seed: 1 };
    const { items } = await playLab(transcript, { home: own, cluster: "lab", create, alone: true });
    if (items.some(({ status }) => status === "unsupported")) throw new Error(`${name} has commands that are not emulated`);
  }
  return { labs: names.length, ms: performance.now() - begun };
}

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import { SHIPPED_LABS } from "../../src/lab/shipped/labs.ts";

/** The labs of chapter 3, first edition. */
const NAMES = Object.keys(SHIPPED_LABS).filter((name) => /^3\.\d+\.\d+$/.test(name));
const TURNS = 3;

/** Plays them with `lab test` of the executable, as people and CI do; gives the wall time of the fastest of some turns in ms. */
export function testFirstEdition(k8sim: string, env: NodeJS.ProcessEnv): number {
  const times = Array.from({ length: TURNS }, () => {
    const begun = performance.now();
    const { status } = spawnSync(k8sim, ["lab", "test", ...NAMES], { env, stdio: "ignore" });
    if (status !== 0) throw new Error(`lab test ends with ${status}`);
    return performance.now() - begun;
  });
  return Math.min(...times);
}

/** Plays the labs of chapter 3, first edition, one after the other in this process; gives how many there are and the wall time in ms. */
export async function playFirstEdition(home: string): Promise<{ labs: number; ms: number }> {
  const begun = performance.now();
  for (const name of NAMES) {
    const transcript = loadTranscript(`fixtures/labs/${name}.md`, SHIPPED_LABS[name]?.text ?? "");
    if (transcript === undefined) throw new Error(`${name} is no transcript`);
    const own = path.join(home, `lab-${name}`);
    mkdirSync(own);
    const create = { profile: transcript.settings.profile ?? "book", seed: 1 };
    const { items } = await playLab(transcript, { home: own, cluster: "lab", create, alone: true });
    if (items.some(({ status }) => status === "unsupported")) throw new Error(`${name} has commands that are not emulated`);
  }
  return { labs: NAMES.length, ms: performance.now() - begun };
}

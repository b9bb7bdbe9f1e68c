import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import type { LabReport } from "../../src/lab/report/types.ts";

/** Plays the text of a document on a fresh cluster, of the book where nothing else is said. */
export async function play(
  file: string,
  text: string,
  profile = "book",
  { seed = 1, fresh = false, section }: { seed?: number; fresh?: boolean; section?: string } = {},
): Promise<LabReport> {
  const transcript = loadTranscript(file, text, section === undefined ? {} : { section });
  if (transcript === undefined) throw new Error(`${file} is no transcript`);
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  try {
    return await playLab(transcript, { home, cluster: "lab", create: { profile, seed }, alone: true, fresh });
  } finally {
    rmSync(home, { recursive: true });
  }
}

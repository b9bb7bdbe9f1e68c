import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import type { LabReport } from "../../src/lab/report/types.ts";
import { KNOWN_SIDECARS } from "../../src/lab/shipped/sidecars.ts";

/** Documents of users, beside the project where they are at hand. */
const folder = path.join(process.env["K8SIM_SHARED"] ?? path.resolve(import.meta.dir, "../../../shared"), "seeds");

/** The names of the documents at hand. */
export const USER_DOCUMENTS = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];

/** The text of one of them. */
export function userDocument(file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

/** Plays one of them, with its sidecar, in these words. */
export async function playUserDocument(
  file: string,
  text: string,
  { seed = 1, fresh = false }: { readonly seed?: number; readonly fresh?: boolean } = {},
): Promise<LabReport> {
  const sidecar = KNOWN_SIDECARS[file.replace(/\.txt$/, "")];
  const transcript = loadTranscript(file, text, sidecar === undefined ? {} : { sidecar });
  if (transcript === undefined) throw new Error(`${file} is no transcript`);
  const home = mkdtempSync(path.join(tmpdir(), "k8sim-document-"));
  try {
    const profile = transcript.settings.profile ?? "book";
    return await playLab(transcript, { home, cluster: "lab", create: { profile, seed }, alone: true, fresh });
  } finally {
    rmSync(home, { recursive: true });
  }
}

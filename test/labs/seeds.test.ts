import { describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import type { LabReport } from "../../src/lab/report/types.ts";
import { KNOWN_SIDECARS } from "../../src/lab/shipped/sidecars.ts";

/** Documents of users, beside the project where they are at hand. */
const folder = path.join(process.env["K8SIM_SHARED"] ?? path.resolve(import.meta.dir, "../../../shared"), "seeds");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];

/** A document with its sidecar, played. */
async function play(file: string, seed: number, fresh = false): Promise<LabReport> {
  const sidecar = KNOWN_SIDECARS[file.replace(/\.txt$/, "")];
  const text = readFileSync(path.join(folder, file), "utf8");
  const transcript = loadTranscript(file, text, sidecar === undefined ? {} : { sidecar });
  if (transcript === undefined) throw new Error(`${file} is no transcript`);
  const home = mkdtempSync(path.join(tmpdir(), "k8sim-seed-"));
  try {
    const profile = transcript.settings.profile ?? "book";
    return await playLab(transcript, { home, cluster: "lab", create: { profile, seed }, alone: true, fresh });
  } finally {
    rmSync(home, { recursive: true });
  }
}

function wrongIn({ items }: LabReport): unknown[] {
  const wrong = items.filter(({ status }) => status === "differs" || status === "unsupported");
  return wrong.map(({ item, status, why }) => [item.line, status, why]);
}

describe.skipIf(files.length === 0)("users' documents", () => {
  test.each(files)(
    "%s: every output is what its document shows, or is excused",
    async (file) => expect(wrongIn(await play(file, 1))).toEqual([]),
    60_000,
  );

  test.each(files.flatMap((file) => [2, 3, 4].map((seed) => [file, seed] as const)))(
    "%s on a cluster with names, addresses and ports of its own, seed %i",
    async (file, seed) => expect(wrongIn(await play(file, seed, true))).toEqual([]),
    60_000,
  );
});

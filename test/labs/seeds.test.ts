import { describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import { KNOWN_SIDECARS } from "../../src/lab/shipped/sidecars.ts";

/** Documents of users, beside the project where they are at hand. */
const folder = path.join(process.env["K8SIM_SHARED"] ?? path.resolve(import.meta.dir, "../../../shared"), "seeds");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];

describe.skipIf(files.length === 0)("users' documents", () => {
  test.each(files)(
    "%s: every output is what its document shows, or is excused",
    async (file) => {
      const sidecar = KNOWN_SIDECARS[file.replace(/\.txt$/, "")];
      const transcript = loadTranscript(file, readFileSync(path.join(folder, file), "utf8"), sidecar === undefined ? {} : { sidecar });
      if (transcript === undefined) return;
      const home = mkdtempSync(path.join(tmpdir(), "k8sim-seed-"));
      try {
        const profile = transcript.settings.profile ?? "book";
        const { items } = await playLab(transcript, { home, cluster: "lab", create: { profile, seed: 1 } });
        const wrong = items.filter(({ status }) => status === "differs" || status === "unsupported");
        expect(wrong.map(({ item, status, why }) => [item.line, status, why])).toEqual([]);
      } finally {
        rmSync(home, { recursive: true });
      }
    },
    60_000,
  );
});

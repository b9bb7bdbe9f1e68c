import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "k8sim-memory-"));
});

afterEach(() => rmSync(home, { recursive: true }));

async function play(file: string, alone: boolean) {
  const transcript = loadTranscript(file, readFileSync(join(import.meta.dir, "../../fixtures/labs", file), "utf8"));
  if (transcript === undefined) throw new Error(`${file} is no transcript`);
  return playLab(transcript, { home, cluster: "lab", create: { profile: "book", seed: 1, force: true }, alone });
}

// Pods come and go, and a deployment is rolled back to what it was; a service, an autoscaler and load.
test.each(["3.2.10.md", "3.3.5.md"])(
  "%s shows the same in memory as in files, and leaves none",
  async (file) => {
    const first = await play(file, true);
    expect(readdirSync(home)).toEqual([]);
    expect(await play(file, false)).toEqual(first);
    expect(await play(file, true)).toEqual(first);
  },
  60_000,
);

import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import type { LabReport } from "../../src/lab/report/types.ts";
import { SHIPPED_LABS } from "../../src/lab/shipped/labs.ts";

/** Tests that the shipped labs whose names begin so play as they show: every output equal, nothing skipped or excused. */
export function testShippedLabs(...beginnings: readonly string[]): void {
  const names = Object.keys(SHIPPED_LABS).filter((name) => beginnings.some((beginning) => name.startsWith(beginning)));
  test.each(names)(
    "lab %s prints what it shows",
    async (name) => {
      const { items } = await playShipped(name);
      const others = items.filter(({ status }) => status !== "equal");
      expect(others.map(({ item, status, why, actual }) => [item.line, status, why, actual])).toEqual([]);
      expect(items.length).toBeGreaterThan(3);
    },
    60_000,
  );
}

async function playShipped(name: string): Promise<LabReport> {
  const transcript = loadTranscript(`fixtures/labs/${name}.md`, SHIPPED_LABS[name]?.text ?? "");
  if (transcript === undefined) throw new Error(`${name} is no transcript`);
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  try {
    const create = { profile: transcript.settings.profile ?? "book", seed: 1 };
    return await playLab(transcript, { home, cluster: "lab", create, alone: true });
  } finally {
    rmSync(home, { recursive: true });
  }
}

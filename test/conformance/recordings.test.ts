import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

// Sessions recorded with the real thing lie beside the project, not in it: K8SIM_SHARED names their folder where they are elsewhere.
const root = path.resolve(import.meta.dir, "../..");
const shared = process.env["K8SIM_SHARED"] ?? path.resolve(root, "../shared");
const runner = path.join(shared, "conformance/run.mjs");
/** Scenarios are played side by side by so many processes. */
const LANES = 2;

/** The share of equal steps that a folder, or the scenarios of it whose names match `only`, have reached: it only rises. */
interface Floor {
  readonly folder: string;
  readonly only?: string;
  readonly percent: number;
}

const floors = JSON.parse(readFileSync(path.join(import.meta.dir, "floor.json"), "utf8")) as readonly Floor[];

/** The scenarios in lanes that take about as long as each other: the longest first, each to the lane that has least to do. */
function lanesOf({ folder, only = "" }: Floor): string[][] {
  const directory = path.join(shared, "conformance/recordings", folder);
  const lanes = Array.from({ length: LANES }, () => ({ steps: 0, files: [] as string[] }));
  const scenarios = readdirSync(directory)
    .filter((name) => name.endsWith(".json") && new RegExp(only).test(path.basename(name, ".json")))
    .map((name) => path.join(directory, name))
    .map((file) => ({ file, steps: (JSON.parse(readFileSync(file, "utf8")) as { steps: unknown[] }).steps.length }));
  for (const { file, steps } of scenarios.toSorted((a, b) => b.steps - a.steps)) {
    const lane = lanes.toSorted((a, b) => a.steps - b.steps)[0];
    lane?.files.push(file);
    if (lane) lane.steps += steps;
  }
  return lanes.map(({ files }) => files).filter((files) => files.length > 0);
}

// Without the recordings there is nothing to compare with, and the suite says so by not having these tests
if (existsSync(runner)) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "k8sim-conformance-"));
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** Plays scenarios one after the other; gives how many steps there were and how many are equal. */
  async function play(files: readonly string[], report: string): Promise<{ equal: number; total: number }> {
    const args = ["--k8sim", path.join(root, "dist/k8sim"), "--min", "0", "--json", report, ...files];
    await Bun.spawn(["node", runner, ...args], { stdin: "ignore", stdout: "ignore", stderr: "inherit" }).exited;
    return JSON.parse(readFileSync(report, "utf8")) as { equal: number; total: number };
  }

  describe("recorded sessions", () => {
    for (const [index, floor] of floors.entries()) {
      const name = `${floor.folder}${floor.only === undefined ? "" : ` (${floor.only})`}`;
      test(
        `${name}: at least ${floor.percent} % of the steps are equal`,
        async () => {
          const results = await Promise.all(lanesOf(floor).map((files, lane) => play(files, path.join(scratch, `${index}-${lane}.json`))));
          const sum = (of: "equal" | "total") => results.reduce((all, result) => all + result[of], 0);
          const share = (100 * sum("equal")) / sum("total");
          console.log(`${name}: ${sum("equal")} of ${sum("total")} steps equal (${share.toFixed(1)} %)`);
          expect(share).toBeGreaterThanOrEqual(floor.percent);
        },
        { timeout: 280_000 },
      );
    }
  });
}

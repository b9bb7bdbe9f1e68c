import { describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

// Sessions recorded with the real thing lie beside the project, not in it: K8SIM_SHARED names their folder where they are elsewhere.
const root = path.resolve(import.meta.dir, "../..");
const shared = process.env["K8SIM_SHARED"] ?? path.resolve(root, "../shared");
const runner = path.join(shared, "conformance/run.mjs");
/** The share of equal steps, in percent, that each folder has reached: it only rises. */
const floor = JSON.parse(readFileSync(path.join(import.meta.dir, "floor.json"), "utf8")) as Record<string, number>;

// Without the recordings there is nothing to compare with, and the suite says so by not having these tests
if (existsSync(runner)) {
  describe("recorded sessions", () => {
    for (const [folder, share] of Object.entries(floor)) {
      test(
        `${folder}: at least ${share} % of the steps are equal`,
        () => {
          const args = [runner, "--k8sim", path.join(root, "bin/k8sim"), "--min", String(share), path.join(shared, "conformance/recordings", folder)];
          const result = spawnSync("node", args, { encoding: "utf8", maxBuffer: 64 << 20 });
          console.log(result.stdout.trim().split("\n").at(-1));
          expect(result.status).toBe(0);
        },
        { timeout: 280_000 },
      );
    }
  });
}

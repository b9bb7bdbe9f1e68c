import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { randomCommands } from "../support/random-commands.ts";

const root = path.resolve(import.meta.dir, "../..");
const k8sim = path.join(root, "dist/k8sim");

/** Plays commands on a fresh cluster of that seed and hashes everything printed. */
async function play(seed: number, steps: readonly string[][]): Promise<string> {
  const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-determinism-"));
  const env = { ...process.env, K8SIM_HOME: home };
  const hash = createHash("sha256");
  try {
    for (const args of [["cluster", "create", "--clock", "stepped", "--seed", String(seed)], ...steps]) {
      const child = Bun.spawn([k8sim, ...args], { env, cwd: home, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
      const [status, stdout, stderr] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
      expect(stderr).not.toContain("k8sim has a bug");
      hash.update(`${args.join(" ")}\n${status}\n${stdout}\n${stderr}\n`.replaceAll(home, "HOME"));
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return hash.digest("hex");
}

describe("determinism", () => {
  test("the same 200 random commands with the same seed print the same bytes", async () => {
    const steps = randomCommands(7, 200);
    const [first, second] = await Promise.all([play(1, steps), play(1, steps)]);
    expect(second).toBe(first);
  }, 280_000);

  test("another seed prints other bytes", async () => {
    const steps = [
      ["kubectl", "create", "deployment", "d", "--image=nginx"],
      ["time", "settle"],
      ["kubectl", "get", "pods"],
    ];
    const [first, second] = await Promise.all([play(1, steps), play(2, steps)]);
    expect(second).not.toBe(first);
  }, 60_000);
});

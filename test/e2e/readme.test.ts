import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");

/** Commands of the README's tour, each with the output that it shows. */
function tour(): { command: string; output: string }[] {
  const block = /```console\n([\s\S]*?)```/.exec(readFileSync(path.join(root, "README.md"), "utf8"))?.[1] ?? "";
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => ({ command: part.slice(0, part.indexOf("\n")), output: part.slice(part.indexOf("\n") + 1) }));
}

test("the README's tour prints what the README shows", () => {
  const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-readme-"));
  try {
    const steps = tour();
    const played = steps.map(({ command }) => {
      const line = command.replace(/^k8sim/, `"${path.join(root, "bin/k8sim")}"`);
      const { stdout, stderr } = spawnSync("/bin/sh", ["-c", line], { env: { ...process.env, K8SIM_HOME: home }, encoding: "utf8" });
      return { command, output: stdout + stderr };
    });
    expect(steps.length).toBeGreaterThan(10);
    expect(played).toEqual(steps);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");

/** What a lab shows and leaves behind, played by a program in a home of its own. */
function played(program: readonly string[]): readonly string[] {
  const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-kept-"));
  const [command = "", ...first] = program;
  const call = (...args: readonly string[]) => {
    const { stdout, stderr, status } = spawnSync(command, [...first, ...args], {
      env: { ...process.env, K8SIM_HOME: home },
      encoding: "utf8",
    });
    return `${stdout}${stderr}${status}`;
  };
  try {
    return [call("lab", "run", "3.3.2"), call("kubectl", "get", "all,nodes,events,secrets,configmaps,leases", "-A", "-o", "yaml")];
  } finally {
    rmSync(home, { recursive: true });
  }
}

test("a lab on the cluster that the executable carries is the lab that the sources rehearse on one that they install", () => {
  const [shown = "", left = ""] = played([path.join(root, "dist/k8sim")]);
  expect(shown).toContain("outputs equal");
  expect(left).toContain("kind: Secret");
  expect([shown, left]).toEqual([...played([process.execPath, path.join(root, "src/cli/main.ts")])]);
}, 60_000);

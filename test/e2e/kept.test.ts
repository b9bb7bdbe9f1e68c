import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");

/** What some calls of a program print in a home of its own, paths of which are left out. */
function printedBy(program: readonly string[], calls: readonly string[]): readonly string[] {
  const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-kept-"));
  const [command = "", ...first] = program;
  try {
    return calls.map((call) => {
      const env = { ...process.env, K8SIM_HOME: home };
      const { stdout, stderr, status } = spawnSync(command, [...first, ...call.split(" ")], { env, encoding: "utf8" });
      return `${stdout}${stderr}${status}`.replaceAll(home, "HOME");
    });
  } finally {
    rmSync(home, { recursive: true });
  }
}

const EXECUTABLE = [path.join(root, "dist/k8sim")];
const SOURCES = [process.execPath, path.join(root, "src/cli/main.ts")];
const ALL = "kubectl get all,nodes,events,secrets,configmaps,leases -A -o yaml";

test("a lab on the cluster that the executable carries is the lab that the sources rehearse on one that they install", () => {
  const calls = ["lab run 3.3.2", ALL];
  const [shown = "", left = ""] = printedBy(EXECUTABLE, calls);
  expect(shown).toContain("outputs equal");
  expect(left).toContain("kind: Secret");
  expect([shown, left]).toEqual([...printedBy(SOURCES, calls)]);
}, 60_000);

test("a new cluster on a stepped clock is the one that the sources install, and goes on as that does", () => {
  const scale = "kubectl scale deployment coredns -n kube-system --replicas=3";
  const calls = [
    "cluster create one --clock stepped",
    "cluster create one --clock stepped",
    "cluster info",
    ALL,
    scale,
    "time settle",
    ALL,
  ];
  const printed = printedBy(EXECUTABLE, calls);
  expect(printed[1]).toContain('cluster "one" exists already');
  expect(printed[5]).toContain("(stepped)");
  expect(printed).toEqual([...printedBy(SOURCES, calls)]);
}, 60_000);

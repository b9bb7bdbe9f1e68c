import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");
const k8sim = path.join(root, "dist/k8sim");

/** A small generator of its own, so that the commands are the same in every run of this test. */
function generator(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
}

/** 200 commands that a user may type in any order; some of them fail, which is part of the bytes compared. */
function commands(seed: number): string[][] {
  const random = generator(seed);
  const name = () => `d${random(4)}`;
  const image = () => ["nginx", "sysnet4admin/echo-hname", "sysnet4admin/echo-ip", "httpd:2.4"][random(4)] ?? "nginx";
  const makers: (() => string[])[] = [
    () => ["kubectl", "create", "deployment", name(), `--image=${image()}`],
    () => ["kubectl", "scale", "deployment", name(), `--replicas=${random(6)}`],
    () => ["kubectl", "expose", "deployment", name(), "--port=80", "--type=NodePort", `--name=s${random(4)}`],
    () => ["kubectl", "delete", "deployment", name()],
    () => ["kubectl", "delete", "service", `s${random(4)}`],
    () => ["kubectl", "set", "image", `deployment/${name()}`, `*=${image()}`],
    () => ["kubectl", "get", "pods", "-o", "wide"],
    () => ["kubectl", "get", "all"],
    () => ["kubectl", "get", "events"],
    () => ["kubectl", "get", "endpoints", "-o", "yaml"],
    () => ["kubectl", "describe", "deployment", name()],
    () => ["kubectl", "run", `p${random(3)}`, `--image=${image()}`],
    () => ["kubectl", "delete", "pod", `p${random(3)}`],
    () => ["kubectl", "label", "deployment", name(), `tier=t${random(3)}`, "--overwrite"],
    () => ["time", "advance", `${1 + random(30)}s`],
    () => ["time", "settle"],
  ];
  return Array.from({ length: 200 }, () => makers[random(makers.length)]?.() ?? []);
}

/** Plays the commands on a fresh cluster of that seed and hashes everything printed. */
function play(seed: number): string {
  const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-determinism-"));
  const env = { ...process.env, K8SIM_HOME: home };
  const hash = createHash("sha256");
  try {
    for (const args of [["cluster", "create", "--clock", "stepped", "--seed", String(seed)], ...commands(7)]) {
      const { status, stdout, stderr } = spawnSync(k8sim, args, { env, cwd: home, encoding: "utf8" });
      hash.update(`${args.join(" ")}\n${status}\n${stdout}\n${stderr}\n`.replaceAll(home, "HOME"));
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return hash.digest("hex");
}

describe("determinism", () => {
  test("the same 200 random commands with the same seed print the same bytes; another seed does not", () => {
    const first = play(1);
    expect(play(1)).toBe(first);
    expect(play(2)).not.toBe(first);
  }, 120_000);
});

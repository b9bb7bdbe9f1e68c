import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { junitMistakes } from "../support/junit-schema.ts";
import { parseTap } from "../support/tap.ts";
import { parseXml } from "../support/xml.ts";

const root = path.resolve(import.meta.dir, "../..");
let directory = "";

const GOOD = "```\n$ kubectl create namespace a\nnamespace/a created\n$ kubectl get ns a -o name\nnamespace/a\n```\n";
const BAD = GOOD.replace("get ns a -o name\nnamespace/a", "get ns a -o name\nnamespace/b");

function k8sim(...args: readonly string[]): { stdout: string; stderr: string; status: number | null } {
  const env = { ...process.env, K8SIM_HOME: path.join(directory, "home"), TMPDIR: path.join(directory, "tmp") };
  return spawnSync(path.join(root, "bin/k8sim"), ["lab", ...args], { cwd: directory, env, encoding: "utf8" });
}

beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "k8sim-lab-test-"));
  for (const name of ["tmp", "docs", "docs/inner"]) mkdirSync(path.join(directory, name));
  const files = {
    "good.md": GOOD,
    "bad.md": BAD,
    "docs/one.md": GOOD,
    "docs/prose.md": "Words.\n",
    "docs/inner/two.txt": GOOD,
    "docs/x.yaml": BAD,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("lab test", () => {
  test("says that all is equal, and leaves neither a cluster nor a file", () => {
    expect(k8sim("test", "good.md")).toEqual(
      expect.objectContaining({ stdout: "ok good.md: 2 of 2 outputs equal\n", stderr: "", status: 0 }),
    );
    expect(readdirSync(path.join(directory, "tmp"))).toEqual([]);
    expect(readdirSync(directory)).not.toContain("home");
  }, 30_000);

  test("shows what differs at its line and fails", () => {
    const { stdout, stderr, status } = k8sim("test", "bad.md");
    expect({ stderr, status }).toEqual({ stderr: "", status: 1 });
    expect(stdout).toStartWith("bad.md:5: kubectl get ns a -o name: differs");
    expect(stdout).toContain("--- bad.md\n+++ k8sim\n@@ -5,1 +5,1 @@\n-namespace/b\n+namespace/a\n");
    expect(stdout).toEndWith("FAILED bad.md: 1 of 2 outputs equal, 1 differs\n");
  }, 30_000);

  test("plays directories, patterns and every combination of versions, in their order", () => {
    const { stdout, status } = k8sim("test", "docs", "go*.md", "--kubernetes-version", "v1.18.4,v1.30.1");
    const tested = stdout.split("\n").filter((line) => line.startsWith("ok "));
    const versions = ["v1.18.4", "v1.30.1"];
    const files = ["docs/inner/two.txt", "docs/one.md", "good.md"];
    expect(tested).toEqual(files.flatMap((file) => versions.map((version) => `ok ${file} (${version}): 2 of 2 outputs equal`)));
    expect(stdout).toEndWith("\n6 plays: 12 of 12 outputs equal; all pass\n");
    expect(status).toBe(0);
  }, 60_000);

  test("tells machines", () => {
    const json = k8sim("test", "bad.md", "--reporter", "json");
    expect(JSON.parse(json.stdout)).toEqual([
      {
        file: "bad.md",
        steps: [
          {
            line: 2,
            cmd: "kubectl create namespace a",
            status: "equal",
            expected: "namespace/a created",
            actual: "namespace/a created",
            why: null,
          },
          {
            line: 4,
            cmd: "kubectl get ns a -o name",
            status: "differs",
            expected: "namespace/b",
            actual: "namespace/a",
            why: expect.stringContaining("namespace/b"),
          },
        ],
      },
    ]);
    expect(json.status).toBe(1);
    const junit = k8sim("test", "bad.md", "good.md", "--reporter", "junit");
    expect(junitMistakes(parseXml(junit.stdout))).toEqual([]);
    expect(junit.status).toBe(1);
    const tap = k8sim("test", "bad.md", "--reporter", "tap");
    expect(parseTap(tap.stdout).map(({ ok }) => ok)).toEqual([true, false]);
    const github = k8sim("test", "bad.md", "--reporter", "github");
    expect(github.stdout).toStartWith("::error file=bad.md,line=5,title=kubectl get ns a -o name%3A differs::");
  }, 60_000);

  test("--update makes a failing document pass, changes nothing else, and writes nothing when nothing differs", () => {
    const file = path.join(directory, "update.md");
    const text = `Words.\r\n\r\n${BAD.replaceAll("\n", "\r\n")}\r\nMore words.`;
    writeFileSync(file, text);
    const { stdout, stderr, status } = k8sim("test", "update.md", "--update");
    expect({ stderr, status }).toEqual({ stderr: "update.md: 1 output written\n", status: 0 });
    expect(stdout).toEndWith("FAILED update.md: 1 of 2 outputs equal, 1 differs\n");
    expect(readFileSync(file, "utf8")).toBe(text.replace("namespace/b", "namespace/a"));
    const before = statSync(file, { bigint: true });
    expect(k8sim("test", "update.md", "--update")).toMatchObject({ stdout: "ok update.md: 2 of 2 outputs equal\n", stderr: "", status: 0 });
    expect(statSync(file, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });
    expect(k8sim("test", "update.md", "--update", "--seed", "1,2")).toMatchObject({ status: 2 });
  }, 30_000);

  test.each([
    [["test"], "k8sim lab test needs FILES"],
    [["test", "nothing.md"], "nothing.md cannot be read: is there such a file?"],
    [["test", "*.nothing"], "no file fits *.nothing"],
    [["test", "docs/prose.md"], "docs/prose.md holds no commands"],
    [["test", "home", "good.md"], "home cannot be read"],
    [["test", "good.md", "--reporter", "xml"], '"xml" is no reporter; there are pretty, github, json, junit, tap'],
    [["test", "good.md", "--profile", "nothing"], 'no profile "nothing"; profiles: book'],
    [["test", "good.md", "--seed", "x"], '"x"'],
    [["test", "good.md", "--section", "Nowhere"], 'good.md has no heading with "Nowhere"'],
    [["test", "good.md", "bad.md", "--sidecar", "x.yaml"], "--sidecar belongs to one document"],
  ])(
    "k8sim lab %p is a mistake of use",
    (args, message) => {
      const { stdout, stderr, status } = k8sim(...args);
      expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
      expect(stderr).toStartWith(`error: ${message}`);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    },
    30_000,
  );
});

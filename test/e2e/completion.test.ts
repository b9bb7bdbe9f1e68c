import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const dist = path.resolve(import.meta.dir, "../../dist");
let home: string;
let env: Record<string, string | undefined>;

beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "k8sim-completion-"));
  env = { ...process.env, K8SIM_HOME: home, PATH: `${dist}:${process.env["PATH"] ?? ""}` };
});
afterAll(() => rmSync(home, { recursive: true }));

function bash(script: string): string {
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { env, encoding: "utf8" });
  return stdout + stderr;
}

/** The words that bash offers behind a line when TAB is pressed. */
function tab(line: string): string[] {
  const script = `source <(k8sim completion bash); COMP_LINE=$1 COMP_POINT=\${#1} _k8sim; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync("bash", ["-c", script, "bash", line], { env, encoding: "utf8" });
  return stdout.split("\n").filter((word) => word !== "");
}

test("without a cluster TAB makes none", () => {
  expect(tab("k8sim kubectl get no")).toEqual([]);
  expect(tab("k8sim clu")).toEqual(["cluster"]);
  expect(bash("k8sim cluster list")).toStartWith("no clusters yet");
});

test("bash completes commands, options, values and names of live objects, and the cluster does not move for it", () => {
  bash("k8sim cluster create lab --clock stepped && k8sim kubectl create deployment web --image=nginx && k8sim time settle");
  const state = path.join(home, "clusters/lab/state.db");
  const before = readFileSync(state);
  expect(tab("k8sim time se")).toEqual(["settle"]);
  expect(tab("k8sim cluster use ")).toEqual(["lab"]);
  expect(tab("k8sim cluster create --kubernetes")).toEqual(["--kubernetes-version"]);
  expect(tab("k8sim cluster create x --profile book-")).toEqual(["book-2nd", "book-56"]);
  expect(tab("k8sim cluster create x --profile=kubes")).toEqual(["kubespray"]);
  expect(tab("k8sim curl --from w")).toEqual(expect.arrayContaining(["w1-k8s", "w2-k8s", "w3-k8s"]));
  expect(tab("k8sim why dep")).toEqual(["deployment/web"]);
  expect(tab("k8sim why pod/x --namespace kube-pu")).toEqual(["kube-public"]);
  expect(tab("k8sim lab test 3.3.1 metal")).toEqual(["metallb-013"]);
  expect(tab("k8sim lab test --reporter j")).toEqual(["junit", "json"]);
  expect(tab("k8sim kubectl rollout st")).toEqual(["status"]);
  expect(tab("k8sim kubectl get deployments ")).toEqual(["web"]);
  expect(tab("k8sim kubectl -n kube-system logs coredns-").length).toBe(2);
  expect(readFileSync(state).equals(before)).toBe(true);
});

test("a damaged cluster leaves TAB silent", () => {
  writeFileSync(path.join(home, "clusters/lab/state.db"), "no database");
  expect(bash("k8sim __complete kubectl get po; k8sim __complete curl --from ''")).toBe(":0\n:0\n");
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Answer } from "../../src/why/answer.ts";

const k8sim = path.resolve(import.meta.dir, "../../dist/k8sim");
let home: string;

beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "k8sim-why-"));
  call("cluster create lab --clock stepped");
  call("kubectl run web --image=nginx");
  call("time settle");
});
afterAll(() => rmSync(home, { recursive: true }));

function call(line: string): { text: string; exitCode: number | null } {
  const { stdout, stderr, status } = spawnSync(k8sim, line.split(" "), { env: { ...process.env, K8SIM_HOME: home }, encoding: "utf8" });
  return { text: stdout + stderr, exitCode: status };
}

test("a process of its own finds out why a pod is where it is", () => {
  const { text, exitCode } = call("why pod/web");
  expect(exitCode).toBe(0);
  expect(text).toMatch(
    /^Pod default\/web is Running and ready:\n- it is on w\d-k8s by chance among 3 equally good nodes: scores .* {2}# kubectl describe pod web\n/,
  );
  expect(text).toContain(
    "- m-k8s: node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate  # kubectl describe node m-k8s\n",
  );
});

test("… and, later, who deleted it", () => {
  call("kubectl delete pod web");
  const answer = JSON.parse(call("why po/web -o json").text) as Answer;
  expect(answer).toMatchObject({ kind: "Pod", namespace: "default", name: "web", state: "deleted" });
  expect(answer.causes[0]).toMatchObject({ reason: "Deleted", data: { user: "kubernetes-admin" } });
});

test.each([
  ["why", 2, "error: k8sim why needs KIND/NAME ("],
  ["why web", 1, 'error: "web" names no object: write KIND/NAME, as pod/web or deployment/web\n'],
  ["why pods/web -o yaml", 1, 'error: "yaml" is no output format of why: leave it away or give json\n'],
  ["why pot/web", 1, 'error: "pot" is no kind of this cluster: write it as pod, deployment, job …\n'],
  ["why pod/never", 1, "error: there is no Pod never in namespace default, and none was ever deleted: see kubectl get pods\n"],
])("%s", (line, exitCode, text) => {
  const ran = call(line);
  expect(ran.exitCode).toBe(exitCode);
  expect(ran.text).toStartWith(text);
});

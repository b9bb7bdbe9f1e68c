import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const main = path.resolve(import.meta.dir, "../../src/cli/main.ts");

/** Ends a deadlock. */
const PATIENCE_S = 60;

test("a command that reads from another one lets it have the cluster, also where components have yet to act on a change", async () => {
  const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-pipes-"));
  const k8sim = `"${process.execPath}" "${main}"`;
  const script = [
    `${k8sim} cluster create --kubernetes-version v1.32.5 --clock stepped --seed 1`,
    `${k8sim} kubectl create configmap settings --from-literal=a=1`,
    `${k8sim} kubectl create deployment web --image=nginx`,
    `(sleep 2; ${k8sim} kubectl get configmap settings -o yaml | sed 's/a: "1"/a: "2"/') | timeout ${PATIENCE_S} ${k8sim} kubectl replace -f -`,
    `${k8sim} kubectl get configmap settings -o jsonpath={.data.a}`,
    `echo`,
    `${k8sim} kubectl create service nodeport web --tcp=80 --node-port=30080`,
    `${k8sim} time settle`,
    `(sleep 1; ${k8sim} kubectl get configmap settings -o name) | timeout ${PATIENCE_S} ${k8sim} curl -s -w "%{http_code}" -o /dev/null -d @- 192.168.1.101:30080`,
  ].join(" && ");
  try {
    const child = Bun.spawn(["bash", "-c", script], {
      env: { ...process.env, K8SIM_HOME: home },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const said = await child.stdout.text();
    const lines = said.trimEnd().split("\n");
    expect(lines.slice(-5, -3)).toEqual(["configmap/settings replaced", "2"]);
    // nginx takes no POST
    expect(lines.at(-1)).toBe("405");
    expect(await child.exited).toBe(0);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

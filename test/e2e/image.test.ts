import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const dist = path.resolve(import.meta.dir, "../../dist");
let home: string;

beforeAll(() => void (home = mkdtempSync(path.join(os.tmpdir(), "k8sim-image-"))));
afterAll(() => rmSync(home, { recursive: true }));

function bash(script: string): string {
  const env = { ...process.env, K8SIM_HOME: home, PATH: `${dist}:${process.env["PATH"] ?? ""}` };
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { env, encoding: "utf8" });
  return stdout + stderr;
}

test("an image of one's own: added, run, shown, added again from what was shown, removed", () => {
  const made = bash(`
    k8sim cluster create lab --clock stepped >/dev/null
    k8sim image add my-app:v2 --port 8080 --body 'hello {{hostname}}'
    k8sim kubectl create deployment app --image=my-app:v2
    k8sim kubectl expose deployment app --port=80 --target-port=8080 --type=NodePort
    k8sim time settle >/dev/null`);
  expect(made).toBe("image my-app:v2 added\ndeployment.apps/app created\nservice/app exposed\n");
  const answer = bash(
    "k8sim curl -s 192.168.1.101:$(k8sim kubectl get service app -o jsonpath={.spec.ports[0].nodePort}); k8sim kubectl get pods -o name",
  );
  const [said = "", pod = ""] = answer.split("\n");
  expect(said).toBe(`hello ${pod.replace("pod/", "")}`);
  expect(bash("k8sim image show my-app:v2 | sed 's/hello/bye/' | k8sim image add -f - && k8sim image list")).toBe(
    'image my-app:v2 added\nIMAGE    TAGS   PORTS   ANSWERS\nmy-app   v2     8080    "bye {{hostname}}"\n',
  );
  expect(bash("k8sim image remove my-app:v2; k8sim image remove my-app")).toBe(
    "image my-app:v2 removed\nerror: image my-app was not added; there are none of your own\n",
  );
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");
let home: string;

beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "k8sim-shell-"));
  k8sim(["cluster", "create", "lab", "--clock", "stepped"]);
});
afterAll(() => rmSync(home, { recursive: true }));

function k8sim(args: readonly string[], input = "", cwd = root): { stdout: string; stderr: string; status: number | null } {
  const env = { ...process.env, K8SIM_HOME: home };
  return spawnSync(process.execPath, [path.join(root, "src/cli/main.ts"), ...args], { env, cwd, input, encoding: "utf8" });
}

test("what is typed runs on the emulated machines, and nothing of it reaches the real one", () => {
  const away = mkdtempSync(path.join(os.tmpdir(), "k8sim-away-"));
  const typed =
    "hostname; echo x > here\nssh w1-k8s\nhostname\nexit\nfor i in 1 2\ndo\necho $i\ndone\nkubectl create deployment web --image=nginx\nk8sim time settle\nk8sim fault partition w1-k8s w2-k8s\ntcpdump\nexit\necho never\n";
  const { stdout, stderr, status } = k8sim(["shell"], typed, away);
  expect(stdout).toMatch(
    /^m-k8s\nw1-k8s\nlogout\nConnection to w1-k8s closed\.\n1\n2\ndeployment\.apps\/web created\n\S+ \(stepped\)\npartition w1-k8s w2-k8s\n$/,
  );
  expect(stderr).toBe('error: the lab\'s shell does not know the program "tcpdump" yet: "k8sim trace" shows where a request goes\n');
  expect(status).toBe(1);
  expect(readdirSync(away)).toEqual([]);
  rmSync(away, { recursive: true });
}, 30_000);

test("exec runs one command on a machine or in a pod, with its exit code", () => {
  expect(k8sim(["exec", "w2-k8s", "--", "sh", "-c", "hostname; exit 3"])).toMatchObject({ stdout: "w2-k8s\n", status: 3 });
  const pod = k8sim(["kubectl", "get", "pods", "-o", "jsonpath={.items[0].metadata.name}"]).stdout;
  expect(k8sim(["exec", pod, "--", "hostname"]).stdout).toBe(`${pod}\n`);
  expect(k8sim(["exec", "-i", pod, "--", "sh"], "cd /tmp\npwd\n").stdout).toBe("/tmp\n");
  expect(k8sim(["shell", "--pod", pod], "cd /tmp\npwd\nexit\n").stdout).toBe("/tmp\nexit\n");
  expect(k8sim(["exec", "nosuch", "--", "ls"])).toMatchObject({ stderr: 'error: there is no node and no pod "nosuch"\n', status: 1 });
  expect(k8sim(["shell", "--node", "nosuch"]).status).toBe(1);
}, 30_000);

test("a person's own shell is bound to the cluster by functions", () => {
  const { stdout } = k8sim(["shell", "--init", "bash"]);
  const script = `k8sim() { "${process.execPath}" "${path.join(root, "src/cli/main.ts")}" "$@"; }; ${stdout.replace(/source .*/, "")} ssh root@w1-k8s hostname; k get nodes --no-headers | wc -l`;
  const { stdout: said } = spawnSync("bash", ["-c", script], { env: { ...process.env, K8SIM_HOME: home }, encoding: "utf8" });
  expect(said.replace(/ /g, "")).toBe("w1-k8s\n4\n");
  expect(k8sim(["shell", "--init", "csh"])).toMatchObject({ status: 1, stdout: "" });
}, 30_000);

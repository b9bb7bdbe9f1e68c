import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");

const TYPED = `kubectl create deployment web --image=nginx
kubectl get pods
sleep 30

kubectl get pods -o wide
cat <<EOF > ns.yaml
apiVersion: v1
kind: Namespace
metadata:
  name: a
EOF
kubectl apply -f ns.yaml
kubectl expose deployment web --port=80 --type=NodePort
kubectl get services
kubectl get pod nosuch
exit
echo never
`;

test("what is typed becomes a lab that plays", () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "k8sim-record-"));
  const k8sim = (input: string, ...args: readonly string[]) => {
    const env = { ...process.env, K8SIM_HOME: path.join(directory, "home") };
    return spawnSync(path.join(root, "bin/k8sim"), ["lab", ...args], { cwd: directory, env, input, encoding: "utf8" });
  };
  try {
    const { stdout, stderr, status } = k8sim(TYPED, "record", "mine.md", "--seed", "7", "--title", "Mine");
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toContain("[root@m-k8s ~]# kubectl apply -f ns.yaml\nnamespace/a created\n");
    expect(stdout).toEndWith("\nwritten to mine.md\nok mine.md: 7 of 7 outputs equal\n");
    const text = readFileSync(path.join(directory, "mine.md"), "utf8");
    expect(text).toStartWith("---\nprofile: book\nseed: 7\n---\n\n# Mine\n\n```console\n[root@m-k8s ~]# kubectl create deployment web");
    expect(text).not.toContain("never");
    expect(k8sim("", "test", "mine.md", "--seed", "8")).toMatchObject({ stdout: "ok mine.md: 7 of 7 outputs equal\n", status: 0 });
    const again = k8sim(TYPED, "record", "mine.md");
    expect(again).toMatchObject({ stdout: "", status: 1 });
    expect(again.stderr).toStartWith("error: mine.md is there already; use --force");
    expect(readFileSync(path.join(directory, "mine.md"), "utf8")).toBe(text);
    expect(k8sim("", "record", "--force")).toMatchObject({
      stdout: "",
      stderr: "error: nothing was typed, so there is no lab\n",
      status: 1,
    });
    const shown = k8sim("kubectl get ns default -o name\n", "record", "--force");
    expect(shown).toMatchObject({ stderr: "", status: 0 });
    expect(shown.stdout).toEndWith("```console\n[root@m-k8s ~]# kubectl get ns default -o name\nnamespace/default\n```\n");
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 60_000);

test("what is typed at a shell becomes a lab as well", () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "k8sim-record-"));
  const k8sim = (input: string, ...args: readonly string[]) => {
    const env = { ...process.env, K8SIM_HOME: path.join(directory, "home") };
    return spawnSync(path.join(root, "bin/k8sim"), args, { cwd: directory, env, input, encoding: "utf8" });
  };
  try {
    k8sim("", "cluster", "create", "mine", "--profile", "book-2nd", "--seed", "5");
    const recorded = k8sim("kubectl run web --image=nginx\nsleep 30\nkubectl get pods\nexit\n", "shell", "--record", "mine.md");
    expect(recorded).toMatchObject({ stderr: "", status: 0 });
    expect(recorded.stdout).toEndWith("\nwritten to mine.md\n");
    const text = readFileSync(path.join(directory, "mine.md"), "utf8");
    expect(text).toStartWith("---\nprofile: book-2nd\nseed: 5\n---\n");
    expect(text).toContain("root@cp-k8s:~# kubectl run web --image=nginx\npod/web created\n");
    expect(k8sim("", "lab", "test", "mine.md")).toMatchObject({ stdout: "ok mine.md: 2 of 2 outputs equal\n", status: 0 });
    expect(k8sim("", "shell", "--record", "mine.md").stderr).toStartWith("error: mine.md is there already; use --force");
    expect(k8sim("", "shell", "--record", "none/mine.md").stderr).toContain("there is no directory none");
    expect(k8sim("", "shell", "--record", "other.md").stderr).toBe("error: nothing was typed, so there is no lab\n");
    expect(readFileSync(path.join(directory, "mine.md"), "utf8")).toBe(text);
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 60_000);

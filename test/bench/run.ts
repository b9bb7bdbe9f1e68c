// npm run bench: whole processes, interleaved, as ratios against a bare bun start of the same run; and one big rollout.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dir, "../..");
const k8sim = path.join(root, "dist/k8sim");
if (!existsSync(k8sim)) {
  console.error("dist/k8sim is not there; run: npm run build");
  process.exit(1);
}
const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-bench-"));
const env = { ...process.env, K8SIM_HOME: home };
const call = (...args: string[]) => execFileSync(k8sim, args, { env, encoding: "utf8" });

interface Case {
  name: string;
  command: string;
  args: string[];
}

/** Median and fastest whole-process times of each case in ms, rounds interleaved so that all see the same machine. */
function measure(cases: readonly Case[], rounds: number): Map<string, { median: number; fastest: number }> {
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, args } of cases) {
      const started = performance.now();
      spawnSync(command, args, { env, stdio: "ignore" });
      times.get(name)?.push(performance.now() - started);
    }
  }
  return new Map(
    [...times].map(([name, list]) => {
      const sorted = list.toSorted((a, b) => a - b);
      return [name, { median: sorted[sorted.length >> 1] ?? 0, fastest: sorted[0] ?? 0 }];
    }),
  );
}

function realKubectl(): string | undefined {
  const given = process.env["REAL_KUBECTL"];
  if (given) return given;
  const found = spawnSync("sh", ["-c", "command -v kubectl"], { encoding: "utf8" }).stdout.trim();
  return found === "" ? undefined : found;
}

function coldStarts(): void {
  call("cluster", "create", "bench", "--clock", "stepped", "--seed", "1");
  call("kubectl", "create", "deployment", "web", "--image=nginx");
  call("kubectl", "scale", "deployment", "web", "--replicas=4");
  call("time", "settle");
  const kubectl = realKubectl();
  const cases: Case[] = [
    { name: "bun -e 0", command: process.execPath, args: ["-e", "0"] },
    { name: "k8sim kubectl get pods", command: k8sim, args: ["kubectl", "get", "pods"] },
    { name: "bin/k8sim kubectl get pods", command: path.join(root, "bin/k8sim"), args: ["kubectl", "get", "pods"] },
    { name: "k8sim kubectl get pods -o yaml", command: k8sim, args: ["kubectl", "get", "pods", "-o", "yaml"] },
    { name: "k8sim kubectl describe deploy web", command: k8sim, args: ["kubectl", "describe", "deploy", "web"] },
    { name: "k8sim curl (node port refused)", command: k8sim, args: ["curl", "-s", "192.168.1.101:30000"] },
    ...(kubectl ? [{ name: "real kubectl version --client", command: kubectl, args: ["version", "--client"] }] : []),
  ];
  const results = measure(cases, 25);
  const baseline = results.get("bun -e 0")?.median ?? 1;
  console.log("whole processes, 25 rounds interleaved           median ms  fastest ms  against bun -e 0");
  for (const [name, { median, fastest }] of results) {
    console.log(
      `${name.padEnd(48)} ${median.toFixed(1).padStart(9)}  ${fastest.toFixed(1).padStart(10)}  ${(median / baseline).toFixed(2).padStart(8)} x`,
    );
  }
}

function bigRollout(): void {
  call(
    "cluster",
    "create",
    "big",
    "--clock",
    "stepped",
    "--seed",
    "1",
    "--workers",
    "10",
    "--node-capacity",
    "cpu=64,memory=256Gi,pods=250",
  );
  const manifest = path.join(home, "big.yaml");
  const labels = "{app: big}";
  writeFileSync(
    manifest,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: big}\nspec:\n  replicas: 1000\n  selector: {matchLabels: ${labels}}\n  template:\n    metadata: {labels: ${labels}}\n    spec: {containers: [{name: web, image: nginx}]}\n`,
  );
  const started = performance.now();
  call("kubectl", "create", "-f", manifest);
  call("time", "settle");
  const elapsed = performance.now() - started;
  const running = call("kubectl", "get", "pods", "--no-headers")
    .split("\n")
    .filter((line) => line.includes("Running")).length;
  const noop = performance.now();
  call("time");
  call("time");
  const twoStarts = performance.now() - noop;
  console.log(
    `\n1,000 replicas created and settled: ${running} Running after ${elapsed.toFixed(0)} ms (two processes; two idle ones cost ${twoStarts.toFixed(0)} ms)`,
  );
}

try {
  coldStarts();
  bigRollout();
} finally {
  rmSync(home, { recursive: true, force: true });
}

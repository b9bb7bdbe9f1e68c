// npm run bench: whole processes, interleaved, as ratios against a bare bun start of the same run; a big rollout; curl in process.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openCluster } from "../../src/cluster/cluster.ts";
import { networkOf } from "../../src/cluster/network.ts";
import { createSession } from "../../src/cluster/session.ts";
import { runCurl } from "../../src/network/curl/curl.ts";
import { curlOf } from "../../src/network/curl/messages.ts";
import { playFirstEdition, testFirstEdition } from "./first-edition.ts";
import { HPA_LAB, runHpaLab } from "./hpa-lab.ts";
import { measureRollouts, type RolloutTimes } from "./rollout.ts";

const root = path.resolve(import.meta.dir, "../..");
const k8sim = path.join(root, "dist/k8sim");
/** What people type. */
const launcher = path.join(root, "bin/k8sim");
if (!existsSync(k8sim)) {
  console.error("dist/k8sim is not there; run: npm run build");
  process.exit(1);
}
const home = mkdtempSync(path.join(os.tmpdir(), "k8sim-bench-"));
const env = { ...process.env, K8SIM_HOME: home };
const call = (...args: string[]) => execFileSync(k8sim, args, { env, encoding: "utf8" });
const type = (...args: string[]) => execFileSync(launcher, args, { env, encoding: "utf8" });

/** Rounds end with the time that they have, so that a slow machine is no reason to wait. */
const ROUNDS = 30;
const ROUNDS_MS = 25_000;
const CURL_MS = 2000;

interface Case {
  name: string;
  command: string;
  args: string[];
}

interface Times {
  median: number;
  fastest: number;
}

/** Median and fastest whole-process times of each case in ms, rounds interleaved so that all see the same machine. */
function measure(cases: readonly Case[]): { results: Map<string, Times>; rounds: number } {
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  const begun = performance.now();
  let rounds = 0;
  for (; rounds < ROUNDS && performance.now() - begun < ROUNDS_MS; rounds++) {
    for (const { name, command, args } of cases) {
      const started = performance.now();
      const { status } = spawnSync(command, args, { env, stdio: "ignore" });
      times.get(name)?.push(performance.now() - started);
      if (status === null) throw new Error(`${name} did not end by itself`);
    }
  }
  return { results: new Map([...times].map(([name, list]) => [name, timesOf(list)])), rounds };
}

function timesOf(list: readonly number[]): Times {
  const sorted = list.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, fastest: sorted[0] ?? 0 };
}

function realKubectl(): string | undefined {
  const given = process.env["REAL_KUBECTL"];
  if (given) return given;
  const found = spawnSync("sh", ["-c", "command -v kubectl"], { encoding: "utf8" }).stdout.trim();
  return found === "" ? undefined : found;
}

/** Gives the median of the bare start that all else is held against, in ms. */
function coldStarts(): number {
  call("cluster", "create", "bench", "--clock", "stepped", "--seed", "1");
  call("kubectl", "create", "deployment", "web", "--image=nginx");
  call("kubectl", "expose", "deployment", "web", "--type=NodePort", "--port=80");
  call("kubectl", "scale", "deployment", "web", "--replicas=4");
  call("time", "settle");
  const port = call("kubectl", "get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}");
  const kubectl = realKubectl();
  const cases: Case[] = [
    { name: "bun -e 0", command: process.execPath, args: ["-e", "0"] },
    { name: "k8sim -h", command: k8sim, args: ["-h"] },
    { name: "k8sim kubectl get pods", command: k8sim, args: ["kubectl", "get", "pods"] },
    { name: "k8sim curl", command: k8sim, args: ["curl", "-s", `192.168.1.101:${port}`] },
    { name: "bin/k8sim kubectl get pods", command: launcher, args: ["kubectl", "get", "pods"] },
    { name: "k8sim kubectl get pods -o yaml", command: k8sim, args: ["kubectl", "get", "pods", "-o", "yaml"] },
    { name: "k8sim kubectl describe deploy web", command: k8sim, args: ["kubectl", "describe", "deploy", "web"] },
    { name: "k8sim curl (node port refused)", command: k8sim, args: ["curl", "-s", "192.168.1.101:30000"] },
    { name: "k8sim cluster create", command: k8sim, args: ["cluster", "create", "other", "--force", "--clock", "stepped"] },
    { name: "k8sim cluster use bench", command: k8sim, args: ["cluster", "use", "bench"] },
    ...(kubectl ? [{ name: "real kubectl version --client", command: kubectl, args: ["version", "--client"] }] : []),
  ];
  const { results, rounds } = measure(cases);
  const baseline = results.get("bun -e 0") ?? { median: 1, fastest: 1 };
  console.log(
    `whole processes, ${String(rounds).padStart(2)} rounds interleaved           median ms  fastest ms  ratio to bun -e 0 (median, fastest)`,
  );
  for (const [name, { median, fastest }] of results) {
    const ratios = `${(median / baseline.median).toFixed(2).padStart(8)} x ${(fastest / baseline.fastest).toFixed(2).padStart(8)} x`;
    console.log(`${name.padEnd(48)} ${median.toFixed(1).padStart(9)}  ${fastest.toFixed(1).padStart(10)}  ${ratios}`);
  }
  return baseline.median;
}

async function bigRollout(): Promise<void> {
  const { alone, here } = await measureRollouts(home, type);
  const sums = (list: readonly RolloutTimes[]): Times => timesOf(list.map(({ create, settle }) => create + settle));
  const [cold, parts] = [sums(alone), alone.toSorted((a, b) => a.create + a.settle - b.create - b.settle)[0]];
  console.log(
    `\n1,000 replicas from create to all Running, bin/k8sim twice: median ${cold.median.toFixed(0)} ms, fastest ${cold.fastest.toFixed(0)} ms (create ${parts?.create.toFixed(0)}, settle ${parts?.settle.toFixed(0)})`,
  );
  console.log(`the same in one process that has done it before: fastest ${sums(here.slice(1)).fastest.toFixed(0)} ms`);
}

/** One request after the other through a node port, without a process for each. */
async function curlLoop(): Promise<void> {
  const cluster = await openCluster(home, "bench");
  const session = createSession(cluster);
  await session.write(() => {
    const service = cluster.store.get("services", "default", "web") as { spec?: { ports?: { nodePort?: number }[] } } | undefined;
    const url = `192.168.1.101:${service?.spec?.ports?.[0]?.nodePort ?? 0}`;
    const world = { network: networkOf(cluster), from: { kind: "pc" }, version: curlOf("CentOS Linux 7") } as const;
    const begun = performance.now();
    let requests = 0;
    while (performance.now() - begun < CURL_MS) {
      const { exitCode, stdout } = runCurl(["-s", url], world);
      if (exitCode !== 0 || !stdout.includes("nginx")) throw new Error(`curl ${url} ends with ${exitCode}`);
      requests++;
    }
    const seconds = (performance.now() - begun) / 1000;
    console.log(`curl in process: ${Math.round(requests / seconds).toLocaleString("en")} requests a second`);
  });
  session.abort();
  cluster.close();
}

try {
  const bareMs = coldStarts();
  await bigRollout();
  await curlLoop();
  for (const words of HPA_LAB) call(...words);
  const { fastestMs, peak } = await runHpaLab(home);
  console.log(`the book's HPA lab, 20 virtual minutes up to ${peak} pods and back: fastest ${fastestMs.toFixed(0)} ms`);
  const testMs = testFirstEdition(launcher, env);
  console.log(`chapter 3, first edition, by lab test: fastest ${testMs.toFixed(0)} ms, ${(testMs / bareMs).toFixed(0)} x bun -e 0`);
  const { labs, ms } = await playFirstEdition(home);
  console.log(
    `chapter 3, first edition, ${labs} labs in one process from the sources: ${ms.toFixed(0)} ms, ${(ms / bareMs).toFixed(0)} x bun -e 0`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}

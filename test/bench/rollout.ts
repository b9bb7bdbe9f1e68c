// A Deployment of 1,000 replicas, from its create to all Running: two commands of two processes, and the same two in a process that has run them before.
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Output } from "../../src/cli/output.ts";
import { runProgram } from "../../src/cli/program.ts";
import { runKubectlCommand } from "../../src/cli/run-kubectl.ts";

const REPLICAS = 1000;
const TURNS = 7;
const CLUSTER = "cluster create big --force --clock stepped --seed 1 --workers 10 --node-capacity cpu=64,memory=256Gi,pods=250".split(" ");

/** Wall times in ms of one turn. */
export interface RolloutTimes {
  readonly create: number;
  readonly settle: number;
}

/** What a turn's two commands are run by. */
type Run = (...args: string[]) => unknown;

/** Turns in processes of their own (`call` runs one), and turns in this one, the first of which has still to warm up. */
export async function measureRollouts(
  home: string,
  call: (...args: string[]) => string,
): Promise<{ alone: RolloutTimes[]; here: RolloutTimes[] }> {
  const manifest = path.join(home, "big.yaml");
  const labels = "{app: big}";
  writeFileSync(
    manifest,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: big}\nspec:\n  replicas: ${REPLICAS}\n  selector: {matchLabels: ${labels}}\n  template:\n    metadata: {labels: ${labels}}\n    spec: {containers: [{name: web, image: nginx}]}\n`,
  );
  process.env["K8SIM_HOME"] = home;
  const here = async (...[first = "", ...rest]: string[]): Promise<void> => {
    const code = first === "kubectl" ? await runKubectlCommand(rest, SILENT) : await runProgram([first, ...rest], SILENT);
    if (code !== 0) throw new Error(`${first} ${rest.join(" ")} ends with ${code}`);
  };
  return { alone: await turns(call, manifest, call), here: await turns(here, manifest, call) };
}

const SILENT: Output = { stdout: () => undefined, stderr: () => undefined, flush: () => undefined };

async function turns(run: Run, manifest: string, call: (...args: string[]) => string): Promise<RolloutTimes[]> {
  const times: RolloutTimes[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    call(...CLUSTER);
    const started = performance.now();
    await run("kubectl", "create", "-f", manifest);
    const created = performance.now();
    await run("time", "settle");
    times.push({ create: created - started, settle: performance.now() - created });
    const running = call("kubectl", "get", "pods", "--no-headers")
      .split("\n")
      .filter((line) => line.includes("Running")).length;
    if (running !== REPLICAS) throw new Error(`${running} of ${REPLICAS} pods run`);
  }
  return times;
}

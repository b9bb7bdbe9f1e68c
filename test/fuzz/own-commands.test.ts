import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { explainFailure } from "../../src/cli/failure.ts";
import { runProgram } from "../../src/cli/program.ts";
import { createCluster } from "../../src/cluster/create.ts";
import { effort, faultsIn } from "../support/bench-cluster.ts";
import { changedWords, wordChanges } from "./mutate.ts";

const RUNS = 400;
/** Command lines of k8sim's own. None makes or removes a cluster, and none waits for somebody. */
const LINES: readonly string[] = [
  "time",
  "time advance 10s",
  "time settle --timeout 1m",
  "time until deployment/web available --timeout 5s",
  "time until 00:30",
  "time mode stepped",
  "cluster list",
  "cluster info fuzz",
  "cluster use fuzz",
  "why pod/web",
  "why node/w1-k8s -o json",
  "why svc/kubernetes -n default",
  "why deployment/coredns --namespace kube-system",
  "curl http://192.168.1.101:30000",
  "curl --from w1-k8s -s http://10.96.0.1",
  "completion bash",
  "help time",
];

let home: string;
const before = process.env["K8SIM_HOME"];
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "k8sim-own-"));
  process.env["K8SIM_HOME"] = home;
  await createCluster(home, { name: "fuzz", clock: "stepped" });
});
afterAll(() => {
  if (before === undefined) delete process.env["K8SIM_HOME"];
  else process.env["K8SIM_HOME"] = before;
  rmSync(home, { recursive: true });
});

/** What a line says on both streams, and its exit code. */
async function type(words: readonly string[]): Promise<{ text: string; exitCode: number }> {
  let text = "";
  const print = (more: string): void => void (text += more);
  try {
    return { exitCode: await runProgram(words, { stdout: print, stderr: print, flush: () => undefined }), text };
  } catch (error) {
    const failure = explainFailure(error);
    return { exitCode: failure.code, text: text + failure.text };
  }
}

/** Words that begin something else than is meant here: a server, a lab, another cluster. */
const ELSEWHERE = /^(serve|lab|create|delete|kubectl|real)$/;

test(`${RUNS} lines of k8sim's own with wrong words: one clear line, exit code 1 or 2`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...LINES), wordChanges, async (line, wrong) => {
      const words = changedWords(line.split(" "), wrong);
      fc.pre(!words.some((word) => ELSEWHERE.test(word)));
      const ran = await type(words);
      const problems = [...faultsIn(ran), ...(ran.exitCode === 70 ? ["a bug"] : [])];
      expect({ words, text: ran.text, problems }).toEqual({ words, text: ran.text, problems: [] });
    }),
    effort(RUNS),
  );
}, 3_600_000);

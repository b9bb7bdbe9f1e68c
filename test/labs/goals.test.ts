import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goalsInText } from "../../src/lab/goals/inline.ts";
import { trySolutions } from "../../src/lab/goals/solutions.ts";
import { loadTranscript } from "../../src/lab/parse/load.ts";

const METALLB = "~/_Book_k8sInfra/ch3/3.3.4";
const TEXT = `
goal: deployment web has 2 replicas
solution: kubectl create deployment web --image=nginx
solution: kubectl scale deployment web --replicas=2

goal: service web has an address from the pool
solution: kubectl apply -f ${METALLB}/metallb.yaml
solution: kubectl apply -f ${METALLB}/metallb-l2config.yaml
solution: kubectl expose deployment web --port=80 --type=LoadBalancer

goal: service web answers with "Welcome to nginx!"
solution: kubectl get services

goal: 2 pods of deployment web in nowhere run
solution: kubectl get pods

\`\`\`
$ kubectl get nodes
\`\`\`
`;

test("solutions reach their goals on a fresh cluster; what they do not reach, or was reached before, fails", async () => {
  const transcript = loadTranscript("a.md", TEXT);
  if (transcript === undefined) throw new Error("no transcript");
  const home = mkdtempSync(join(tmpdir(), "k8sim-goals-"));
  try {
    const goals = goalsInText("a.md", TEXT).map((goal) => ({ ...goal, withinMs: 30_000 }));
    const results = await trySolutions(transcript, goals, { home, create: { profile: "book", seed: 1 } });
    expect(results.map(({ line, status, why }) => [line, status, why])).toEqual([
      [2, "equal", null],
      [6, "equal", null],
      [11, "differs", 'it is reached before its solution, which then proves nothing: service web answers "<!DOCTYPE html>"'],
      [14, "differs", "it is not reached after its solution: deployment web does not exist"],
    ]);
  } finally {
    rmSync(home, { recursive: true });
  }
}, 60_000);

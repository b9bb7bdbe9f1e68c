import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startCluster } from "../support/cluster.ts";

const VERSIONS = ["v1.18.4", "v1.20.2", "v1.23.7", "v1.32.0"] as const;

/** What a reader of any book types in the first hour, in an order in which every output says something. */
const COMMANDS = [
  "kubectl version --short",
  "kubectl get nodes -o wide",
  "kubectl get pods -n kube-system -o wide",
  "kubectl create deployment web --image=nginx:1.18 --replicas=2",
  "kubectl create deployment web --image=nginx:1.18",
  "kubectl scale deployment web --replicas=3",
  "k8sim time settle",
  "kubectl expose deployment web --port=80 --type=NodePort",
  "kubectl get deployments,replicasets,pods,services -o wide",
  "kubectl describe deployment web",
  "kubectl set image deployment/web nginx=nginx:1.19 --record",
  "kubectl rollout status deployment/web",
  "k8sim time advance 2m",
  "kubectl rollout history deployment/web",
  "kubectl get replicasets,endpoints",
  "kubectl describe service web",
  "kubectl create deployment other --image=nginx --dry-run=client -o yaml",
  "kubectl run odd --image=nosuch/image:1",
  "k8sim time advance 30s",
  "kubectl get pods",
  "kubectl describe pod odd",
  "kubectl get events --field-selector involvedObject.name=web",
  "kubectl api-resources --api-group=apps",
  "kubectl get nosuch",
  "kubectl delete deployment web",
] as const;

/** The commands and what each prints, as a transcript. */
async function transcript(kubernetesVersion: string): Promise<string> {
  const { run, end } = await startCluster({ kubernetesVersion });
  try {
    let text = "";
    for (const command of COMMANDS) text += `$ ${command}\n${await run(command)}\n`;
    return text;
  } finally {
    end();
  }
}

for (const version of VERSIONS) {
  // UPDATE_GOLDEN=1 (npm run golden:update) rewrites the files; the change is then reviewed as any other
  test(`the first hour's commands print what test/golden/${version}.txt shows`, async () => {
    const file = path.join(import.meta.dir, `${version}.txt`);
    const text = await transcript(version);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
    expect(existsSync(file)).toBe(true);
    expect(text).toBe(readFileSync(file, "utf8"));
  }, 30_000);
}

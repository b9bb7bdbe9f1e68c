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

const PROFILES = {
  "book-2nd": "cp-k8s",
  kind: "kind-control-plane",
  "kubeadm-flannel": "k8s-master",
  "metallb-013": "master",
  minikube: "minikube",
} as const;

/** What a new cluster of a profile shows of itself, and where its first pods come to stand. */
const inventory = (controlPlane: string) => [
  "kubectl get nodes -o wide",
  "kubectl get pods -A -o wide",
  "kubectl get all -n kube-system",
  "kubectl get configmaps,secrets,serviceaccounts,poddisruptionbudgets -n kube-system",
  "kubectl get customresourcedefinitions",
  "kubectl get componentstatuses",
  "kubectl cluster-info",
  `kubectl describe node ${controlPlane}`,
  "kubectl create deployment web --image=nginx --replicas=4",
  "k8sim time settle",
  "kubectl get pods -o wide",
];

/** The commands and what each prints, as a transcript. */
async function transcript(options: Parameters<typeof startCluster>[0], commands: readonly string[]): Promise<string> {
  const { run, end } = await startCluster(options);
  try {
    let text = "";
    for (const command of commands) text += `$ ${command}\n${await run(command)}\n`;
    return text;
  } finally {
    end();
  }
}

// UPDATE_GOLDEN=1 (npm run golden:update) rewrites the files; the change is then reviewed as any other
function compare(name: string, text: string): void {
  const file = path.join(import.meta.dir, `${name}.txt`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
}

for (const version of VERSIONS) {
  test(`the first hour's commands print what test/golden/${version}.txt shows`, async () => {
    compare(version, await transcript({ kubernetesVersion: version }, COMMANDS));
  }, 30_000);
}

for (const [profile, controlPlane] of Object.entries(PROFILES)) {
  test(`a new cluster of profile ${profile} shows what test/golden/${profile}.txt shows`, async () => {
    compare(profile, await transcript({ profile }, inventory(controlPlane)));
  }, 30_000);
}

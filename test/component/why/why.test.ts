import { afterAll, beforeAll, expect, test } from "bun:test";
import { findKind } from "../../../src/cli/find-kind.ts";
import { answerText, type Answer } from "../../../src/why/answer.ts";
import { explain } from "../../../src/why/explain.ts";
import { whyWorld } from "../../../src/why/world.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

const MANIFESTS = `
apiVersion: v1
kind: Pod
metadata: {name: big}
spec:
  containers: [{name: c, image: nginx, resources: {requests: {cpu: "4"}}}]
---
apiVersion: v1
kind: Pod
metadata: {name: unconfigured}
spec:
  containers: [{name: c, image: nginx, envFrom: [{configMapRef: {name: nope}}]}]
---
apiVersion: v1
kind: Pod
metadata: {name: probed}
spec:
  containers:
  - {name: c, image: nginx, livenessProbe: {httpGet: {path: /x, port: 81}, periodSeconds: 3}}
  - {name: d, image: nginx, readinessProbe: {tcpSocket: {port: 99}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Service
metadata: {name: mistyped}
spec: {selector: {app: webb}, ports: [{port: 80}], type: LoadBalancer}
---
apiVersion: v1
kind: Service
metadata: {name: named}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: q, namespace: small}
spec: {hard: {pods: "2"}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: failing}
spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: [sh, -c, "exit 3"]}]}}}
---
apiVersion: batch/v1beta1
kind: CronJob
metadata: {name: asleep}
spec: {schedule: "*/5 * * * *", suspend: true, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ordered}
spec: {serviceName: x, replicas: 3, selector: {matchLabels: {s: s}}, template: {metadata: {labels: {s: s}}, spec: {containers: [{name: c, image: nosuch/image}]}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: everywhere}
spec: {selector: {matchLabels: {d: d}}, template: {metadata: {labels: {d: d}}, spec: {containers: [{name: c, image: nginx}]}}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tests.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: tests, singular: test, kind: Test, shortNames: [tt]}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: held, namespace: going, finalizers: [example.com/hold]}
`;

let lab: StartedCluster;

beforeAll(async () => {
  lab = await startCluster({}, { "all.yaml": MANIFESTS, "one.yaml": "apiVersion: example.com/v1\nkind: Test\nmetadata: {name: one}\n" });
  const lines = [
    "kubectl create namespace small",
    "kubectl create namespace going",
    "kubectl apply -f all.yaml",
    "kubectl create deployment web --image=nginx",
    "kubectl create deployment many --image=nginx -n small",
    "kubectl scale deployment many --replicas=4 -n small",
    "kubectl run crashing --image=busybox -- sh -c 'sleep 3; exit 2'",
    "kubectl create deployment gone --image=nginx",
    "k8sim time advance 43s",
    "kubectl delete namespace going --wait=false",
    "k8sim time advance 5s",
    "kubectl apply -f one.yaml",
  ];
  for (const line of lines) await lab.run(line);
}, 60_000);
afterAll(() => lab.end());

function ask(what: string, namespace = "default"): Answer {
  const [word = "", name = ""] = what.split("/");
  const kind = findKind(word, lab.cluster);
  if (kind === undefined) throw new Error(word);
  return explain(whyWorld(lab.cluster), kind, namespace, name);
}

test.each([
  ["po/big", "default", "Pending", "NodeResourcesFit", "w1-k8s: Insufficient cpu; 4000m of cpu asked for, 1750m free"],
  ["pod/unconfigured", "default", "Pending", "CreateContainerConfigError", 'configmap "nope" not found'],
  ["pod/probed", "default", "Running, but not ready", "ProbeFailed", "Liveness probe failed: Get "],
  ["pod/probed", "default", "Running, but not ready", "Unhealthy", "container d: its readiness probe (TCP port 99) fails: "],
  ["pod/crashing", "default", "Running, but not ready", "Error", "exit code 2 (Error)"],
  ["pvc/data", "default", "Pending", "NoVolumes", "the cluster has no persistent volumes"],
  ["svc/mistyped", "default", "without ready endpoints, without an external address", "NoMatchingPods", "app is web, not webb"],
  ["svc/mistyped", "default", "without ready endpoints, without an external address", "NoExternalAddress", "no MetalLB controller runs"],
  ["svc/named", "default", "without ready endpoints", "NoSuchPort", "its targetPort http is no port name of pod web-"],
  ["deploy/many", "small", "at 2 of 4 ready", "FailedCreate", "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2"],
  ["deploy/many", "small", "at 2 of 4 ready", "Replicas", "spec.replicas is 4, set by kubectl"],
  ["job/failing", "default", "Failed", "BackoffLimitExceeded", "specified backoff limit"],
  ["job/failing", "default", "Failed", "Error", "ended with exit code 3"],
  ["cj/asleep", "default", "not run yet", "Suspended", "it starts nothing"],
  ["ns/going", "", "Terminating", "ContentRemains", "it still holds 1 configmaps: held (finalizers example.com/hold)"],
  ["sts/ordered", "default", "at 0 of 3 ready", "OrderedReady", "2 more pods wait until ordered-0 is ready"],
  ["sts/ordered", "default", "at 0 of 3 ready", "ImagePullBackOff", "pod ordered-0 is Pending: container c: Failed to pull image"],
  [
    "ds/everywhere",
    "default",
    "at 3 of 3 ready",
    "Taint",
    "not on m-k8s: taint node-role.kubernetes.io/master:NoSchedule is not tolerated",
  ],
  ["tt/one", "default", "there", "", ""],
  ["crd/tests.example.com", "", "there", "NoConflicts", "NamesAccepted is True"],
  ["node/m-k8s", "", "Ready", "Taint", "node-role.kubernetes.io/master:NoSchedule"],
] as const)("%s in %s is %s because of %s", (what, namespace, state, reason, text) => {
  const answer = ask(what, namespace);
  expect(answer.state).toBe(state);
  const messages = answer.causes.filter((cause) => cause.reason === reason).map(({ message }) => message);
  expect(messages.join("\n")).toContain(text);
});

test("a pod is where it scored best in the state in which it was bound", () => {
  const pods = lab.cluster.store.list("pods", { namespace: "default" });
  const placed = pods.flatMap(({ metadata }) =>
    ask(`pod/${metadata.name}`).causes.filter(({ data }) => data && typeof data === "object" && "candidates" in data),
  );
  expect(placed.length).toBeGreaterThan(4);
  for (const { data } of placed) {
    const { node, candidates } = data as unknown as { node: string; candidates: { node: string; score: number }[] };
    const best = Math.max(...candidates.map(({ score }) => score));
    expect(candidates.find((candidate) => candidate.node === node)?.score).toBe(best);
  }
});

test("who deleted it, through all owners", async () => {
  const name = (await lab.run("kubectl get pods -l app=gone -o name")).trim();
  await lab.run("kubectl delete deployment gone");
  await lab.run("k8sim time advance 43s");
  const { state, causes } = ask(name);
  expect(state).toBe("deleted");
  expect(causes.map(({ message }) => message.replace(/ at .*/, "").replace(/-[0-9a-z]+(-[0-9a-z]+)? was/, " was"))).toEqual([
    "Pod gone was deleted by generic-garbage-collector",
    "ReplicaSet gone was deleted by generic-garbage-collector",
    "Deployment gone was deleted by kubernetes-admin with kubectl",
  ]);
});

test("an answer is a line for each cause with its command", () => {
  expect(answerText(ask("cj/asleep")).split("\n").slice(0, 2)).toEqual([
    "CronJob default/asleep is not run yet:",
    "- spec.suspend is true: it starts nothing  # kubectl describe cronjob asleep",
  ]);
});

test("what never was is a mistake", () => {
  expect(() => ask("pod/never")).toThrow("there is no Pod never in namespace default, and none was ever deleted: see kubectl get pods");
});

test("many nodes with the same reason are one line", async () => {
  const crowd = await startCluster({ changes: { workers: 20 } });
  try {
    await crowd.run(`kubectl run x --image=nginx --overrides='{"spec":{"nodeSelector":{"a":"b"}}}'`);
    const kind = findKind("pod", crowd.cluster);
    const { causes } = explain(
      whyWorld(crowd.cluster),
      kind ?? { group: "", kind: "Pod", plural: "pods", namespaced: true },
      "default",
      "x",
    );
    expect(causes.map(({ message }) => message)).toEqual([
      "21 nodes (m-k8s, w1-k8s, w2-k8s, w3-k8s, w4-k8s, w5-k8s, w6-k8s, w10-k8s and 13 more): node(s) didn't match node selector",
    ]);
  } finally {
    crowd.end();
  }
}, 30_000);

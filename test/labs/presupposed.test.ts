import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterToPlay } from "../../src/cli/commands/lab/cluster-options.ts";
import { loadTranscript } from "../../src/lab/parse/load.ts";
import { playLab } from "../../src/lab/play.ts";
import type { LabReport } from "../../src/lab/report/types.ts";

/** Plays a document of these lines as one that leaves open what its cluster is. */
async function playOpen(...lines: readonly string[]): Promise<LabReport> {
  const transcript = loadTranscript("reader.md", `${lines.join("\n")}\n`);
  if (transcript === undefined) throw new Error("no transcript");
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  try {
    return await playLab(transcript, { home, cluster: "lab", alone: true, ...clusterToPlay(transcript, {}) });
  } finally {
    rmSync(home, { recursive: true });
  }
}

const verdicts = ({ items }: LabReport): string[] =>
  items.map(({ status, why }) => (status === "equal" ? status : `${status}: ${why ?? ""}`));
const notes = ({ items }: LabReport): string[] => items.flatMap(({ note }) => note ?? []);

test("the hash of a deployment that a document makes tells its version", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl create deployment nginx --image=nginx",
    "deployment.apps/nginx created",
    "$ kubectl get pods",
    "NAME                    READY   STATUS    RESTARTS   AGE",
    "nginx-76d6c9b8c-88f6t   1/1     Running   0          68s",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal"]);
}, 60_000);

test("a hash that follows in no version is a difference", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl create deployment nginx --image=nginx",
    "$ kubectl get pods",
    "NAME                    READY   STATUS    RESTARTS   AGE",
    "nginx-76d6c9b8d-88f6t   1/1     Running   0          68s",
    "```",
  );
  expect(report.items[1]?.status).toBe("differs");
}, 60_000);

test("objects that outputs show and no command makes were there, as old as they are shown", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl get pods -n shop --show-labels",
    "NAME   READY   STATUS    RESTARTS   AGE   LABELS",
    "web    1/1     Running   0          12m   app=web,tier=front",
    "$ kubectl get svc -n shop -o wide",
    "NAME      TYPE       CLUSTER-IP      EXTERNAL-IP   PORT(S)        AGE   SELECTOR",
    "web-svc   NodePort   10.101.219.82   <none>        80:30970/TCP   9m    app=web",
    "$ kubectl get pods web -n shop -o jsonpath='{.metadata.labels.tier}'",
    "front",
    "$ kubectl label pod web -n shop tier=back --overwrite",
    "pod/web labeled",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal", "equal"]);
  expect(notes(report).join()).toContain("pod web was there, as its outputs show it: the document presupposes it; nothing tells its image");
}, 60_000);

test("a hash of a template that is shown nowhere is excused, where it is the same throughout", async () => {
  const pods = (hash: string): string[] => [
    "$ kubectl get pods",
    "NAME                   READY   STATUS    RESTARTS   AGE",
    `shop-${hash}-88f6t   1/1     Running   0          12m`,
  ];
  const report = await playOpen(
    "```",
    ...pods("7c9d8f6b5d"),
    "$ kubectl describe pod shop-7c9d8f6b5d-88f6t | grep ^Name:",
    "Name:         shop-7c9d8f6b5d-88f6t",
    ...pods("7c9d8f6b5f"),
    "```",
  );
  expect(verdicts(report)).toEqual([
    expect.stringMatching(/^excused: .*the document never shows the template of shop: its hash 7c9d8f6b5d cannot be computed/),
    expect.stringMatching(/^excused: .*its hash 7c9d8f6b5d cannot be computed/),
    expect.stringMatching(/^differs: /),
  ]);
}, 60_000);

test("the hash of a deployment that was there tells its template, when it is one of those that tutorials have", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl get pods",
    "NAME                                READY   STATUS    RESTARTS   AGE",
    "nginx-deployment-66b6c48dd5-7c4xv   1/1     Running   0          12m",
    "nginx-deployment-66b6c48dd5-r9p2k   1/1     Running   0          12m",
    "$ kubectl get deploy nginx-deployment -o jsonpath='{.spec.template.spec.containers[0].image}'",
    "nginx:1.14.2",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal"]);
}, 60_000);

test("a service that a later command makes is not taken for one that was there", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl expose deployment web --port=80",
    "service/web exposed",
    "$ kubectl get svc web",
    "NAME   TYPE        CLUSTER-IP      EXTERNAL-IP   PORT(S)   AGE",
    "web    ClusterIP   10.101.219.82   <none>        80/TCP    9s",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal"]);
  expect(notes(report)).toHaveLength(1);
}, 60_000);

test("a file that is never shown has the contents of the objects that came of it, where the document shows them", async () => {
  const manifest = ["apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: colours", "data:", "  sky: blue"];
  const other = ["apiVersion: v1", "kind: ConfigMap", "metadata:", "  name: shapes", "data:", "  sun: round"];
  const report = await playOpen(
    "```yaml",
    ...manifest,
    "```",
    "and",
    "```yaml",
    ...other,
    "```",
    "```",
    "$ kubectl apply -f second.yaml",
    "configmap/shapes created",
    "$ kubectl get cm shapes -o jsonpath='{.data.sun}'",
    "round",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal"]);
  expect(notes(report)).toEqual(["second.yaml has its contents of line 11: the document never shows the file"]);
}, 60_000);

test("what a list of all shows no longer has been deleted, however it was made", async () => {
  const deployment = (name: string): string[] => [
    "```",
    `$ kubectl create deployment ${name} --image=nginx`,
    "$ kubectl get deploy",
    "NAME   READY   UP-TO-DATE   AVAILABLE   AGE",
    `${name}    1/1     1            1           20s`,
    "```",
  ];
  const report = await playOpen(...deployment("one"), ...deployment("two"));
  expect(verdicts(report)).toEqual(["equal", "equal", "equal", "equal"]);
  expect(notes(report)).toEqual(["deployment one was deleted before line 9, whose list is without it"]);
}, 60_000);

test("MetalLB and its pool were there where services have addresses from it", async () => {
  const report = await playOpen(
    "MetalLB gives the addresses.",
    "```",
    "$ kubectl create deployment web --image=nginx",
    "$ kubectl expose deployment web --port=80 --type=LoadBalancer",
    "$ kubectl get svc web",
    "NAME   TYPE           CLUSTER-IP      EXTERNAL-IP     PORT(S)        AGE",
    "web    LoadBalancer   10.101.219.82   192.168.1.240   80:30970/TCP   29s",
    "$ kubectl get ipaddresspools -n metallb-system -o jsonpath='{.items[*].spec.addresses[0]}'",
    "192.168.1.240-192.168.1.240",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal", "equal"]);
}, 60_000);

test("pods that answers name are of a deployment that was there, when its hash proves a template", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl create service clusterip sample-app --tcp=80:80",
    "service/sample-app created",
    "$ kubectl get svc sample-app -o jsonpath='{.spec.ports[0].port}'",
    "80",
    "$ curl -s http://10.96.33.44",
    "Host=10.96.33.44  Path=/  From=sample-deployment-7f47966499-k7vk7  ClientIP=192.168.1.10  XFF=",
    "$ kubectl get deploy sample-deployment -o jsonpath='{.spec.template.spec.containers[0].image}'",
    "amsy810/echo-nginx:v2.0",
    "```",
  );
  expect(report.items.at(-1)?.status).toBe("equal");
}, 60_000);

test("a request that only another machine of the network gets an answer for was typed there", async () => {
  const service =
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  type: LoadBalancer\n  externalTrafficPolicy: Local\n  externalIPs: [192.168.1.250]\n  selector: {run: web}\n  ports: [{port: 80}]";
  const report = await playOpen(
    "```",
    "$ kubectl run web --image=sysnet4admin/echo-hname",
    "$ kubectl wait pod web --for=condition=Ready",
    "pod/web condition met",
    `$ kubectl apply -f - <<'EOF'\n${service}\nEOF`,
    "service/web created",
    "$ curl http://192.168.1.251",
    "web",
    "```",
  );
  // nobody answers anywhere: it stays a difference
  expect(report.items.at(-1)?.status).toBe("differs");
  expect(report.items.at(-1)?.note).toBeUndefined();
}, 60_000);

test("a terminal is in the directory that pwd shows, from the first time its prompt stands there", async () => {
  const report = await playOpen(
    "```",
    "[root@m-k8s work]# echo one > note.txt",
    "[root@m-k8s work]# pwd",
    "/data/work",
    "[root@m-k8s work]# ls",
    "note.txt",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal"]);
}, 60_000);

test("a service that nobody describes selects the only workload, and restarts of what was there are its history", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl get pods -o wide",
    "NAME   READY   STATUS    RESTARTS        AGE    IP           NODE",
    "site   1/1     Running   3 (2d4h ago)    5d     172.16.1.5   w1-k8s",
    "$ kubectl apply -f deploy.yml",
    "deployment.apps/web created",
    "$ kubectl apply -f svc.yml",
    "service/front created",
    "$ kubectl get svc front",
    "NAME    TYPE       CLUSTER-IP      EXTERNAL-IP   PORT(S)        AGE",
    "front   NodePort   10.101.219.82   <none>        80:30970/TCP   9s",
    "$ curl -s 10.101.219.82 | grep title",
    "<title>Welcome to nginx!</title>",
    "```",
  );
  expect(report.items.map(({ status }) => status)).toEqual(["excused", "equal", "equal", "equal", "equal"]);
  expect(verdicts(report)[0]).toContain("restarts of a pod from before the document begins");
}, 60_000);

test("what is typed in a pod is typed before it is gone, and a terminal shows names in columns", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl run web --image=nginx",
    "pod/web created",
    "$ kubectl exec -it web -- bash",
    "root@web:/# ls",
    "bin   dev                  docker-entrypoint.sh  home  lib64  mnt  proc  run   srv  tmp  var",
    "boot  docker-entrypoint.d  etc                   lib   media  opt  root  sbin  sys  usr",
    "root@web:/# exit",
    "exit",
    "$ kubectl get pods",
    "No resources found in default namespace.",
    "```",
  );
  expect(report.items.map(({ status }) => status)).toEqual(["equal", "equal", "excused", "equal", "equal"]);
}, 60_000);

test("where somebody else runs the control plane, lists of nodes are without it", async () => {
  const list = (name: string) => [
    "$ kubectl get nodes",
    "NAME      STATUS   ROLES    AGE   VERSION",
    `${name}   Ready    <none>   36m   v1.27.3`,
    "gke-a-2   Ready    <none>   36m   v1.27.3",
  ];
  const report = await playOpen("```", ...list("gke-a-1"), "```");
  expect(verdicts(report)[0]).toContain("has its control plane elsewhere");
}, 60_000);

test("volumes and claims that outputs show were there, bound as they are shown", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl get pv",
    "NAME      CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS   CLAIM              STORAGECLASS   REASON   AGE",
    "data-pv   1Gi        RWO,ROX        Retain           Bound    default/data-pvc                           5m",
    "$ kubectl get pvc",
    "NAME       STATUS   VOLUME    CAPACITY   ACCESS MODES   STORAGECLASS   AGE",
    "data-pvc   Bound    data-pv   1Gi        RWO,ROX                       5m",
    "$ kubectl delete pvc data-pvc",
    'persistentvolumeclaim "data-pvc" deleted',
    "$ kubectl get pv",
    "NAME      CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS     CLAIM              STORAGECLASS   REASON   AGE",
    "data-pv   1Gi        RWO,ROX        Retain           Released   default/data-pvc                           5m9s",
    "```",
  );
  expect(verdicts(report).map((verdict) => verdict.split(":")[0])).toEqual(["equal", "equal", "equal", "equal"]);
}, 60_000);

test("a directory holds what came of it, a config map what its description shows", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl apply -f shop/",
    "configmap/settings created",
    "deployment.apps/web created",
    "service/web created",
    "$ kubectl get deploy",
    "NAME   READY   UP-TO-DATE   AVAILABLE   AGE",
    "web    1/1     1            1           27s",
    "$ kubectl create configmap page --from-file=index.html",
    "configmap/page created",
    "$ kubectl get cm page -o jsonpath='{.data}'",
    "```",
  );
  expect(report.items.slice(0, 3).map(({ status }) => status)).toEqual(["equal", "equal", "equal"]);
  expect(report.items[3]?.actual).toContain("index.html");
}, 60_000);

const WEB = [
  "```yaml",
  "# web.yaml",
  "apiVersion: apps/v1",
  "kind: Deployment",
  "metadata: { name: web }",
  "spec:",
  "  replicas: 1",
  "  selector: { matchLabels: { app: web } }",
  "  template:",
  "    metadata: { labels: { app: web } }",
  "    spec: { containers: [{ name: nginx, image: nginx }] }",
  "```",
];

test("a file that kubectl finds configured was edited before: its replicas, or its template", async () => {
  const report = await playOpen(
    ...WEB,
    "```",
    "$ kubectl apply -f web.yaml",
    "deployment.apps/web created",
    "$ kubectl apply -f web.yaml",
    "deployment.apps/web configured",
    "$ kubectl get deploy",
    "NAME   READY   UP-TO-DATE   AVAILABLE   AGE",
    "web    3/3     3            3           27s",
    "$ kubectl apply -f web.yaml",
    "deployment.apps/web configured",
    "$ kubectl get pods",
    "NAME                   READY   STATUS    RESTARTS   AGE",
    "web-6d5b7c9f4d-bcdf5   1/1     Running   0          11s",
    "web-6d5b7c9f4d-gh6kl   1/1     Running   0          13s",
    "web-6d5b7c9f4d-nmn7p   1/1     Running   0          15s",
    "```",
  );
  expect(report.items.map(({ status }) => status).slice(0, 4)).toEqual(["equal", "equal", "equal", "equal"]);
  expect(notes(report).join("; ")).toContain("replicas: 3");
  expect(notes(report).join("; ")).toContain("the template of web");
  expect(report.items[4]?.why ?? "").not.toContain("does not follow");
}, 60_000);

test("an image of which nothing is known answers what the document first shows, and goes on to", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl create deployment web --image=me/my-app:v1 --port=8080",
    "deployment.apps/web created",
    "$ kubectl expose deployment web --type=NodePort --port=80 --target-port=8080",
    "service/web exposed",
    "$ kubectl get svc web",
    "NAME   TYPE       CLUSTER-IP      EXTERNAL-IP   PORT(S)        AGE",
    "web    NodePort   10.101.219.82   <none>        80:30970/TCP   30s",
    "$ curl 10.101.219.82",
    "Hello from my app",
    "$ curl 10.101.219.82",
    "Hello from my app",
    "$ curl 10.101.219.82",
    "Hallo from my app",
    "```",
  );
  expect(verdicts(report).map((verdict) => verdict.split(":")[0])).toEqual(["equal", "equal", "equal", "excused", "equal", "differs"]);
  expect(report.items[3]?.why).toBe("what me/my-app:v1 answers is known from this document alone");
}, 60_000);

test("addresses that no MetalLB gives are those of a cloud's load balancer", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl create deployment web --image=nginx",
    "$ kubectl expose deployment web --type=LoadBalancer --port=80",
    "$ kubectl get svc web",
    "NAME   TYPE           CLUSTER-IP      EXTERNAL-IP    PORT(S)        AGE",
    "web    LoadBalancer   10.101.219.82   34.123.60.38   80:30970/TCP   78s",
    "$ curl -s 34.123.60.38 | grep title",
    "<title>Welcome to nginx!</title>",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal", "equal"]);
  expect(notes(report).join("; ")).toContain("MetalLB stands for who gave it");
}, 60_000);

test("a manifest of a version that went before 1.18 is read in apps/v1", async () => {
  const report = await playOpen(
    ...WEB.map((line) =>
      line.replace("apps/v1", "apps/v1beta1").replace("  selector: { matchLabels: { app: web } }", "  revisionHistoryLimit: 5"),
    ),
    "```",
    "$ kubectl create -f web.yaml",
    'deployment "web" created',
    "$ kubectl get deploy",
    "NAME   DESIRED   CURRENT   UP-TO-DATE   AVAILABLE   AGE",
    "web    1         1         1            1           1m",
    "```",
  );
  expect(report.items.map(({ status }) => status)).toEqual(["excused", "excused"]);
  expect(notes(report).join("; ")).toContain("is read in apps/v1");
}, 60_000);

test("pods of jobs tell 1.22 by their names, and say all that hello-world says", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl create job hello --image=hello-world",
    "job.batch/hello created",
    "$ kubectl get pods",
    "NAME             READY   STATUS      RESTARTS   AGE",
    "hello--1-mfcbk   0/1     Completed   0          7s",
    "$ kubectl logs hello--1-mfcbk | tail -3",
    "For more examples and ideas, visit:",
    " https://docs.docker.com/get-started/",
    "```",
  );
  expect(report.items.map(({ status }) => status)).toEqual(["equal", "equal", "equal"]);
}, 60_000);

test("what a list leaves out is gone, though another object's name begins with its name", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl create deployment web --image=nginx",
    "deployment.apps/web created",
    "$ kubectl create deployment web-two --image=nginx",
    "deployment.apps/web-two created",
    "$ kubectl get deploy \\",
    "> -o=custom-columns=NAME:.metadata.name,WANTED:.spec.replicas",
    "NAME      WANTED",
    "web-two   1",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal"]);
  expect(notes(report).join("; ")).toContain("deployment web was deleted before line 6");
}, 60_000);

const MINIKUBE = [
  "$ kubectl get nodes",
  "NAME       STATUS   ROLES           AGE   VERSION",
  "minikube   Ready    control-plane   41h   v1.28.3",
];
const WIDE = "NAME                   READY   STATUS    RESTARTS   AGE   IP            NODE       NOMINATED NODE   READINESS GATES";

test("what is published where nobody knows it is as what came of it; its pods have the addresses that the document shows", async () => {
  const lines = [
    "```",
    ...MINIKUBE,
    "$ kubectl apply -f https://example.com/web.yml",
    "deployment.apps/web created",
    "$ kubectl get pod -o wide",
    WIDE,
    "web-746bd6d54b-mdrbp   1/1     Running   0          33m   10.244.0.13   minikube   <none>           <none>",
    "$ kubectl get pod -o wide",
    WIDE,
    "web-746bd6d54b-mdrbp   1/1     Running   0          34m   10.244.0.13   minikube   <none>           <none>",
    "$ kubectl get pod --show-labels",
    "NAME                   READY   STATUS    RESTARTS   AGE   LABELS",
    "web-746bd6d54b-mdrbp   1/1     Running   0          35m   app=web,pod-template-hash=746bd6d54b",
    "$ kubectl delete -f https://example.com/web.yml",
    'deployment.apps "web" deleted',
    "```",
  ];
  const status = ({ items }: LabReport): string[] => items.map((item) => item.status);
  expect(status(await playOpen(...lines))).toEqual(["equal", "equal", "excused", "excused", "excused", "equal"]);
  // the same pod has one address, and one hash
  const moved = lines.with(11, lines[11]?.replace("0.13", "0.15") ?? "");
  expect(status(await playOpen(...moved))).toEqual(["equal", "equal", "excused", "differs", "excused", "equal"]);
  const other = lines.with(14, lines[14]?.replace("hash=746bd6d54b", "hash=746bd6d54c") ?? "");
  expect(status(await playOpen(...other))).toEqual(["equal", "equal", "excused", "excused", "differs", "equal"]);
}, 60_000);

test("minikube's API server has a port of its own, and its kubeconfig one name", async () => {
  const report = await playOpen(
    "```",
    ...MINIKUBE,
    "$ kubectl config current-context",
    "minikube",
    "$ kubectl get endpoints kubernetes -o jsonpath='{.subsets[0].ports[0].port}'",
    "8443",
    "$ kubectl cluster-info | head -1",
    "Kubernetes control plane is running at https://192.168.49.2:8443",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal", "equal"]);
}, 60_000);

test("a file that is applied without a word holds what is shown under its name behind it", async () => {
  const report = await playOpen(
    "```",
    "kubectl apply -f sample-web.yaml",
    "kubectl get pod sample-web",
    "NAME         READY   STATUS    RESTARTS   AGE",
    "sample-web   1/1     Running   0          24s",
    "kubectl delete -f sample-web.yaml",
    'pod "sample-web" deleted',
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal"]);
  expect(notes(report).join("; ")).toContain("sample-web.yaml has its contents by what came of it");
}, 60_000);

test("what a selector finds has its labels, and a file of nobody's site holds what is called by its name", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl apply -f https://shop.example.com/web-service.yaml",
    "$ kubectl get svc web",
    "NAME   TYPE        CLUSTER-IP      EXTERNAL-IP   PORT(S)   AGE",
    "web    ClusterIP   10.101.219.82   <none>        80/TCP    24s",
    "$ kubectl get pods -l tier=front",
    "NAME   READY   STATUS    RESTARTS   AGE",
    "shop   1/1     Running   0          3m",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal", "equal"]);
  expect(notes(report).join("; ")).toContain("web-service.yaml has its contents by what came of it");
}, 60_000);

test("a description tells labels and ports of what is put in", async () => {
  const report = await playOpen(
    "```",
    "$ kubectl get deploy",
    "NAME   READY   UP-TO-DATE   AVAILABLE   AGE",
    "web    1/1     1            1           5m",
    '$ kubectl describe deploy web | grep -E "^Name:|Labels|Selector|Containers:|web:|Image|Port:"',
    "Name:                   web",
    "Labels:                 <none>",
    "Selector:               app=shop",
    "  Labels:  app=shop",
    "  Containers:",
    "   web:",
    "    Image:        nginx",
    "    Port:         80/TCP",
    "    Host Port:    0/TCP",
    "```",
  );
  expect(verdicts(report)).toEqual(["equal", "equal"]);
}, 60_000);

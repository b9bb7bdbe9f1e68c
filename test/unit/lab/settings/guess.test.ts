import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { guessSettings } from "../../../../src/lab/settings/guess.ts";

const guessOf = (lines: readonly string[]) => {
  const transcript = loadTranscript("lab.md", lines.join("\n"));
  return transcript === undefined ? undefined : guessSettings(transcript);
};

const nodes = (names: readonly string[], version: string, network: string) => [
  "```",
  "$ kubectl get nodes -o wide",
  "NAME   STATUS   ROLES    AGE   VERSION   INTERNAL-IP   EXTERNAL-IP",
  ...names.map((name, index) => `${name}   Ready    <none>   10d   ${version}   ${network}.${10 + index}   <none>`),
  "```",
];

test("names, versions and networks of nodes tell the profile, and what is not as in it", () => {
  const book = ["m-k8s", "w1-k8s", "w2-k8s", "w3-k8s"];
  expect(guessOf(nodes(book, "v1.18.4", "192.168.1"))).toMatchObject({ profile: "book" });
  expect(guessOf(nodes(book, "v1.18.4", "192.168.56"))).toMatchObject({ profile: "book-56" });
  expect(guessOf(nodes(book, "v1.20.2", "192.168.1"))).toMatchObject({ profile: "book", kubernetesVersion: "v1.20.2" });
  expect(guessOf(nodes(book, "v1.18.4", "192.168.77"))).toMatchObject({ profile: "book", nodeNetwork: "192.168.77.0/24" });
  expect(guessOf(nodes(["cp-k8s", "w1-k8s"], "v1.30.1", "192.168.1"))).toMatchObject({ profile: "book-2nd" });
  expect(guessOf(nodes(["master", "worker1", "worker2"], "v1.23.7", "192.168.100"))).toMatchObject({ profile: "kubespray" });
});

test("for a version that k8sim does not know stands the nearest one", () => {
  expect(guessOf(nodes(["m-k8s", "w1-k8s"], "v1.9.1", "192.168.1"))).toMatchObject({ profile: "book", kubernetesVersion: "v1.18.20" });
  expect(guessOf(nodes(["a", "b"], "v1.34.1", "192.168.7"))).toMatchObject({ kubernetesVersion: "v1.32.0" });
  expect(guessOf(nodes(["a", "b"], "v1.27.4+k3s1", "192.168.7"))).toMatchObject({ kubernetesVersion: "v1.27.4" });
});

test("addresses that services announce and that readers ask tell the network, prompts the names", () => {
  expect(guessOf(["```", "[root@cp-k8s ~]# kubectl get po", "```"])).toEqual({ profile: "book-2nd" });
  expect(guessOf(["```", "$ curl 192.168.219.190", "$ curl 192.168.219.191", "```"])).toEqual({ profile: "metallb-013" });
});

test.each([
  ["a node port", ["$ curl 192.168.64.7:30000"], "192.168.64.0/24"],
  ["the API server's port", ["$ kubectl cluster-info", "Kubernetes master is running at https://172.31.5.4:6443"], "172.31.5.0/24"],
  ["minikube's own", ["$ minikube ip", "192.168.59.100"], "192.168.59.0/24"],
  ["a pod's node", ["$ kubectl describe pod a", "Node:         w1-k8s/10.0.2.15"], "10.0.2.0/24"],
  ["who is copied from", ["$ scp root@192.168.64.7:/etc/kubernetes/admin.conf ."], "192.168.64.0/24"],
  [
    "an address that is announced",
    [
      "$ kubectl get svc",
      "NAME  TYPE          CLUSTER-IP  EXTERNAL-IP     PORT(S)        AGE",
      "a     LoadBalancer  10.96.1.1   192.168.64.240  80:30001/TCP   1m",
    ],
    "192.168.64.0/24",
  ],
])("one address tells the nodes' network where it is surely theirs: %s", (_, lines, nodeNetwork) => {
  expect(guessOf(["```", "[root@m-k8s ~]# kubectl get ns", ...lines, "```"])).toMatchObject({ nodeNetwork });
});

test("one that is only asked tells no network, nor does a pod's", () => {
  expect(guessOf(["```", "[root@m-k8s ~]# curl 192.168.64.7", "```"])).not.toHaveProperty("nodeNetwork");
  expect(guessOf(["```", "[root@m-k8s ~]# curl 172.16.1.7:30000", "```"])).not.toHaveProperty("nodeNetwork");
  const service = [
    "NAME  TYPE          CLUSTER-IP  EXTERNAL-IP  PORT(S)            AGE",
    "a     LoadBalancer  10.96.1.1   10.9.8.7     30000:30001/TCP    1m",
  ];
  expect(guessOf(["```", "$ kubectl get svc", ...service, "$ curl 10.9.8.7:30000", "```"])).not.toHaveProperty("nodeNetwork");
});

test("pods that have their node's address tell nothing of the pods' network", () => {
  const lines = [
    "```",
    "$ kubectl get pods -o wide",
    "NAME                          READY   STATUS    RESTARTS   AGE   IP               NODE",
    "controller-5f98465b6b-mjclq   1/1     Running   0          5m    172.16.221.136   w1-k8s",
    "speaker-6vf42                 1/1     Running   0          5m    192.168.1.103    w3-k8s",
    "speaker-7pvft                 1/1     Running   0          5m    192.168.1.10     m-k8s",
    "```",
  ];
  expect(guessOf(lines)).toEqual({ profile: "book" });
});

test("a document that shows nothing of its cluster, or says what it is, leaves nothing to guess", () => {
  expect(guessOf(["```", "$ kubectl get po", "```"])).toEqual({});
  expect(guessOf(["---", "profile: kubespray", "---", ...nodes(["m-k8s"], "v1.23.7", "192.168.100")])).not.toHaveProperty("profile");
});

test.each([
  ["3.3.1", "book"],
  ["3.3.5", "book"],
  ["course-ingress", "kubespray"],
  ["metallb-013", "metallb-013"],
])("the shipped lab %s is one of %s", (name, profile) => {
  const text = readFileSync(path.resolve(import.meta.dir, `../../../../fixtures/labs/${name}.md`), "utf8").replace(/^profile: .*\n/m, "");
  const transcript = loadTranscript(`${name}.md`, text);
  expect(transcript && guessSettings(transcript)).toEqual({ profile });
});

test("where no version is shown, the document's interfaces tell it", () => {
  const on = (prompt: string, lines: readonly string[]) =>
    guessOf(["```", ...lines.slice(0, 1).map((line) => prompt + line), ...lines.slice(1), "```"]);
  const ingress = ["kubectl create ingress web --rule=/=web:80", "ingress.networking.k8s.io/web created"];
  expect(on("[root@m-k8s ~]# ", ingress)).toMatchObject({ kubernetesVersion: "v1.19.0" });
  expect(on("$ ", ingress)).toMatchObject({ kubernetesVersion: "v1.19.0" });
  // the profile's own version does
  expect(on("[root@cp-k8s ~]# ", ingress)).toEqual({ profile: "book-2nd" });
  const old = ["cat <<EOF | kubectl apply -f -", "apiVersion: networking.k8s.io/v1beta1", "kind: Ingress", "EOF"];
  expect(on("[root@cp-k8s ~]# ", old)).toMatchObject({ kubernetesVersion: "v1.21.0" });
  const described = ["kubectl describe pod web", "Name:         web", "Annotations:  kubectl.kubernetes.io/last-applied-configuration:"];
  expect(on("[root@cp-k8s ~]# ", described)).toMatchObject({ kubernetesVersion: "v1.18.0" });
});

test.each([
  [["$ kubectl label pod web tier-", "pod/web unlabeled"], "v1.22.0"],
  [["$ kubectl create deployment web --image=nginx --port=80"], "v1.19.0"],
  [["$ kubectl cluster-info", "Kubernetes control plane is running at https://127.0.0.1:6443"], "v1.20.0"],
])("%j works from %s on", (lines, version) => {
  expect(guessOf(["```", ...lines, "```"])).toMatchObject({ kubernetesVersion: version });
});

test("who types minikube has a cluster of its sort", () => {
  expect(guessOf(["```", "$ minikube service web --url", "$ kubectl get pods", "```"])).toEqual({ profile: "minikube" });
  expect(guessOf(["```", "$ kind create cluster", "$ kubectl get pods", "```"])).toEqual({ profile: "kind" });
});

import { expect, test } from "bun:test";
import { summaryText } from "../../src/lab/report/summary.ts";
import { play } from "./play.ts";

/** A document of one fenced block. */
function documentOf(lines: readonly string[]): string {
  return ["# A lab", "", "```", ...lines, "```", ""].join("\n");
}

const CREATE = ["[root@m-k8s ~]# kubectl create deployment np-pods --image=sysnet4admin/echo-hname", "deployment.apps/np-pods created"];

test("names, addresses and ages that a cluster draws come from the document", async () => {
  const report = await play(
    "drawn.md",
    documentOf([
      ...CREATE,
      "[root@m-k8s ~]# kubectl expose deployment np-pods --port=80 --type=NodePort",
      "service/np-pods exposed",
      "[root@m-k8s ~]# kubectl get pods -o wide",
      "NAME                       READY   STATUS    RESTARTS   AGE   IP             NODE     NOMINATED NODE   READINESS GATES",
      "np-pods-5767d54d4b-bcd2f   1/1     Running   0          17s   172.16.132.1   w3-k8s   <none>           <none>",
      "[root@m-k8s ~]# kubectl get services np-pods",
      "NAME      TYPE       CLUSTER-IP    EXTERNAL-IP   PORT(S)        AGE",
      "np-pods   NodePort   10.99.12.34   <none>        80:31234/TCP   5m",
    ]),
  );
  expect(report.items.filter(({ status }) => status !== "equal")).toEqual([]);
}, 30_000);

test("a hash that does not follow from the template is a difference, however the document draws it", async () => {
  const report = await play(
    "hash.md",
    documentOf([
      ...CREATE,
      "[root@m-k8s ~]# kubectl get pods",
      "NAME                       READY   STATUS    RESTARTS   AGE",
      "np-pods-5767d54d4c-vvvrm   1/1     Running   0          9s",
    ]),
  );
  expect(summaryText(report)).toBe("1 of 2 outputs equal, 1 differs");
  expect(report.items[1]?.actual).toContain("np-pods-5767d54d4b-");
}, 30_000);

test("draws that no cluster could have made, and those that contradict the rest of the document, are differences", async () => {
  const header = "NAME      TYPE       CLUSTER-IP     EXTERNAL-IP   PORT(S)        AGE";
  const report = await play(
    "impossible.md",
    documentOf([
      ...CREATE,
      "[root@m-k8s ~]# kubectl expose deployment np-pods --name=outside --port=80 --type=NodePort",
      "service/outside exposed",
      "[root@m-k8s ~]# kubectl expose deployment np-pods --name=twice --port=80 --type=NodePort",
      "service/twice exposed",
      "[root@m-k8s ~]# kubectl get service outside",
      header,
      "outside   NodePort   10.206.12.34   <none>        80:31234/TCP   5m",
      "[root@m-k8s ~]# kubectl get service twice",
      header,
      "twice     NodePort   10.106.12.34   <none>        80:31235/TCP   5m",
      "[root@m-k8s ~]# kubectl get service twice -o jsonpath='{.spec.clusterIP}'",
      "10.106.12.34",
      "[root@m-k8s ~]# kubectl get service twice -o jsonpath='{.spec.ports[0].nodePort}'",
      "31236",
      "[root@m-k8s ~]# kubectl get service twice -o custom-columns=PORT:.spec.ports[0].nodePort",
      "PORT",
      "31235",
    ]),
  );
  const wrong = report.items.flatMap(({ differences = [] }) => differences.map(({ line }) => line));
  expect(wrong).toEqual([12, 19]);
}, 30_000);

test("a status that is not so and a refusal with other words are differences", async () => {
  const report = await play(
    "status.md",
    documentOf([
      ...CREATE,
      "[root@m-k8s ~]# kubectl get deployment np-pods",
      "NAME      READY   UP-TO-DATE   AVAILABLE   AGE",
      "np-pods   0/1     1            0           5m",
      "[root@m-k8s ~]# kubectl delete service nosuch",
      'Error from server (NotFound): services "nosuch" is missing',
    ]),
  );
  expect(report.items.map(({ status }) => status)).toEqual(["equal", "differs", "differs"]);
  expect(report.items[2]?.actual).toBe('Error from server (NotFound): services "nosuch" not found\n');
}, 30_000);

test("what is not emulated is said by name, and the lab goes on", async () => {
  const report = await play(
    "unsupported.md",
    documentOf([
      "[root@m-k8s ~]# tcpdump -i any",
      "",
      "[root@m-k8s ~]# kubectl get ns nosuch",
      'Error from server (NotFound): namespaces "nosuch" not found',
    ]),
  );
  expect(report.items.map(({ status }) => status)).toEqual(["unsupported", "equal"]);
  expect(report.items[0]?.why).toContain('"tcpdump"');
}, 30_000);

test("what a document shows as interrupted is interrupted, when what it shows has come", async () => {
  const report = await play(
    "interrupted.md",
    documentOf([
      "[root@m-k8s ~]# echo $(date +%s) > begun",
      "[root@m-k8s ~]# kubectl get ns default -o name -w",
      "namespace/default",
      "^C",
      "[root@m-k8s ~]# test $(date +%s) -lt $(($(cat begun) + 60)) && echo soon",
      "soon",
    ]),
  );
  expect(report.items.map(({ status, actual }) => [status, actual])).toEqual([
    ["equal", ""],
    ["equal", "namespace/default\n^C\n"],
    ["equal", "soon\n"],
  ]);
}, 30_000);

test("what a document leaves out stands in its settings, and the play says that it was typed", async () => {
  const settings = [
    "---",
    "profile: book",
    "steps:",
    "  - at: kubectl get ns lab -o name",
    "    before: [kubectl create ns lab]",
    "---",
    "",
  ].join("\n");
  const report = await play("left-out.md", settings + documentOf(["[root@m-k8s ~]# kubectl get ns lab -o name", "namespace/lab"]));
  expect(report.items.map(({ status, note }) => [status, note])).toEqual([
    ["equal", "kubectl create ns lab came before line 10: the settings say so"],
  ]);
}, 30_000);

test("images of the front matter run as they are described; manifests that are shown and never applied are, with a note", async () => {
  const text = [
    "---",
    "profile: book",
    "images:",
    "  - image: example.com/greeter:1",
    "    ports: [8080]",
    "    body: hello",
    "---",
    "",
    "`greeter.yaml`",
    "",
    "```yaml",
    "apiVersion: v1",
    "kind: Pod",
    "metadata:",
    "  name: greeter",
    "spec:",
    "  containers:",
    "  - name: greeter",
    "    image: example.com/greeter:1",
    "```",
    "",
    "```",
    "[root@m-k8s ~]# kubectl get pods",
    "NAME      READY   STATUS    RESTARTS   AGE",
    "greeter   1/1     Running   0          12s",
    "```",
  ].join("\n");
  const report = await play("greeter.md", text);
  expect(report.items.map(({ status }) => status)).toEqual(["equal"]);
  expect(report.items[0]?.note).toContain("greeter.yaml of line");
}, 30_000);

test("what no age fixes was looked at when things were ready; a status was asked when it was reached", async () => {
  const report = await play(
    "ready.md",
    documentOf([
      ...CREATE,
      "[root@m-k8s ~]# kubectl get pods -o custom-columns=NAME:.metadata.name,STATUS:.status.phase",
      "NAME                       STATUS",
      "np-pods-5767d54d4b-bcd2f   Running",
      "[root@m-k8s ~]# kubectl scale deployment np-pods --replicas=4",
      "deployment.apps/np-pods scaled",
      "[root@m-k8s ~]# kubectl rollout status deployment np-pods",
      'deployment "np-pods" successfully rolled out',
    ]),
  );
  expect(report.items.filter(({ status }) => status !== "equal")).toEqual([]);
}, 30_000);

test("the book's later printing of MetalLB's manifest is known by the hash that it gives", async () => {
  const report = await play(
    "printing.md",
    documentOf([
      "[root@m-k8s ~]# kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.4/metallb.yaml",
      "...",
      "deployment.apps/controller created",
      "[root@m-k8s ~]# kubectl get pods -n metallb-system -l component=controller",
      "NAME                          READY   STATUS    RESTARTS   AGE",
      "controller-5d48db7f99-bcd2f   1/1     Running   0          2m30s",
    ]),
  );
  expect(report.items.map(({ status }) => status)).toEqual(["excused", "equal"]);
}, 30_000);

test("what a list shows right after a deletion was seen right after it, whatever the ages would allow", async () => {
  const report = await play(
    "ending.md",
    documentOf([
      ...CREATE,
      "[root@m-k8s ~]# kubectl get pods",
      "NAME                       READY   STATUS    RESTARTS   AGE",
      "np-pods-5767d54d4b-bcd2f   1/1     Running   0          17s",
      "[root@m-k8s ~]# kubectl delete deployment np-pods",
      'deployment.apps "np-pods" deleted',
      "[root@m-k8s ~]# kubectl get pods",
      "NAME                       READY   STATUS        RESTARTS   AGE",
      "np-pods-5767d54d4b-bcd2f   0/1     Terminating   0          90s",
      "[root@m-k8s ~]# kubectl get pods",
      "No resources found in default namespace.",
    ]),
  );
  expect(report.items.filter(({ status }) => status !== "equal")).toEqual([]);
}, 30_000);

test("a shell in a pod whose prompt stands there again is open again, and its container's end is said behind it", async () => {
  const report = await play(
    "again.md",
    documentOf([
      "[root@m-k8s ~]# kubectl run nginx-pod --image=nginx",
      "pod/nginx-pod created",
      "[root@m-k8s ~]# kubectl exec -it nginx-pod -- /bin/bash",
      "root@nginx-pod:/# ls -l /run/nginx.pid",
      "-rw-r--r--. 1 root root 2 Aug 12 19:07 /run/nginx.pid",
      "[root@m-k8s ~]# kubectl get services",
      "NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE",
      "kubernetes   ClusterIP   10.96.0.1    <none>        443/TCP   2d",
      "root@nginx-pod:/# kill 1",
      "root@nginx-pod:/# command terminated with exit code 137",
      "[root@m-k8s ~]# kubectl get pods",
      "NAME        READY   STATUS    RESTARTS   AGE",
      "nginx-pod   1/1     Running   1          5m",
    ]),
  );
  expect(report.items.filter(({ status }) => status !== "equal")).toEqual([]);
}, 30_000);

test("what an earlier section of the book has made is there: deployments of the template whose hash is shown, MetalLB, an applied file", async () => {
  const report = await play(
    "continued.md",
    documentOf([
      "[root@m-k8s ~]# kubectl get pods",
      "NAME                       READY   STATUS    RESTARTS   AGE",
      "nginx                      1/1     Running   0          40h",
      "np-pods-5767d54d4b-bcd2f   1/1     Running   0          3m4s",
      "np-pods-5767d54d4b-hjkn4   1/1     Running   0          3m4s",
      "[root@m-k8s ~]# kubectl expose deployment np-pods --type=LoadBalancer --name=np-svc --port=80",
      "service/np-svc exposed",
      "NAME         TYPE           CLUSTER-IP    EXTERNAL-IP    PORT(S)        AGE",
      "kubernetes   ClusterIP      10.96.0.1     <none>         443/TCP        41h",
      "np-svc       LoadBalancer   10.99.12.34   192.168.1.11   80:31234/TCP   9s",
      "[root@m-k8s ~]# kubectl apply -f ~/_Book_k8sInfra/ch3/3.2.8/echo-hname.yaml",
      "deployment.apps/echo-hname configured",
    ]),
  );
  expect(report.items.filter(({ status }) => status !== "equal")).toEqual([]);
  expect(report.items.map(({ item }) => item.line)).toEqual([4, 9, 11, 14]);
  expect(report.items[0]?.note).toContain("MetalLB was installed before: line 11 presupposes it");
}, 30_000);

test("who is left of equal pods is who the document says, whatever the cluster would have drawn", async () => {
  const text = documentOf([
    "root@cp-k8s:~# k create deployment np-pods --image=sysnet4admin/echo-hname --replicas=3",
    "deployment.apps/np-pods created",
    "root@cp-k8s:~# k get po -o wide",
    "NAME                       READY   STATUS    RESTARTS   AGE   IP               NODE     NOMINATED NODE   READINESS GATES",
    "np-pods-64746c7775-2bcdf   1/1     Running   0          9s    172.16.132.1     w3-k8s   <none>           <none>",
    "np-pods-64746c7775-ghjkl   1/1     Running   0          9s    172.16.103.129   w2-k8s   <none>           <none>",
    "np-pods-64746c7775-vwxz2   1/1     Running   0          9s    172.16.221.129   w1-k8s   <none>           <none>",
    "root@cp-k8s:~# k scale deployment np-pods --replicas=1",
    "deployment.apps/np-pods scaled",
    "root@cp-k8s:~# k get po",
    "NAME                       READY   STATUS    RESTARTS   AGE",
    "np-pods-64746c7775-ghjkl   1/1     Running   0          22s",
  ]);
  for (const seed of [1, 2, 3]) {
    const { items } = await play("left.md", text, "book-2nd", { seed });
    expect(items.filter(({ status }) => status !== "equal").map(({ why }) => why)).toEqual([]);
  }
}, 60_000);

test("a service's address and a node port that no cluster gives are differences", async () => {
  const report = await play(
    "given.md",
    documentOf([
      ...CREATE,
      "[root@m-k8s ~]# kubectl expose deployment np-pods --type=NodePort --port=80",
      "service/np-pods exposed",
      "[root@m-k8s ~]# kubectl get services np-pods",
      "NAME      TYPE       CLUSTER-IP     EXTERNAL-IP   PORT(S)        AGE",
      "np-pods   NodePort   192.168.99.3   <none>        80:29999/TCP   4s",
    ]),
  );
  expect(report.items.map(({ status }) => status)).toEqual(["equal", "equal", "differs"]);
  expect(report.items[2]?.why).toContain("the document has 192.168.99.3");
}, 30_000);

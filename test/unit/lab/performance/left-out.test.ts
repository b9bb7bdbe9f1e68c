import { expect, test } from "bun:test";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { withLeftOutDeletions } from "../../../../src/lab/performance/left-out.ts";
import { printedFiles } from "../../../../src/lab/performance/printed-files.ts";
import { isStep, type TranscriptItem } from "../../../../src/lab/transcript.ts";

const itemsOf = (...lines: readonly string[]): readonly TranscriptItem[] =>
  loadTranscript("lab.md", ["```", ...lines, "```"].join("\n"))?.items ?? [];
const commandsOf = (items: readonly TranscriptItem[]): string[] => items.filter(isStep).map(({ command }) => command);

const MADE = ["$ kubectl create deployment shop --image=nginx", "deployment.apps/shop created"];
const LIST = ["$ kubectl get pods", "NAME   READY   STATUS    RESTARTS   AGE", "other   1/1     Running   0          10s"];

test("what a whole list does not show any more, and nothing after it, has been deleted before it", () => {
  expect(commandsOf(withLeftOutDeletions(itemsOf(...MADE, ...LIST)))).toEqual([
    "kubectl create deployment shop --image=nginx",
    "kubectl delete deployment shop",
    "kubectl get pods",
  ]);
  const none = ["$ kubectl get pods", "No resources found in default namespace."];
  expect(commandsOf(withLeftOutDeletions(itemsOf(...MADE, ...none)))).toContain("kubectl delete deployment shop");
  const services = [
    "$ kubectl expose deployment shop --port=80",
    "service/shop exposed",
    "$ kubectl get svc",
    "NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE",
    "kubernetes   ClusterIP   10.96.0.1    <none>        443/TCP   3d",
  ];
  expect(commandsOf(withLeftOutDeletions(itemsOf(...services)))).toContain("kubectl delete service shop");
  const untold = [...services.slice(2), "$ kubectl expose deployment shop --name=front --port=80", ...services.slice(2)];
  expect(commandsOf(withLeftOutDeletions(itemsOf(...untold)))).toContain("kubectl delete service front");
});

test("what is only filtered, cut, elsewhere, deleted by the document or shown again stays", () => {
  const lists = [
    ["$ kubectl get pods -l app=other", ...LIST.slice(1)],
    ["$ kubectl get pods -n other", ...LIST.slice(1)],
    [...LIST, "..."],
    [...LIST, "$ kubectl scale deployment shop --replicas=2"],
    ["$ kubectl delete deployment shop", 'deployment.apps "shop" deleted', ...LIST],
  ];
  for (const list of lists) {
    const items = itemsOf(...MADE, ...list);
    expect(commandsOf(withLeftOutDeletions(items))).toEqual(commandsOf(items));
  }
  const fromFile = itemsOf("$ kubectl apply -f all.yaml", "namespace/infra created", "deployment.apps/controller created", ...LIST);
  expect(commandsOf(withLeftOutDeletions(fromFile))).toEqual(commandsOf(fromFile));
});

test("a file that is printed and that nothing has made was there", () => {
  const files = (...lines: readonly string[]): string[] =>
    printedFiles(itemsOf(...lines)).map(({ path, content, onlyWhereAbsent }) => `${path}: ${content} ${onlyWhereAbsent}`);
  expect(files("$ cat pool.yaml", "kind: IPAddressPool", "$ kubectl apply -f pool.yaml")).toEqual(["pool.yaml: kind: IPAddressPool true"]);
  expect(files("$ echo a > a.txt", "$ cat a.txt", "a")).toEqual([]);
  expect(files("$ cat a.txt | head -1", "a")).toEqual([]);
  expect(files("$ cat a.txt", "cat: a.txt: No such file or directory")).toEqual([]);
});

test("what a manifest has made is deleted as well, before the next thing is made, and what is made again later was gone between", () => {
  const service = ["$ kubectl create -f ~/_Book_k8sInfra/ch3/3.3.1/nodeport.yaml"];
  const head = ["$ kubectl get services", "NAME         TYPE        CLUSTER-IP    EXTERNAL-IP   PORT(S)   AGE"];
  const listed = [...head, "np-svc       NodePort    10.99.12.34   <none>        80:30000/TCP   9s"];
  const without = [...head, "kubernetes   ClusterIP   10.96.0.1     <none>        443/TCP   3d"];
  expect(commandsOf(withLeftOutDeletions(itemsOf(...service, ...listed, ...MADE, ...without)))).toEqual([
    "kubectl create -f ~/_Book_k8sInfra/ch3/3.3.1/nodeport.yaml",
    "kubectl get services",
    "kubectl delete service np-svc",
    "kubectl create deployment shop --image=nginx",
    "kubectl get services",
  ]);
  expect(commandsOf(withLeftOutDeletions(itemsOf(...MADE, ...LIST, ...MADE)))).toContain("kubectl delete deployment shop");
  expect(commandsOf(withLeftOutDeletions(itemsOf(...MADE, ...LIST, "$ kubectl run web --image=acme/shop")))).toContain(
    "kubectl delete deployment shop",
  );
});

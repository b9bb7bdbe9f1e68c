import { expect, test } from "bun:test";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { isImplied } from "../../../../src/lab/performance/implied.ts";
import { withEarlierSections } from "../../../../src/lab/presuppose/earlier-sections.ts";
import { isShownFile, isStep } from "../../../../src/lab/transcript.ts";

/** The commands that are put in for a document's block, each with its place. */
function putIn(...lines: readonly string[]): string[] {
  const items = withEarlierSections(loadTranscript("lab.md", ["```", ...lines, "```"].join("\n"))?.items ?? []);
  return items.flatMap((item, index) => (!isShownFile(item) && isStep(item) && isImplied(item) ? [`${index}: ${item.command}`] : []));
}

const FILE = "~/_Book_k8sInfra/ch3/3.2.4/echo-hname.yaml";
const APPLY = `$ kubectl apply -f ${FILE}`;

test("what kubectl says of a file that was used before was made of it before", () => {
  expect(putIn(APPLY, "deployment.apps/echo-hname unchanged")).toEqual([`0: kubectl apply -f ${FILE}`]);
  expect(putIn(APPLY, "deployment.apps/echo-hname configured")).toEqual([
    `0: sed 's/replicas: .*/replicas: 1/' ${FILE} | kubectl apply -f -`,
  ]);
  const warning = "Warning: kubectl apply should be used on resource created by either kubectl create --save-config or kubectl apply";
  expect(putIn(APPLY, warning, "deployment.apps/echo-hname configured")).toEqual([`0: kubectl create -f ${FILE}`]);
  const exists = 'Error from server (AlreadyExists): error when creating "x": deployments.apps "echo-hname" already exists';
  expect(putIn(`$ kubectl create -f ${FILE}`, exists)).toEqual([`0: kubectl create -f ${FILE}`]);
  expect(putIn(APPLY, "deployment.apps/echo-hname created", APPLY, "deployment.apps/echo-hname configured")).toEqual([]);
  expect(putIn("$ kubectl apply -f other.yaml", "deployment.apps/other configured")).toEqual([]);
});

test("a file of the book that prints another value than it has was edited, after all else was made of it", () => {
  const cat = [`$ cat ${FILE} | grep replicas`, "  replicas: 6"];
  const exists = 'Error from server (AlreadyExists): deployments.apps "echo-hname" already exists';
  expect(putIn(...cat, `$ kubectl create -f ${FILE}`, exists)).toEqual([
    `0: kubectl create -f ${FILE}`,
    `1: sed -i 's/replicas: 3/replicas: 6/' ${FILE}`,
  ]);
  expect(putIn(`$ cat ${FILE} | grep replicas`, "  replicas: 3")).toEqual([]);
  expect(putIn(`$ sed -i 's/replicas: 3/replicas: 6/' ${FILE}`, ...cat)).toEqual([]);
});

test("a service that is deleted and never shown was there; one that is shown is known better", () => {
  const gone = ["$ kubectl delete svc web", 'service "web" deleted'];
  expect(putIn(...gone)).toEqual(["0: kubectl create service clusterip web --tcp=80:80"]);
  expect(putIn("$ kubectl expose deployment web --port=80", ...gone)).toEqual([]);
  expect(
    putIn(
      "$ kubectl get svc",
      "NAME   TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE",
      "web    ClusterIP   10.96.0.9    <none>        80/TCP    9s",
      ...gone,
    ),
  ).toEqual([]);
});

test("the book's add-ons are there where a reader of the first edition uses them and never installs them", () => {
  const made = "$ kubectl create deployment web --image=sysnet4admin/echo-hname";
  const services = ["$ kubectl get svc", "NAME      TYPE           CLUSTER-IP    EXTERNAL-IP    PORT(S)        AGE"];
  const row = "web-svc   LoadBalancer   10.96.12.34   192.168.1.11   80:31234/TCP   7s";
  const metallb = [
    "0: kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.4/metallb.yaml",
    "1: kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.4/metallb-l2config.yaml",
  ];
  expect(putIn(made, ...services, row)).toEqual(metallb);
  expect(putIn(made, ...services, row.replace(".11 ", ".21 "))[1]).toContain("sed 's/11-/21-/;s/13$/23/'");
  expect(putIn(made, "$ kubectl apply -f metallb.yaml", ...services, row)).toEqual([]);
  expect(putIn("$ kubectl create deployment web --image=nginx", ...services, row)).toEqual([]);
  const top = ["$ kubectl top pods", "NAME   CPU(cores)   MEMORY(bytes)", "web    0m           1Mi"];
  expect(putIn(made, ...top)).toEqual(["0: kubectl create -f ~/_Book_k8sInfra/ch3/3.3.5/metrics-server.yaml"]);
  const pods = [
    "$ kubectl get pods -n ingress-nginx",
    "NAME                               READY   STATUS    RESTARTS   AGE",
    "nginx-ingress-controller-5bb8fb4bb6-5hz96   1/1     Running   0          58s",
  ];
  expect(putIn(made, ...pods)).toEqual(["1: kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.2/ingress-nginx.yaml"]);
});

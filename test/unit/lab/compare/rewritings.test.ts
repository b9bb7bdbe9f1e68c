import { expect, test } from "bun:test";
import { compareOutput } from "../../../../src/lab/compare/compare.ts";
import { isOlderKubectl } from "../../../../src/lab/compare/older-kubectl.ts";
import { itemsOf } from "../parse/read.ts";

const lines = (...texts: string[]) => texts.map((text, index) => ({ line: index + 10, text }));
const verdict = (shown: string[], actual: string[], older = false) => {
  const { status, why, differences } = compareOutput(lines(...shown), actual.join("\n"), { contradictions: [], older });
  return status === "differs" ? differences.map(({ line }) => line) : `${status}${why === undefined ? "" : `: ${why}`}`;
};

const PODS = [
  "NAME    READY   STATUS    RESTARTS   AGE   IP           NODE",
  "web-1   1/1     Running   0          75s   172.16.1.5   w1-k8s",
];

test("a table that was cut at the right side of a screen", () => {
  const cut = PODS.map((line) => line.slice(0, 58));
  expect(verdict(cut, PODS)).toContain("excused: cut at its right side: the header on line 10");
  expect(verdict([cut[0] ?? "", (cut[1] ?? "").replace("web", "wob")], PODS)).toEqual([11]);
  expect(verdict([(cut[0] ?? "").replace("READY", "REEDY"), cut[1] ?? ""], PODS)).not.toContain("excused");
});

test("variables of an environment come in any order, but with their values", () => {
  const printed = ["WEB_PORT=tcp://10.96.0.5:80", "WEB_SERVICE_HOST=10.96.0.5", "WEB_SERVICE_PORT=80"];
  expect(verdict(printed.toReversed(), printed)).toContain("excused");
  expect(verdict([...printed.slice(1), "WEB_PORT=tcp://10.96.0.5:81"], printed)).toEqual([12]);
  expect(verdict(["b", "a"], ["a", "b"])).not.toContain("excused");
});

test("what kubectl says beside its output, and the service that every cluster has, are often left out", () => {
  const flag = "Flag --record has been deprecated, --record will be removed in the future";
  expect(verdict(["deployment.apps/web created"], [flag, "deployment.apps/web created"])).toContain("excused: left out by its author");
  expect(verdict([flag.replace("future", "past"), "deployment.apps/web created"], [flag, "deployment.apps/web created"])).toEqual([10]);
  const services = [
    "NAME         TYPE        CLUSTER-IP   AGE",
    "kubernetes   ClusterIP   10.96.0.1    5m",
    "web          ClusterIP   10.96.0.7    9s",
  ];
  expect(verdict(services.toSpliced(1, 1), services)).toContain("excused: the service kubernetes");
  expect(verdict(services.toSpliced(2, 1), services)).toEqual([11]);
});

test("forms of kubectls before 1.18 are read where the document is theirs", () => {
  const printed = ["NAME   READY   UP-TO-DATE   AVAILABLE   AGE", "web    2/3     3            2           75s"];
  const older = ["NAME      DESIRED   CURRENT   UP-TO-DATE   AVAILABLE   AGE", "web       3         3         3            2           1m"];
  expect(verdict(older, printed, true)).toContain("excused: kubectl before 1.18 prints it in this form");
  expect(verdict(older, printed)).not.toContain("excused");
  expect(verdict([older[0] ?? "", (older[1] ?? "").replace("2  ", "1  ")], printed, true)).toEqual([11]);
  expect(verdict(['deployment "web" created'], ["deployment.apps/web created"], true)).toContain("excused");
  expect(verdict(['deployment "wob" created'], ["deployment.apps/web created"], true)).toEqual([10]);
  expect(verdict(["deployment.extensions/web scaled"], ["deployment.apps/web scaled"], true)).toContain("excused");
  expect(verdict(["deployment.extensions/wob scaled"], ["deployment.apps/web scaled"], true)).toEqual([10]);
  expect(verdict(["deployment.extensions/web scaled"], ["deployment.apps/web scaled"])).toEqual([10]);
  expect(verdict(['deployment "web" deleted'], ['deployment.apps "web" deleted'], true)).toContain("excused");
  expect(verdict(['deployment "wob" deleted'], ['deployment.apps "web" deleted'], true)).toEqual([10]);
  expect(verdict(["No resources found."], ["No resources found in work namespace."], true)).toContain("excused");
});

test("a document of an older kubectl is known by its nodes' version or by two of its lines", () => {
  const shows = (...text: string[]) => isOlderKubectl({ items: itemsOf(["```", ...text, "```"]) });
  expect(shows("$ kubectl get no", "NAME   STATUS   ROLES    AGE   VERSION", "m      Ready    master   5d    v1.13.1")).toBe(true);
  expect(shows("$ kubectl get no", "NAME   STATUS   ROLES    AGE   VERSION", "m      Ready    master   5d    v1.23.1")).toBe(false);
  expect(shows("$ kubectl create -f a.yaml", 'pod "a" created', "$ kubectl create -f b.yaml", 'pod "b" created')).toBe(true);
  expect(shows("$ kubectl create -f a.yaml", 'pod "a" created')).toBe(false);
  const scaled = ["$ kubectl scale deploy a --replicas=2", "deployment.extensions/a scaled"];
  expect(shows(...scaled, ...scaled)).toBe(true);
  expect(shows("$ kubectl create -f a.yaml", "ingress.extensions/a created", "ingress.extensions/b created")).toBe(false);
  expect(shows("$ kubectl get po", "NAME   AGE", "a      1m", "b      2h")).toBe(true);
  expect(shows("$ kubectl get po", "NAME   AGE", "a      2m", "b      26h")).toBe(false);
});

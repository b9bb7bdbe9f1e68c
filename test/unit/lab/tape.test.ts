import { expect, test } from "bun:test";
import { namespaceOf } from "../../../src/lab/namespace.ts";
import { tapeOf } from "../../../src/lab/tape.ts";
import type { Step } from "../../../src/lab/transcript.ts";

function step(command: string, lines: readonly string[]): Step {
  return { line: 1, command, shell: "sh", terminal: "root@m-k8s", expected: lines.map((text, index) => ({ line: index + 2, text })) };
}

const pinsOf = (...items: Step[]) => tapeOf({ file: "lab.md", settings: { files: {}, images: [], goals: [] }, items });

test("names, nodes, addresses and ports that a cluster draws are pinned once, in the order in which they are shown", () => {
  const pods = [
    "NAME                       READY   STATUS    RESTARTS   AGE   IP              NODE",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    172.16.103.129  w2-k8s",
    "np-pods-5767d54d4b-46lk5   0/1     Pending   0          9s    <none>          <none>",
  ];
  const services = [
    "NAME         TYPE           CLUSTER-IP      EXTERNAL-IP   PORT(S)                      AGE",
    "kubernetes   ClusterIP      10.96.0.1       <none>        443/TCP                      6d",
    "web          LoadBalancer   10.109.36.61    <pending>     80:30000/TCP,443:31443/TCP   3s",
    "bare         ClusterIP      None            <none>        80/TCP                       3s",
  ];
  expect(pinsOf(step("kubectl get po -o wide", pods), step("kubectl get po -o wide", pods), step("kubectl get svc", services))).toEqual({
    "name-suffix/pods/default/np-pods-5767d54d4b-": ["vvvrm", "46lk5"],
    "node/default/np-pods-5767d54d4b-vvvrm": ["w2-k8s"],
    "pod-address/default/np-pods-5767d54d4b-vvvrm": ["172.16.103.129"],
    "cluster-ip/default/web": ["10.109.36.61"],
    "node-port/default/web/80": ["30000"],
    "node-port/default/web/443": ["31443"],
  });
});

test("a suffix that no cluster could have drawn is not pinned, and neither is a name without one", () => {
  const table = [
    "NAME        READY   STATUS    RESTARTS   AGE",
    "web-0       1/1     Running   0          9s",
    "db-aeiou    1/1     Running   0          9s",
  ];
  expect(pinsOf(step("kubectl get po", table))).toEqual({});
});

test("the namespace is the row's, else the command's", () => {
  const all = [
    "NAMESPACE     NAME            READY   STATUS    RESTARTS   AGE",
    "kube-system   coredns-bcdfg   1/1     Running   0          9s",
  ];
  const one = ["NAME        READY   STATUS    RESTARTS   AGE", "web-zxwvt   1/1     Running   0          9s"];
  expect(pinsOf(step("kubectl get po -A", all), step("kubectl get po --namespace=lab", one))).toEqual({
    "name-suffix/pods/kube-system/coredns-": ["bcdfg"],
    "name-suffix/pods/lab/web-": ["zxwvt"],
  });
  expect(
    ["kubectl get po", "kubectl -n a get po", "kubectl get po -nb", "kubectl get po --namespace c"].map((command) =>
      namespaceOf(step(command, [])),
    ),
  ).toEqual(["default", "a", "b", "c"]);
});

test("a DaemonSet's names are drawn in the order of its nodes, a Deployment's in that of the document", () => {
  const pods = [
    "NAME                       READY   STATUS    RESTARTS   AGE   IP       NODE",
    "np-pods-5767d54d4b-vvvrm   1/1     Running   0          9s    <none>   w2-k8s",
    "np-pods-5767d54d4b-46lk5   1/1     Running   0          9s    <none>   w1-k8s",
    "speaker-6vf42              1/1     Running   0          9s    <none>   w3-k8s",
    "speaker-7pvft              1/1     Running   0          9s    <none>   m-k8s",
  ];
  const pins = pinsOf(step("kubectl get po -o wide", pods));
  expect(pins["name-suffix/pods/default/speaker-"]).toEqual(["7pvft", "6vf42"]);
  expect(pins["name-suffix/pods/default/np-pods-5767d54d4b-"]).toEqual(["vvvrm", "46lk5"]);
});

test("pods that say their names in answers are pinned in the order of their answers", () => {
  const answers = [
    "From=web-7f47966499-k7vk7  ClientIP=10.40.0.0",
    "From=web-7f47966499-82lld",
    "From=web-7f47966499-k7vk7",
    "web-0-abcde",
  ];
  expect(pinsOf(step("curl -s 10.0.0.1", answers))).toEqual({ "name-suffix/pods/default/web-7f47966499-": ["k7vk7", "82lld"] });
});

test("of one template's pods the older were drawn first", () => {
  const pods = [
    "NAME                 READY   STATUS    RESTARTS   AGE",
    "web-bcdfghjk-2bbbb   1/1     Running   0          10s",
    "web-bcdfghjk-4bbbb   1/1     Running   0          12s",
    "web-bcdfghjk-5bbbb   1/1     Running   0          3m",
    "web-bcdfghjk-6bbbb   1/1     Running   0          12s",
  ];
  expect(pinsOf(step("kubectl get po", pods))).toEqual({
    "name-suffix/pods/default/web-bcdfghjk-": ["5bbbb", "4bbbb", "6bbbb", "2bbbb"],
  });
});

test("columns of one's own tell places and addresses as well", () => {
  const pods = ["NAME                 IP               STATUS    NODE", "web-bcdfghjk-2bbbb   172.16.103.129   Running   w2-k8s"];
  expect(pinsOf(step("kubectl get po -o=custom-columns=…", pods))).toEqual({
    "name-suffix/pods/default/web-bcdfghjk-": ["2bbbb"],
    "node/default/web-bcdfghjk-2bbbb": ["w2-k8s"],
    "pod-address/default/web-bcdfghjk-2bbbb": ["172.16.103.129"],
  });
});

test("a stateful set's pods come one after the other is ready, in the order of their numbers, where the document shows the set", () => {
  const table = [
    "NAME   READY   STATUS    RESTARTS   AGE",
    "db-0   1/1     Running   0          61s",
    "db-1   1/1     Running   0          41s",
    "db-2   1/1     Running   0          40s",
  ];
  const settings = { files: {}, images: [], goals: [] };
  const pins = (kind: string, rows: readonly string[], more = ""): ReturnType<typeof tapeOf> => {
    const content = `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: db\nspec:\n  replicas: 3\n${more}`;
    return tapeOf({
      file: "lab.md",
      settings,
      items: [{ line: 1, path: "db.yaml", content, sure: "mentioned" }, step("kubectl get po", rows)],
    });
  };
  expect(pins("StatefulSet", table)).toEqual({ "pod-start/default/db-0": ["20000"] });
  expect(pins("Service", table)).toEqual({});
  expect(pins("StatefulSet", table, "  podManagementPolicy: Parallel\n")).toEqual({});
  // db-0 was deleted: its second one came when the others were there
  expect(pins("StatefulSet", table.with(1, "db-0   1/1     Running   0          9s"))).toEqual({});
});

test("a rolling update's pods come one after the other is ready, so their ages tell how long each start took", () => {
  const pods = [
    "NAME                   READY   STATUS    RESTARTS   AGE",
    "web-8566d57f75-bcdfg   1/1     Running   0          6m13s",
    "web-8566d57f75-hjklm   1/1     Running   0          5m35s",
    "web-8566d57f75-npqrs   1/1     Running   0          5m33s",
  ];
  const update = step("kubectl set image deployment web nginx=nginx:1.16.0", ["deployment.apps/web image updated"]);
  expect(pinsOf(update, step("kubectl get po", pods))).toMatchObject({
    "pod-start/default/web-8566d57f75-bcdfg": ["38000"],
    "pod-start/default/web-8566d57f75-hjklm": ["2000"],
  });
  expect(Object.keys(pinsOf(step("kubectl get po", pods)))).toEqual(["name-suffix/pods/default/web-8566d57f75-"]);
});

test("a pod without an address beside others that have one starts slowly; one that is seen on its way out stops slowly", () => {
  const columns = [
    "NAME    IP             STATUS    NODE",
    "web-a   172.16.132.1   Running   w3-k8s",
    "web-b   <none>         Pending   w1-k8s",
  ];
  expect(pinsOf(step("kubectl get po -o=custom-columns=…", columns))).toMatchObject({ "pod-start/default/web-b": ["3750"] });
  const ending = [
    "NAME    READY   STATUS        RESTARTS   AGE",
    "web-a   0/1     Terminating   0          61s",
    "web-b   1/1     Terminating   0          61s",
  ];
  expect(pinsOf(step("kubectl get po", ending))).toEqual({ "pod-gone/default/web-a": ["8000"], "pod-stop/default/web-b": ["8000"] });
});

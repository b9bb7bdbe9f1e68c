import { expect, test } from "bun:test";
import { loadProfile } from "../../../../src/cluster/bootstrap/profile.ts";
import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { guessMachines } from "../../../../src/lab/settings/machines.ts";

const machinesOf = (lines: readonly string[], profile = "kubeadm-flannel") => {
  const transcript = loadTranscript("lab.md", ["```", ...lines, "```"].join("\n"));
  return transcript && guessMachines(transcript, loadProfile(profile));
};

test("nodes, what they run and when they joined come from lists of nodes", () => {
  const machines = machinesOf([
    "$ kubectl get nodes -o wide",
    "NAME    STATUS   ROLES           AGE     VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE                      KERNEL-VERSION     CONTAINER-RUNTIME",
    "boss    Ready    control-plane   9m50s   v1.28.2   10.1.2.3      <none>        Rocky Linux 9.3 (Blue Onyx)   5.14.0-362.x86_64   cri-o://1.28.1",
    "helper  Ready    <none>          7m20s   v1.28.2   10.1.2.9      <none>        Rocky Linux 9.3 (Blue Onyx)   5.14.0-362.x86_64   cri-o://1.28.1",
  ]);
  expect(machines).toMatchObject({
    nodeNetwork: "10.1.2.0/24",
    osImage: "Rocky Linux 9.3 (Blue Onyx)",
    containerRuntime: "cri-o://1.28.1",
    nodes: [
      { name: "boss", host: 3, controlPlane: true, joined: 0 },
      { name: "helper", host: 9, joined: 150 },
    ],
  });
});

test("pods tell their nodes and these their part of the pod network; prompts tell the control plane", () => {
  const machines = machinesOf([
    "root@ctl:~# kubectl get pods -o wide",
    "NAME   READY   STATUS    RESTARTS   AGE   IP            NODE    NOMINATED NODE   READINESS GATES",
    "a      1/1     Running   0          10s   10.42.3.7     edge1   <none>           <none>",
    "b      1/1     Running   0          10s   10.42.1.20    edge2   <none>           <none>",
    "root@ctl:~# kubectl get svc",
    "NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE",
    "kubernetes   ClusterIP   10.43.0.1    <none>        443/TCP   3d",
  ]);
  expect(machines).toMatchObject({
    podCidr: "10.42.0.0/16",
    serviceCidr: "10.43.0.0/16",
    ipam: "host-local",
    nodes: [
      { name: "ctl", controlPlane: true, podCidr: "10.42.0.0/24" },
      { name: "edge1", podCidr: "10.42.3.0/24" },
      { name: "edge2", podCidr: "10.42.1.0/24" },
    ],
  });
});

test("a profile's own nodes change in what is shown of them alone", () => {
  const list = (w3: string) => [
    "$ kubectl get nodes",
    "NAME     STATUS   ROLES    AGE     VERSION",
    "m-k8s    Ready    master   9m50s   v1.18.4",
    "w1-k8s   Ready    <none>   7m20s   v1.18.4",
    "w2-k8s   Ready    <none>   4m40s   v1.18.4",
    ...(w3 === "" ? [] : [`w3-k8s   Ready    <none>   ${w3}     v1.18.4`]),
  ];
  expect(machinesOf(list(""), "book")?.nodes?.map(({ name, host, joined }) => [name, host, joined])).toEqual([
    ["m-k8s", 10, 0],
    ["w1-k8s", 101, 150],
    ["w2-k8s", 102, 310],
  ]);
  expect(machinesOf(list("60s"), "book")?.nodes?.at(-1)).toMatchObject({ name: "w3-k8s", joined: 530 });
  expect(
    machinesOf(["$ kubectl get pods", "NAME   READY   STATUS    RESTARTS   AGE", "a      1/1     Running   0          10s"], "book"),
  ).toBeUndefined();
});

test("pods of the host's network tell the addresses of nodes, not of the pods' network", () => {
  const rows = [
    "NAME                          READY   STATUS    RESTARTS   AGE     IP               NODE     NOMINATED NODE   READINESS GATES",
    "controller-5f98465b6b-abcde   1/1     Running   0          5m40s   172.16.221.140   w1-k8s   <none>           <none>",
    "speaker-6vf42                 1/1     Running   0          5m40s   192.168.1.103    w3-k8s   <none>           <none>",
    "my-own-agent-7pvft            1/1     Running   0          5m40s   192.168.1.10     m-k8s    <none>           <none>",
  ];
  expect(machinesOf(["$ kubectl get pods -n metallb-system -o wide", ...rows], "book")).toBeUndefined();
  const others = rows.map((row) => row.replaceAll("-k8s", "-xyz").replaceAll("192.168.1.", "10.190.18."));
  expect(machinesOf(["$ kubectl get pods -n metallb-system -o wide", ...others.slice(0, 3)], "book")).toMatchObject({
    nodeNetwork: "10.190.18.0/24",
    ipam: "host-local",
    nodes: [{ name: "m-k8s" }, { name: "w1-xyz" }, { name: "w3-xyz", host: 103 }],
  });
});

test("a prompt's host that no node could be called names no machine", () => {
  const machines = machinesOf([
    "me@Q537JQXLVR:~$ kubectl get pods -o wide",
    "NAME   READY   STATUS    RESTARTS   AGE   IP            NODE    NOMINATED NODE   READINESS GATES",
    "a      1/1     Running   0          10s   10.42.3.7     edge1   <none>           <none>",
  ]);
  expect(machines?.nodes?.map(({ name }) => name)).not.toContain("Q537JQXLVR");
});

test("who is asked on a node port and is nobody's address is a worker", () => {
  const asked = ["$ curl 192.168.1.101:30000", "$ curl 192.168.1.7:30000", "$ curl 192.168.1.8:30000"];
  expect(machinesOf(asked, "book")?.nodes?.map(({ name, host }) => [name, host])).toEqual([
    ["m-k8s", 10],
    ["w1-k8s", 101],
    ["w2-k8s", 7],
    ["w3-k8s", 8],
  ]);
  expect(machinesOf(["$ curl 192.168.1.102:30000"], "book")).toBeUndefined();
});

test("nodes of other names are machines too where their load is listed, in the order of their numbers and as old as those in their place", () => {
  const machines = machinesOf(
    [
      "$ kubectl top nodes",
      "NAME     CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%",
      "master   142m         7%     1259Mi          32%",
      "node10   48m          4%     745Mi           39%",
      "node2    52m          5%     763Mi           40%",
      "$ curl 192.168.1.101:30000",
    ],
    "book",
  );
  const workers = loadProfile("book").nodes.filter(({ controlPlane }) => controlPlane !== true);
  expect(machines?.nodes?.map(({ name, host, joined }) => ({ name, host, joined }))).toEqual([
    { name: "master", host: 10, joined: 0 },
    { name: "node2", host: 101, joined: workers[0]?.joined ?? 0 },
    { name: "node10", host: 102, joined: workers[1]?.joined ?? 0 },
  ]);
});

import { expect, test } from "bun:test";
import { createMachines } from "../../../src/shell/machines.ts";
import { openTerminal } from "../../../src/shell/terminal.ts";
import { typeAtFreshMachines } from "../../support/terminals.ts";

const at = typeAtFreshMachines({ profile: "book-2nd", seed: 3 });
const text = (line: string): Promise<string> => at.text(line);
const REFUSED = "The connection to the server 192.168.1.10:6443 was refused - did you specify the right host or port?\n";
const COLUMNS = /^CONTAINER {11}IMAGE {15}CREATED {13}STATE {15}NAME {22}ATTEMPT {13}POD ID {14}POD$/m;

test("the control plane's manifests are there, and taking one away stops its program until it is back", async () => {
  expect(await text("ls /etc/kubernetes/manifests")).toBe(
    "etcd.yaml\nkube-apiserver.yaml\nkube-controller-manager.yaml\nkube-scheduler.yaml\n",
  );
  expect(
    await text(
      "head -3 /etc/kubernetes/manifests/kube-scheduler.yaml; grep -c nodeName /etc/kubernetes/manifests/*.yaml | sort -u | wc -l",
    ),
  ).toBe("apiVersion: v1\nkind: Pod\nmetadata:\n4\n");
  expect(await text("mv /etc/kubernetes/manifests/kube-apiserver.yaml /tmp/; kubectl get nodes")).toEndWith(REFUSED);
  expect(
    await text("crictl ps --name kube-apiserver | wc -l; crictl ps -a --name kube-apiserver | tail -n +2 | awk '{print $6, $7}'"),
  ).toBe("1\nExited kube-apiserver\n");
  expect(await text("sleep 60; crictl ps -a --name kube-apiserver | wc -l")).toBe("1\n");
  expect(
    await text(
      "mv /tmp/kube-apiserver.yaml /etc/kubernetes/manifests/; sleep 3; kubectl get nodes 2>&1 | tail -1; crictl ps --name kube-apiserver | awk 'NR > 1 {print $3, $4, $6}'",
    ),
  ).toBe(`${REFUSED}3 seconds Running\n`);
  expect(await text("sleep 20; kubectl get nodes --no-headers | awk '{print $2}' | sort -u")).toBe("Ready\n");
  expect(await text("crictl ps --name kube-apiserver | awk 'NR > 1 {print $3, $4, $6}'")).toBe("23 seconds Running\n");
});

test("a removed manifest stops a program as well, and a copy brings it back", async () => {
  await text("cp /etc/kubernetes/manifests/kube-scheduler.yaml ~; rm /etc/kubernetes/manifests/kube-scheduler.yaml");
  expect(await text("kubectl run web --image=nginx >/dev/null; sleep 60; kubectl get po --no-headers | awk '{print $3}'")).toBe(
    "Pending\n",
  );
  expect(await text("crictl pods --name scheduler | wc -l")).toBe("1\n");
  await text("cp ~/kube-scheduler.yaml /etc/kubernetes/manifests/; sleep 40");
  expect(await text("kubectl get po --no-headers | awk '{print $3}'; crictl pods --name scheduler -q | wc -l")).toBe("Running\n1\n");
});

test("another shell finds the manifest of a stopped program in /tmp", async () => {
  await text("mv /etc/kubernetes/manifests/etcd.yaml ~; kubectl get nodes");
  at.terminal = openTerminal(createMachines(at.machines.cluster));
  expect(await text("ls /tmp; mv /tmp/etcd.yaml /etc/kubernetes/manifests; sleep 25; kubectl get nodes -o name | wc -l")).toBe(
    "etcd.yaml\n4\n",
  );
});

test("manifests of one's own and changed ones are refused by name", async () => {
  const refusal = (line: string): Promise<string> => text(line).catch(String);
  expect(await refusal("sed -i s/250m/100m/ /etc/kubernetes/manifests/kube-apiserver.yaml")).toContain(
    "changed static pods: /etc/kubernetes/manifests/kube-apiserver.yaml",
  );
  expect(await refusal("ssh w1-k8s crictl inspect x")).toContain('not "inspect"');
});

test("crictl prints its columns on every node", async () => {
  await text("kubectl run web --image=nginx; sleep 30");
  expect(await text("crictl ps")).toMatch(COLUMNS);
  const node = (await text("kubectl get po web -o jsonpath={.spec.nodeName}")).trim();
  expect(await text(`ssh ${node} crictl ps --name web | tail -1`)).toMatch(
    /^[0-9a-f]{13} {7}[0-9a-f]{13} {7}\d+ seconds ago {6}Running {13}web {17}0 {19}[0-9a-f]{13} {7}web\n$/,
  );
  expect(await text(`ssh ${node} crictl images | grep -E 'IMAGE|library/nginx'`)).toMatch(
    /^IMAGE +TAG +IMAGE ID +SIZE\ndocker.io\/library\/nginx +latest +[0-9a-f]{13} +[\d.]+MB\n$/,
  );
  expect(await text(`ssh ${node} crictl pods --namespace default`)).toMatch(
    /^POD ID +CREATED +STATE +NAME +NAMESPACE +ATTEMPT +RUNTIME\n[0-9a-f]{13} +\d+ seconds ago +Ready +web +default +0 +\(default\)\n$/,
  );
});

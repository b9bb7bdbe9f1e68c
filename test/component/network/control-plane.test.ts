import { afterEach, expect, test } from "bun:test";
import { createServerBackend } from "../../../src/cli/serve/backend.ts";
import { act } from "../../../src/cluster/faults.ts";
import { createSession } from "../../../src/cluster/session.ts";
import type { FaultAction } from "../../../src/components/faults/action.ts";
import type { StandingFault } from "../../../src/machinery/faults.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

let lab: StartedCluster;
afterEach(() => lab.end());

async function does(action: FaultAction): Promise<void> {
  const session = createSession(lab.cluster);
  await act(session, action, 0);
  await session.end();
}
const stand = (fault: StandingFault) => does({ do: "stand", fault });
const clear = () => does({ do: "clear", ids: "all" });
const phases = () => lab.run("kubectl get pods --no-headers | awk '{print $3}' | sort | uniq -c | awk '{print $1, $2}'");

test("without a scheduler pods stay pending, without a controller manager nothing is reconciled; both come back", async () => {
  lab = await startCluster({ seed: 4 });
  await stand({ kind: "control-plane", program: "kube-scheduler" });
  expect(await lab.run("kubectl get pods -n kube-system -o name | grep -c scheduler")).toBe("0\n");
  expect(await lab.run("kubectl get cs | awk '{print $1, $2, $3, $4}'")).toBe(
    'NAME STATUS MESSAGE ERROR\nscheduler Unhealthy Get http://127.0.0.1:10251/healthz:\ncontroller-manager Healthy ok \netcd-0 Healthy {"health":"true"} \n',
  );
  await lab.run("kubectl create deployment web --image=nginx; k8sim time advance 60s");
  expect(await phases()).toBe("1 Pending\n");
  await clear();
  await lab.run("k8sim time advance 20s");
  expect(await phases()).toBe("1 Running\n");
  expect(await lab.run("kubectl get pods -n kube-system --no-headers | awk '/scheduler/ {print $1, $3}'")).toBe(
    "kube-scheduler-m-k8s Running\n",
  );
  await stand({ kind: "control-plane", program: "kube-controller-manager" });
  await lab.run("kubectl scale deployment web --replicas=3; kubectl delete pods --all --wait=false; k8sim time advance 60s");
  expect(await lab.run("kubectl get pods; kubectl get deploy web --no-headers | awk '{print $2}'")).toBe(
    "No resources found in default namespace.\n1/3\n",
  );
  await clear();
  await lab.run("k8sim time advance 30s");
  expect(await phases()).toBe("3 Running\n");
}, 30_000);

test("a stopped API server refuses, and what waits for it goes on when it is back", async () => {
  lab = await startCluster({ seed: 4 });
  await lab.run(
    "kubectl create deployment web --image=nginx --replicas=2; kubectl create deployment web --image=nginx; kubectl expose deploy web --port=80; k8sim time settle",
  );
  const address = (await lab.run("kubectl get svc web -o jsonpath={.spec.clusterIP}")).trim();
  for (const program of ["kube-apiserver", "etcd"] as const) {
    await stand({ kind: "control-plane", program });
    const refused = "The connection to the server 192.168.1.10:6443 was refused - did you specify the right host or port?\n";
    expect(
      await lab.run(
        "kubectl get pods; kubectl apply -f https://raw.githubusercontent.com/metallb/metallb/v0.12.1/manifests/namespace.yaml",
      ),
    ).toBe(refused + refused);
    expect(await lab.run("curl -k https://192.168.1.10:6443/healthz")).toContain("curl: (7) Failed connect to 192.168.1.10:6443");
    expect(await lab.run(`curl -so /dev/null -w '%{http_code}' ${address}`)).toBe("200");
    const served = createServerBackend(lab.cluster, () => true).handle({
      verb: "list",
      group: "",
      version: "v1",
      resource: "pods",
      namespace: "default",
      user: { name: "kubernetes-admin", groups: ["system:masters"] },
      userAgent: "test",
    });
    expect((await served).code).toBe(503);
    await lab.run("k8sim time advance 10m");
    await clear();
    await lab.run("k8sim time advance 10s");
    expect(
      await lab.run("kubectl get nodes --no-headers | awk '{print $2}' | sort -u; kubectl get deploy web --no-headers | awk '{print $2}'"),
    ).toBe("Ready\n1/1\n");
  }
}, 30_000);

test.each([
  ["v1.18.4", /^Unable to connect to the server: x509: certificate has expired or is not yet valid\n$/],
  ["v1.23.7", /^Unable to connect to the server: x509: certificate has expired or is not yet valid: current time \S+Z is after \S+Z\n$/],
  [
    "v1.28.15",
    /Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time \S+Z is after \S+Z\n$/,
  ],
])(
  "certificates that have ended, as kubectl %s says it",
  async (kubernetesVersion, text) => {
    lab = await startCluster({ kubernetesVersion, seed: 4 });
    await lab.run("kubectl run web --image=nginx; k8sim time settle");
    await stand({ kind: "certificates", owner: "apiserver" });
    expect(await lab.run("kubectl get nodes")).toMatch(text);
    await clear();
    await stand({ kind: "certificates", owner: "kubelet" });
    await lab.run("k8sim time advance 60s");
    expect(await lab.run("kubectl get nodes --no-headers | awk '{print $2}' | sort -u")).toBe("NotReady\n");
    expect(await lab.run("kubectl exec web -- hostname")).toBe("web\n");
    await clear();
    await lab.run("k8sim time advance 10s");
    expect(await lab.run("kubectl get nodes --no-headers | awk '{print $2}' | sort -u")).toBe("Ready\n");
  },
  30_000,
);

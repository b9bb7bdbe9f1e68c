import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

setDefaultTimeout(120_000);
const RAW = "https://raw.githubusercontent.com";
const CLAIM = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: c }
spec: { accessModes: [ReadWriteOnce], storageClassName: CLASS, resources: { requests: { storage: 128Mi } } }
---
apiVersion: v1
kind: Pod
metadata: { name: user }
spec:
  containers: [{ name: user, image: nginx, volumeMounts: [{ name: v, mountPath: /data }] }]
  volumes: [{ name: v, persistentVolumeClaim: { claimName: c } }]
`;
let lab: StartedCluster;
beforeAll(async () => {
  lab = await startCluster({ kubernetesVersion: "v1.20.2" }, { "claim.yaml": CLAIM.replace("CLASS", "local-path") });
});
afterAll(() => lab.end());

const lines = (text: string): string[] => text.trimEnd().split("\n");
/** `NAME READY STATUS` of each pod of a namespace that a pattern names, without the letters of daemon sets' pods. */
async function pods(namespace: string): Promise<string[]> {
  const rows = lines(await lab.run(`kubectl get pods -n ${namespace} --no-headers`));
  return rows.map((row) => row.replace(/-[a-z0-9]{5} +(\S+) +(\S+).*$/, " $1 $2"));
}

test("the dashboard comes up, under the hashes that notes show", async () => {
  expect(lines(await lab.run(`kubectl apply -f ${RAW}/kubernetes/dashboard/v2.2.0/aio/deploy/recommended.yaml`))).toEqual([
    "namespace/kubernetes-dashboard created",
    "serviceaccount/kubernetes-dashboard created",
    "service/kubernetes-dashboard created",
    "secret/kubernetes-dashboard-certs created",
    "secret/kubernetes-dashboard-csrf created",
    "secret/kubernetes-dashboard-key-holder created",
    "configmap/kubernetes-dashboard-settings created",
    "role.rbac.authorization.k8s.io/kubernetes-dashboard created",
    "clusterrole.rbac.authorization.k8s.io/kubernetes-dashboard created",
    "rolebinding.rbac.authorization.k8s.io/kubernetes-dashboard created",
    "clusterrolebinding.rbac.authorization.k8s.io/kubernetes-dashboard created",
    "deployment.apps/kubernetes-dashboard created",
    "service/dashboard-metrics-scraper created",
    "deployment.apps/dashboard-metrics-scraper created",
  ]);
  await lab.run("k8sim time advance 90s");
  expect(await pods("kubernetes-dashboard")).toEqual([
    "dashboard-metrics-scraper-79c5968bdc 1/1 Running",
    "kubernetes-dashboard-9f9799597 1/1 Running",
  ]);
});

test("flannel runs on every node, also beside the network that is there", async () => {
  expect(lines(await lab.run(`kubectl apply -f ${RAW}/coreos/flannel/master/Documentation/kube-flannel.yml`))).toEqual([
    "podsecuritypolicy.policy/psp.flannel.unprivileged created",
    "clusterrole.rbac.authorization.k8s.io/flannel created",
    "clusterrolebinding.rbac.authorization.k8s.io/flannel created",
    "serviceaccount/flannel created",
    "configmap/kube-flannel-cfg created",
    "daemonset.apps/kube-flannel-ds created",
  ]);
  await lab.run("kubectl apply -f https://github.com/flannel-io/flannel/releases/latest/download/kube-flannel.yml; k8sim time advance 60s");
  const running = Array.from({ length: 4 }, () => "kube-flannel-ds 1/1 Running");
  expect(await pods("kube-flannel")).toEqual(running);
  expect((await pods("kube-system")).filter((row) => row.startsWith("kube-flannel"))).toEqual(running);
});

test("Weave Net is applied as its own host gave it out", async () => {
  const url = "https://cloud.weave.works/k8s/net?k8s-version=$(kubectl version | base64 | tr -d '\\n')";
  expect(lines(await lab.run(`kubectl apply -f "${url}"`))).toEqual([
    "serviceaccount/weave-net created",
    "clusterrole.rbac.authorization.k8s.io/weave-net created",
    "clusterrolebinding.rbac.authorization.k8s.io/weave-net created",
    "role.rbac.authorization.k8s.io/weave-net created",
    "rolebinding.rbac.authorization.k8s.io/weave-net created",
    "daemonset.apps/weave-net created",
  ]);
  await lab.run("k8sim time advance 60s");
  expect((await pods("kube-system")).filter((row) => row.startsWith("weave"))).toEqual(
    Array.from({ length: 4 }, () => "weave-net 2/2 Running"),
  );
});

test("volumes of local-path-provisioner are directories of the node on which they are used first", async () => {
  await lab.run(`kubectl apply -f ${RAW}/rancher/local-path-provisioner/v0.0.26/deploy/local-path-storage.yaml; k8sim time advance 20s`);
  expect(await pods("local-path-storage")).toEqual([expect.stringMatching(/^local-path-provisioner-\w+ 1\/1 Running$/)]);
  await lab.run("kubectl apply -f claim.yaml; k8sim time advance 20s");
  const node = await lab.run("kubectl get pod user -o jsonpath='{.spec.nodeName}'");
  const volume = await lab.run("kubectl get pvc c -o jsonpath='{.spec.volumeName}'");
  expect(lines(await lab.run("kubectl get pvc --no-headers"))).toEqual([
    expect.stringMatching(/^c +Bound +pvc-\S+ +128Mi +RWO +local-path +\d+s$/),
  ]);
  expect(
    await lab.run("kubectl get pv -o jsonpath='{.items[0].spec.hostPath.path} {.items[0].spec.nodeAffinity.required..values[0]}'"),
  ).toBe(`/opt/local-path-provisioner/${volume}_default_c ${node}`);
  await lab.run(
    "kubectl exec user -- sh -c 'echo kept > /data/f'; kubectl delete pod user; kubectl apply -f claim.yaml; k8sim time advance 20s",
  );
  expect(await lab.run("kubectl get pod user -o jsonpath='{.spec.nodeName}'; kubectl exec user -- cat /data/f")).toBe(`${node}kept\n`);
  await lab.run("kubectl delete -f claim.yaml; k8sim time advance 20s");
  expect(await lab.run("kubectl get pv")).toBe("No resources found\n");
});

test("a local-path volume that many would share is refused in the provisioner's words", async () => {
  await lab.run("sed -i s/ReadWriteOnce/ReadWriteMany/ claim.yaml; kubectl apply -f claim.yaml; k8sim time advance 20s");
  expect(await lab.run("kubectl describe pvc c")).toContain(
    'failed to provision volume with StorageClass "local-path": NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
  );
});

test("kind's default class gives volumes", async () => {
  const kind = await startCluster({ profile: "kind" }, { "claim.yaml": CLAIM.replace("CLASS", "standard") });
  await kind.run("kubectl apply -f claim.yaml; k8sim time advance 30s");
  expect(await kind.run("kubectl get pvc c -o jsonpath='{.status.phase}'; kubectl get pod user -o jsonpath=' {.status.phase}'")).toBe(
    "Bound Running",
  );
  expect(await kind.run("kubectl get pv -o jsonpath='{.items[0].spec.hostPath.path}'")).toStartWith("/var/local-path-provisioner/pvc-");
  kind.end();
});

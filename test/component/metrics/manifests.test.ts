import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";
import { bookFile } from "../../../src/cluster/book-files.ts";
import { publishedManifest } from "../../../src/cluster/manifests/published.ts";

const RELEASES = "https://github.com/kubernetes-sigs/metrics-server/releases";
const release = (tag: string): Promise<string | undefined> => publishedManifest(`${RELEASES}/download/${tag}/components.yaml`);
const LAST_ARGUMENT = "            - --metric-resolution=15s\n";
const FIRST_ARGUMENT = "            - --cert-dir=/tmp\n";

/** What is applied, by the name that facts/metrics-server.md section 2 gives it. */
const files: Record<string, string> = {
  "book.yaml": bookFile("/root/_Book_k8sInfra/ch3/3.3.5/metrics-server.yaml") ?? "",
  "v0.6.1.yaml": (await release("v0.6.1")) ?? "",
  "v0.6.1-tls.yaml": ((await release("v0.6.1")) ?? "").replace(LAST_ARGUMENT, `${LAST_ARGUMENT}            - --kubelet-insecure-tls\n`),
  "v0.6.4.yaml": (await release("v0.6.4")) ?? "",
  // Not the book's file: sysnet4admin/IaC k8s/extra-pkgs/v1.36/metrics-server-notls-v0.8.1.yaml, whose arguments differ.
  "v0.8.1-notls.yaml": ((await release("v0.8.1")) ?? "")
    .replace(FIRST_ARGUMENT, `${FIRST_ARGUMENT}            - --kubelet-insecure-tls\n`)
    .replace("=InternalIP,ExternalIP,Hostname\n", "=InternalIP\n"),
};

/** facts/metrics-server.md 2; 847dcc659d was seen by readers. */
const HASHES: Readonly<Record<string, readonly string[]>> = {
  "v1.18.4": ["6ff4b58b84", "7c75f9694b", "847f49f9ff", "76c59756bb", "fdfd57bd"],
  "v1.20.2": ["59dbf485d6", "6594d67d48", "5c58ff44f5", "fbfcbbd48", "58dbc5d44"],
  "v1.23.7": ["66dc54558d", "847dcc659d", "7cf8b65d65", "85d6fcf458", "676745f486"],
  "v1.25.10": ["66bfbf454f", "847d45fd4f", "696f4844bb", "5b4fc487", "66996d7885"],
  "v1.28.15": ["65c49c494c", "9f497ccf5", "7cdc4ddd88", "fbb469ccc", "79576b8d79"],
  "v1.30.1": ["cb87d6fdc", "66c9b8d745", "5686db5556", "d95b9964c", "74564455f9"],
};

const BOOK_LINES = [
  "clusterrole.rbac.authorization.k8s.io/system:aggregated-metrics-reader created",
  "clusterrolebinding.rbac.authorization.k8s.io/metrics-server:system:auth-delegator created",
  "rolebinding.rbac.authorization.k8s.io/metrics-server-auth-reader created",
  "apiservice.apiregistration.k8s.io/v1beta1.metrics.k8s.io created",
  "serviceaccount/metrics-server created",
  "deployment.apps/metrics-server created",
  "service/metrics-server created",
  "clusterrole.rbac.authorization.k8s.io/system:metrics-server created",
  "clusterrolebinding.rbac.authorization.k8s.io/system:metrics-server created",
];
const COMPONENT_LINES = [
  "serviceaccount/metrics-server created",
  "clusterrole.rbac.authorization.k8s.io/system:aggregated-metrics-reader created",
  "clusterrole.rbac.authorization.k8s.io/system:metrics-server created",
  "rolebinding.rbac.authorization.k8s.io/metrics-server-auth-reader created",
  "clusterrolebinding.rbac.authorization.k8s.io/metrics-server:system:auth-delegator created",
  "clusterrolebinding.rbac.authorization.k8s.io/system:metrics-server created",
  "service/metrics-server created",
  "deployment.apps/metrics-server created",
  "apiservice.apiregistration.k8s.io/v1beta1.metrics.k8s.io created",
];

/** Whole clusters take their time on a busy machine. */
setDefaultTimeout(60_000);

const clusters: StartedCluster[] = [];
afterAll(() => clusters.forEach(({ end }) => end()));

async function start(kubernetesVersion: string): Promise<StartedCluster> {
  const cluster = await startCluster({ kubernetesVersion }, files);
  clusters.push(cluster);
  return cluster;
}

/** Creates from a file, names the replica set that comes of it, and removes everything again. A field that 1.18 does not know is dropped. */
async function hashOf({ cluster, run }: StartedCluster, file: string): Promise<string | undefined> {
  await run(`kubectl create --validate=false -f ${file}`);
  const [made] = cluster.store.list("replicasets.apps", { namespace: "kube-system", index: "label:k8s-app=metrics-server" });
  await run(`kubectl delete -f ${file}`);
  return made?.metadata.labels?.["pod-template-hash"];
}

describe("templates have the hashes that every cluster of that release computes", () => {
  test.each(Object.entries(HASHES))("%s", async (version, hashes) => {
    const started = await start(version);
    const found: (string | undefined)[] = [];
    for (const file of Object.keys(files)) found.push(await hashOf(started, file));
    expect(found).toEqual([...hashes]);
  });
});

test("hashes that notes show on 1.21", async () => {
  const started = await start("v1.21.14");
  await started.run(`curl -sL -o v0.5.2.yaml ${RELEASES}/download/v0.5.2/components.yaml`);
  expect(await hashOf(started, "v0.5.2.yaml")).toBe("dbf765b9b");
  expect(await hashOf(started, "v0.6.1-tls.yaml")).toBe("8bb87844c");
});

test("objects appear in the order of their files", async () => {
  const { run } = await start("v1.18.4");
  expect((await run("kubectl create -f book.yaml")).trimEnd().split("\n")).toEqual(BOOK_LINES);
  expect((await run("kubectl delete -f book.yaml")).split("\n")[3]).toBe(
    'apiservice.apiregistration.k8s.io "v1beta1.metrics.k8s.io" deleted',
  );
  expect((await run(`kubectl apply -f ${RELEASES}/download/v0.6.1/components.yaml`)).trimEnd().split("\n")).toEqual(COMPONENT_LINES);
});

test("the second edition's file trusts whatever certificate a kubelet shows", () => {
  const text = bookFile("/root/_Book_k8sInfra/ch3/3.6.1/metrics-server-0.8.1-notls.yaml");
  expect(text).toContain(
    "- args:\n            - --kubelet-insecure-tls\n            - --cert-dir=/tmp\n            - --secure-port=10250\n",
  );
  expect(text).toContain("metrics-server:v0.8.1");
});

test("the newest release is found by that name; others that are not here are not", async () => {
  expect(await publishedManifest(`${RELEASES}/latest/download/components.yaml`)).toContain("metrics-server:v0.8.1");
  expect(await release("v0.6.3")).toContain("registry.k8s.io/metrics-server/metrics-server:v0.6.3");
  expect(await release("v0.3.6")).not.toContain("--kubelet-insecure-tls");
  expect(await release("v0.2.0")).toBeUndefined();
  expect(await publishedManifest(`${RELEASES}/download/v0.6.1/high-availability.yaml`)).toContain("apiVersion: policy/v1beta1\n");
  expect(await publishedManifest(`${RELEASES}/download/v0.6.1/high-availability-1.21+.yaml`)).toBeUndefined();
  expect(await publishedManifest(`${RELEASES}/latest/download/high-availability-1.21+.yaml`)).toContain("apiVersion: policy/v1\n");
});

test.each([
  ["v0.3.7", "k8s.gcr.io/metrics-server/metrics-server:v0.3.7", "main-port, containerPort: 4443"],
  ["v0.4.4", "k8s.gcr.io/metrics-server/metrics-server:v0.4.4", "containerPort: 4443"],
  ["v0.5.0", "k8s.gcr.io/metrics-server/metrics-server:v0.5.0", "--secure-port=443\n"],
  ["v0.5.2", "--metric-resolution=15s", "--secure-port=4443\n"],
  ["v0.7.1", "registry.k8s.io/metrics-server/metrics-server:v0.7.1", "--secure-port=10250\n"],
])("what %s installs", async (tag, one, other) => {
  const text = await release(tag);
  expect(text).toContain(one);
  expect(text).toContain(other);
  expect(text?.replace(/^#.*$/gm, "")).not.toMatch(/#\[|#\}|<tag>/);
});

// One release of each shape that no other test runs.
test("older and doubled metrics-servers come up and answer", async () => {
  const { run } = await start("v1.21.14");
  for (const [file, pods] of [
    ["v0.3.7/components.yaml", 1],
    ["v0.4.1/components.yaml", 1],
    ["v0.5.0/components.yaml", 1],
    ["v0.6.4/high-availability.yaml", 2],
    ["v0.7.2/high-availability-1.21+.yaml", 2],
  ] as const) {
    await run(
      `curl -sL -o ms.yaml ${RELEASES}/download/${file}; sed -i 's/- --cert-dir=\\/tmp/&\\n            - --kubelet-insecure-tls\\n            - --kubelet-preferred-address-types=InternalIP/' ms.yaml`,
    );
    await run("kubectl apply -f ms.yaml; k8sim time advance 150s");
    const rows = await run("kubectl get pods -n kube-system -l k8s-app=metrics-server --no-headers");
    expect([file, rows.match(/ 1\/1 +Running +0 /g)?.length]).toEqual([file, pods]);
    expect(await run("kubectl top nodes")).toMatch(/^w1-k8s +\d+m +\d+% +\d+Mi +\d+% *$/m);
    await run("kubectl delete -f ms.yaml");
  }
});

test("the directory of a clone holds one file for each part", async () => {
  const { run } = await start("v1.18.4");
  await run("git clone https://github.com/kubernetes-incubator/metrics-server.git");
  expect((await run("kubectl apply -f metrics-server/deploy/1.8+/")).trimEnd().split("\n")).toEqual(BOOK_LINES);
});

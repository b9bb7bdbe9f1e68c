import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { memoryOf } from "../../../src/cluster/memory.ts";
import { createSession } from "../../../src/cluster/session.ts";
import { setFault } from "../../../src/network/node-faults.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

const BOOK = "~/_Book_k8sInfra/ch3/3.3.5/metrics-server.yaml";
const BOOK_2ND = "~/_Book_k8sInfra/ch3/3.6.1/metrics-server-0.8.1-notls.yaml";
const RELEASES = "https://github.com/kubernetes-sigs/metrics-server/releases/download";
const UNAVAILABLE =
  "Error from server (ServiceUnavailable): the server is currently unable to handle the request (get pods.metrics.k8s.io)\n";

/** Whole clusters take their time on a busy machine. */
setDefaultTimeout(60_000);

const clusters: StartedCluster[] = [];
afterAll(() => clusters.forEach(({ end }) => end()));

/** A cluster with one idle pod. */
async function start(kubernetesVersion: string): Promise<StartedCluster> {
  const started = await startCluster({ kubernetesVersion });
  clusters.push(started);
  await started.run("kubectl create deployment web --image=sysnet4admin/echo-hname");
  return started;
}

/** Shorter than any stage. */
const STEP_SECONDS = 3;

/** What a command said, each text once, with the time at which it was first said, in seconds. */
async function storyOf({ cluster, run }: StartedCluster, command: string, seconds: number): Promise<[number, string][]> {
  const begun = cluster.sim.now();
  const story: [number, string][] = [];
  for (let second = 0; second < seconds; second += STEP_SECONDS) {
    const text = await run(command);
    if (story.at(-1)?.[1] !== text) story.push([Math.round((cluster.sim.now() - begun) / 1000), text]);
    await run(`sleep ${STEP_SECONDS}`);
  }
  return story;
}

const texts = (story: readonly [number, string][]): string[] => story.map(([, text]) => text);
const available = (line: string): string => line.replace(/^\S+\s+\S+\s+/, "").replace(/\s+\S+\n$/, "");

test("the book's v0.3.6: nothing, not available, not yet, and after its second scrape values", async () => {
  const started = await start("v1.18.4");
  expect(await started.run("kubectl top pods")).toBe(
    "Error from server (NotFound): the server could not find the requested resource (get services http:heapster:)\n",
  );
  await started.run(`kubectl create -f ${BOOK}`);
  const story = await storyOf(started, "kubectl top pods", 90);
  expect(texts(story)).toEqual([
    UNAVAILABLE,
    "error: metrics not available yet\n",
    expect.stringMatching(/^NAME {10,}CPU\(cores\) {3}MEMORY\(bytes\) {3}\nweb-\S+ {3}0m {11}1Mi {13}\n$/),
  ]);
  expect(story[2]?.[0]).toBeGreaterThan(60);
  expect(story[2]?.[0]).toBeLessThan(85);
});

test("the API service is looked at again after 5 s when its server does not answer yet", async () => {
  const started = await start("v1.20.2");
  await started.run(`kubectl create -f ${BOOK}`);
  const story = await storyOf(started, "kubectl get apiservice v1beta1.metrics.k8s.io --no-headers", 40);
  expect([...new Set(texts(story).map(available))]).toEqual(["False (MissingEndpoints)", "False (FailedDiscoveryCheck)", "True"]);
});

test("an older pod without metrics is told of by its age", async () => {
  const started = await start("v1.20.2");
  await started.run("sleep 130");
  expect(await started.run("kubectl top pods")).toBe("error: Metrics API not available\n");
  await started.run(`kubectl create -f ${BOOK}`);
  await started.run("kubectl wait -n kube-system --for=condition=ready pod -l k8s-app=metrics-server");
  await started.run("sleep 8");
  expect(await started.run("kubectl top pods")).toMatch(
    /^W0101 \S+ +\d+ top_pod\.go:\d+\] Metrics not available for pod default\/(web-\S+), age: 2m\S+\nerror: Metrics not available for pod default\/\1, age: 2m\S+\n$/,
  );
});

test("v0.8.1 is ready once it has metrics, so that they are there as soon as it is", async () => {
  const started = await start("v1.28.15");
  expect(await started.run("kubectl top nodes")).toBe("error: Metrics API not available\n");
  await started.run(`kubectl apply -f ${BOOK_2ND}`);
  const story = await storyOf(started, "kubectl top pods", 50);
  expect(texts(story)).toEqual([UNAVAILABLE, expect.stringMatching(/\nweb-\S+ {3}0m {11}1Mi {13}\n$/)]);
  expect(story[1]?.[0]).toBeGreaterThan(20);
  const nodes = (await started.run("kubectl top nodes")).trimEnd().split("\n");
  expect(nodes[0]).toBe("NAME     CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%   ");
  expect(nodes[1]).toMatch(/^m-k8s {4}14\dm {9}7% {5}12\d\dMi {10}7\d% {6,}$/);
  expect(nodes).toHaveLength(5);
});

test("v0.6.1 as it is published never trusts kubeadm's kubelets", async () => {
  const started = await start("v1.23.7");
  await started.run(`kubectl apply -f ${RELEASES}/v0.6.1/components.yaml`);
  await started.run("sleep 75");
  expect(await started.run("kubectl top pods")).toBe(UNAVAILABLE);
  expect(await started.run("kubectl get pods -n kube-system -l k8s-app=metrics-server --no-headers")).toMatch(/ 0\/1 +Running +0 /);
  expect(available(await started.run("kubectl get apiservice v1beta1.metrics.k8s.io --no-headers"))).toBe("False (MissingEndpoints)");
  expect(await started.run("kubectl describe pods -n kube-system -l k8s-app=metrics-server")).toContain(
    "Readiness probe failed: HTTP probe failed with statuscode: 500",
  );
  const log = await started.run("kubectl logs -n kube-system deploy/metrics-server");
  expect(log).toContain(
    'scraper.go:140] "Failed to scrape node" err="Get \\"https://192.168.1.101:10250/metrics/resource\\": x509: cannot validate certificate for 192.168.1.101 because it doesn\'t contain any IP SANs" node="w1-k8s"\n',
  );
  expect(log).toContain('server.go:187] "Failed probe" probe="metric-storage-ready" err="no metrics to serve"\n');
  expect(await started.run("kubectl api-resources --api-group=metrics.k8s.io")).toContain(
    "error: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: the server is currently unable to handle the request\n",
  );
});

test("v0.3.6 without the book's flags looks for nodes by names that no DNS knows", async () => {
  const started = await start("v1.18.4");
  await started.run(`kubectl apply -f ${RELEASES}/v0.3.6/components.yaml`);
  await started.run("sleep 90");
  expect(await started.run("kubectl top nodes")).toBe("error: metrics not available yet\n");
  expect(await started.run("kubectl logs -n kube-system deploy/metrics-server")).toContain(
    "manager.go:111] unable to fully collect metrics: [unable to fully scrape metrics from source kubelet_summary:m-k8s: unable to fetch metrics from Kubelet m-k8s (m-k8s): Get https://m-k8s:10250/stats/summary?only_cpu_and_memory=true: dial tcp: lookup m-k8s on 10.96.0.10:53: no such host, ",
  );
});

test("a new pod has no metrics until it has been seen; a node that is down is unknown, at the end", async () => {
  const started = await start("v1.28.15");
  const { run } = started;
  await run(`kubectl apply -f ${BOOK_2ND}`);
  await run("sleep 60");
  await run("kubectl run late --image=nginx");
  await run("kubectl wait --for=condition=ready pod/late");
  expect(await run("kubectl top pod late")).toBe('Error from server (NotFound): podmetrics.metrics.k8s.io "default/late" not found\n');
  expect((await run("kubectl top pods --no-headers")).trimEnd().split("\n")).toHaveLength(1);
  await run("sleep 31");
  expect(await run("kubectl top pod late --no-headers")).toMatch(/^late +\dm +2Mi +\n$/);
  const { cluster } = started;
  await createSession(cluster).once(() => setFault(memoryOf(cluster.store), "w1-k8s", { kind: "off", since: cluster.sim.now() }));
  await run("sleep 16");
  expect((await run("kubectl top nodes --no-headers")).trimEnd().split("\n").at(-1)).toMatch(
    /^w1-k8s +<unknown> +<unknown> +<unknown> +<unknown> *$/,
  );
});

test("the API by itself: discovery, raw requests, tables, selectors", async () => {
  const { run } = await start("v1.28.15");
  await run(`kubectl apply -f ${BOOK_2ND}`);
  await run("sleep 60");
  expect(await run("kubectl api-resources --api-group=metrics.k8s.io --no-headers")).toMatch(
    /^nodes +metrics\.k8s\.io\/v1beta1 +false +NodeMetrics\npods +metrics\.k8s\.io\/v1beta1 +true +PodMetrics\n$/,
  );
  expect(await run("kubectl get --raw /apis/metrics.k8s.io/v1beta1/namespaces/default/pods")).toMatch(
    /^\{"kind":"PodMetricsList","apiVersion":"metrics\.k8s\.io\/v1beta1","metadata":\{\},"items":\[\{"metadata":\{"name":"web-[^}]+"labels":\{"app":"web","pod-template-hash":"\w+"\}\},"timestamp":"[^"]+","window":"15s","containers":\[\{"name":"echo-hname","usage":\{"cpu":"0","memory":"1Mi"\}\}\]\}\]\}\n?$/,
  );
  expect(await run("kubectl get pods.metrics.k8s.io")).toMatch(/^NAME +CPU +MEMORY +WINDOW\nweb-\S+ +0 +1Mi +15s\n$/);
  expect(await run("kubectl top pods -l app=nobody")).toBe("No resources found in default namespace.\n");
  expect(await run("kubectl top pods --field-selector=spec.nodeName=w1-k8s")).toContain("field label not supported: spec.nodeName");
  expect(await run("kubectl top node nobody")).toBe('Error from server (NotFound): nodes "nobody" not found\n');
});

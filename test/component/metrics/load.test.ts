import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { listLoads, startLoad, stopLoads } from "../../../src/cluster/loads.ts";
import { createSession, type Session } from "../../../src/cluster/session.ts";
import type { HorizontalPodAutoscaler } from "../../../src/kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { Deployment } from "../../../src/kinds/apps/deployment/types.ts";
import { startCluster, type StartedCluster } from "../../support/cluster.ts";

const BOOK = "~/_Book_k8sInfra/ch3/3.3.5/metrics-server.yaml";
const BOOK_2ND = "~/_Book_k8sInfra/ch3/3.6.1/metrics-server-0.8.1-notls.yaml";
/** The book's node port: any node of the cluster answers. */
const URL = "http://192.168.1.101:30000";

/** Whole clusters take their time on a busy machine. */
setDefaultTimeout(60_000);

const clusters: StartedCluster[] = [];
afterAll(() => clusters.forEach(({ end }) => end()));

function deployment(name: string, image: string, replicas: number, resources = "{}"): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: c, image: ${image}, resources: ${resources} }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { type: NodePort, selector: { app: ${name} }, ports: [{ port: 80, nodePort: 30000 }] }
`;
}

async function start(version: string, workload: string): Promise<StartedCluster> {
  const started = await startCluster({ kubernetesVersion: version }, { "web.yaml": workload });
  clusters.push(started);
  await started.run("kubectl apply -f web.yaml");
  await started.run("k8sim time settle");
  return started;
}

/** Does something in a command of its own. */
async function act<T>({ cluster }: StartedCluster, action: (session: Session) => Promise<T>): Promise<T> {
  const session = createSession(cluster);
  const result = await action(session);
  await session.end();
  return result;
}

const pc = { from: "pc", url: URL };
const usages = (text: string): string[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/\s+/)[1] ?? "");

/** The sizes that the lab's deployment has in the next seconds, each with the second in which it had it first. */
function sizesWithin(session: Session, seconds: number): Promise<[second: number, size: number][]> {
  const { sim, store } = session.cluster;
  return session.write((engine) => {
    const sizes: [number, number][] = [];
    const begun = sim.now();
    for (let second = 0; second <= seconds; second++) {
      engine.runUntil(begun + second * 1000);
      const size = (store.get("deployments.apps", "default", "hpa-hname-pods") as Deployment).spec.replicas ?? 0;
      if (sizes.at(-1)?.[1] !== size) sizes.push([second, size]);
    }
    return sizes;
  });
}

test("requests are spread as the network would spread them, and cost what their image says", async () => {
  const started = await start("v1.28.15", deployment("web", "sysnet4admin/echo-hname", 4));
  await started.run(`kubectl apply -f ${BOOK_2ND}`);
  const load = await act(started, (session) => startLoad(session, { ...pc, rate: 200 }));
  expect(load).toMatchObject({ name: "load-1", flow: { answered: 200, failed: 0 } });
  await started.run("sleep 60");
  // 50/s for each of four, at 0.73 ms.
  expect(usages(await started.run("kubectl top pods --no-headers"))).toEqual(["37m", "37m", "37m", "37m"]);
  expect(await started.run("kubectl top pods --no-headers")).toContain("2Mi");
  const [stopped] = await act(started, (session) => stopLoads(session, undefined));
  expect(Math.round((stopped?.answered ?? 0) / 200)).toBeGreaterThanOrEqual(60);
});

test("in a lab: start, list, stop", async () => {
  const { run } = await start("v1.28.15", deployment("web", "sysnet4admin/echo-hname", 1));
  expect(await run(`k8sim load start ${URL} --rate 600/m --name mine`)).toBe(`load "mine" started: 10/s from pc to ${URL}\n`);
  await run("sleep 60");
  expect(await run("k8sim load list")).toMatch(
    /^NAME +URL +FROM +RATE +REQUESTS +ERRORS +SINCE +STATUS\nmine +http:\S+ +pc +10\/s +60\d +0 +60s +running\n$/,
  );
  expect(await run("k8sim load stop mine")).toMatch(/^load "mine" stopped: 60\d requests, 0 errors\n$/);
  expect(await run("k8sim load list")).toBe("there is no load\n");
});

test("a limit slows the client down", async () => {
  const started = await start("v1.28.15", deployment("web", "sysnet4admin/hpa-cpu-memory", 1, "{ limits: { cpu: 20m } }"));
  const load = await act(started, (session) => startLoad(session, { ...pc, url: `${URL}/hpa/cpu`, rate: 50 }));
  expect(load.flow.answered).toBeCloseTo(10, 5);
});

test("nobody there: errors are counted; they end when somebody answers, and a load ends in its time", async () => {
  const started = await start("v1.28.15", deployment("web", "sysnet4admin/echo-hname", 0));
  const load = await act(started, (session) => startLoad(session, { ...pc, rate: 10, forMs: 120_000, name: "mine" }));
  expect(load).toMatchObject({ flow: { answered: 0, failed: 10 }, why: "connection refused" });
  await started.run("sleep 10");
  await started.run("kubectl scale deployment web --replicas=2");
  await started.run("k8sim time settle");
  const [after] = await act(started, listLoads);
  expect(after?.flow).toEqual({ answered: 10, failed: 0 });
  expect(after?.failed).toBeGreaterThanOrEqual(100);
  await started.run("sleep 200");
  const [ended] = await act(started, listLoads);
  expect(ended?.ended).toBeDefined();
  expect((ended?.answered ?? 0) + (ended?.failed ?? 0)).toBeCloseTo(1200, 5);
});

test("a kept connection loads one pod at a time, and session affinity one for good", async () => {
  const kept = await start("v1.28.15", deployment("web", "sysnet4admin/echo-hname", 3));
  await kept.run(`kubectl apply -f ${BOOK_2ND}`);
  await act(kept, (session) => startLoad(session, { ...pc, rate: 40, perConnection: 100_000 }));
  await kept.run("sleep 60");
  expect(usages(await kept.run("kubectl top pods --no-headers")).sort()).toEqual(["0m", "0m", "30m"]);
  await act(kept, (session) => stopLoads(session, undefined));
  await kept.run(`kubectl patch service web -p '{"spec":{"sessionAffinity":"ClientIP"}}'`);
  await act(kept, (session) => startLoad(session, { ...pc, rate: 40 }));
  await kept.run("sleep 60");
  expect(usages(await kept.run("kubectl top pods --no-headers")).sort()).toEqual(["0m", "0m", "30m"]);
});

test("single requests count as well", async () => {
  const started = await start(
    "v1.28.15",
    deployment("web", "whatwant/node-web:1.0", 1).replace("port: 80,", "port: 80, targetPort: 8080,"),
  );
  await started.run(`kubectl apply -f ${BOOK_2ND}`);
  await started.run("sleep 30");
  for (let second = 0; second < 24; second++) {
    for (let index = 0; index < 4; index++) await started.run(`curl -s ${URL}`);
    await started.run("sleep 1");
  }
  // At most 4 requests a second, at 1 ms; asking takes a moment too.
  expect(["3m", "4m"]).toContain(usages(await started.run("kubectl top pods --no-headers"))[0] ?? "");
});

test("the book's lab: 1, 4, 8, 10 in steps of 15 s, and back to 1 five minutes after the load", async () => {
  const resources = "{ requests: { cpu: 10m }, limits: { cpu: 50m } }";
  const started = await start("v1.18.4", deployment("hpa-hname-pods", "sysnet4admin/echo-hname", 1, resources));
  const { run, cluster } = started;
  await run(`kubectl create -f ${BOOK}`);
  await run("sleep 120");
  expect(await run("kubectl autoscale deployment hpa-hname-pods --min=1 --max=30 --cpu-percent=50")).toBe(
    "horizontalpodautoscaler.autoscaling/hpa-hname-pods autoscaled\n",
  );
  expect(await run("kubectl get hpa --no-headers")).toMatch(/^hpa-hname-pods +Deployment\/hpa-hname-pods +<unknown>\/50% +1 +30 +0 +/);
  await run("sleep 330");
  expect(await run("kubectl get hpa --no-headers")).toMatch(/^hpa-hname-pods +Deployment\/hpa-hname-pods +0%\/50% +1 +30 +1 +/);
  const sizes = await act(started, async (session) => {
    await startLoad(session, { ...pc, rate: 68 });
    return sizesWithin(session, 150);
  });
  expect(sizes.map(([, size]) => size)).toEqual([1, 4, 8, 10]);
  const steps = sizes.slice(1).map(([at], index) => at - (sizes[index]?.[0] ?? 0));
  expect(steps.slice(1)).toEqual([15, 15]);
  await run("sleep 60");
  expect(await run("kubectl get hpa --no-headers")).toMatch(/ +(49|50|51|52)%\/50% +1 +30 +10 +/);
  const described = await run("kubectl describe hpa hpa-hname-pods");
  expect(described).toContain("SuccessfulRescale");
  for (const size of [4, 8, 10])
    expect(described).toContain(`New size: ${size}; reason: cpu resource utilization (percentage of request) above target`);
  const [, back] = await act(started, async (session) => {
    await stopLoads(session, undefined);
    return sizesWithin(session, 420);
  });
  // Up to a minute until the metrics show it, five minutes for which the highest wish holds, and the next look.
  expect(back?.[1]).toBe(1);
  expect(back?.[0]).toBeGreaterThan(300);
  expect(back?.[0]).toBeLessThan(395);
  expect(await run("kubectl describe hpa hpa-hname-pods")).toContain("New size: 1; reason: All metrics below target");
  const autoscaler = cluster.store.get("horizontalpodautoscalers.autoscaling", "default", "hpa-hname-pods") as HorizontalPodAutoscaler;
  expect(autoscaler.status?.conditions?.map(({ type, status }) => `${type} ${status}`)).toEqual([
    "AbleToScale True",
    "ScalingActive True",
    "ScalingLimited True",
  ]);
});

test("through MetalLB's address the load is spread over all pods; through an ingress its controller works as well", async () => {
  const started = await start("v1.18.4", deployment("web", "sysnet4admin/echo-hname", 2));
  const { run, cluster } = started;
  await run("kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.4/metallb.yaml");
  await run("kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.4/metallb-l2config.yaml");
  await run("kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.2/ingress-nginx.yaml");
  await run("kubectl expose deployment web --type=LoadBalancer --name=outside --port=80");
  await run("kubectl expose deployment web --name=hname-svc-default --port=80");
  await run("kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.2/ingress-config.yaml");
  await run("kubectl apply -f ~/_Book_k8sInfra/ch3/3.3.2/ingress.yaml");
  await run(`kubectl create -f ${BOOK}`);
  await run("sleep 60");
  const direct = await act(started, (session) => startLoad(session, { url: "http://192.168.1.11", from: "pc", rate: 40 }));
  expect(direct.flow).toEqual({ answered: 40, failed: 0 });
  await run("sleep 120");
  expect(usages(await run("kubectl top pods --no-headers"))).toEqual(["15m", "15m"]);
  await act(started, (session) => stopLoads(session, undefined));
  const routed = await act(started, (session) => startLoad(session, { url: "http://192.168.1.101:30100", from: "pc", rate: 40 }));
  expect(routed.flow).toEqual({ answered: 40, failed: 0 });
  await run("sleep 120");
  expect(usages(await run("kubectl top pods --no-headers"))).toEqual(["15m", "15m"]);
  expect(Number.parseInt(usages(await run("kubectl top pods -n ingress-nginx --no-headers"))[0] ?? "", 10)).toBeGreaterThan(20);
  expect(cluster.store.list("services", { namespace: "default" }).length).toBe(4);
});

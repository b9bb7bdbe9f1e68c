// The book's HPA lab in process: what 20 virtual minutes of it cost.
import { openCluster } from "../../src/cluster/cluster.ts";
import { startLoad, stopLoads } from "../../src/cluster/loads.ts";
import { createSession } from "../../src/cluster/session.ts";

const LOADED_MS = 8 * 60_000;
const WHOLE_MS = 20 * 60_000;
const TURNS = 3;

/** Commands that set the lab up, of k8sim. */
export const HPA_LAB: readonly (readonly string[])[] = [
  ["cluster", "create", "hpa", "--force", "--clock", "stepped", "--seed", "1", "--kubernetes-version", "v1.18.4"],
  ["kubectl", "create", "deployment", "hpa-hname-pods", "--image=sysnet4admin/echo-hname"],
  ["kubectl", "set", "resources", "deployment", "hpa-hname-pods", "--requests=cpu=10m", "--limits=cpu=50m"],
  ["kubectl", "expose", "deployment", "hpa-hname-pods", "--type=NodePort", "--name=hpa-hname-svc", "--port=80"],
  ["kubectl", "create", "-f", "/root/_Book_k8sInfra/ch3/3.3.5/metrics-server.yaml"],
  ["kubectl", "autoscale", "deployment", "hpa-hname-pods", "--min=1", "--max=30", "--cpu-percent=50"],
  ["time", "advance", "7m"],
];

/** Runs the lab's 20 minutes: eight under load, then down again; gives the fastest of some turns in ms, and the largest size. */
export async function runHpaLab(home: string): Promise<{ fastestMs: number; peak: number }> {
  let fastestMs = Number.POSITIVE_INFINITY;
  let peak = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const cluster = await openCluster(home, "hpa");
    const session = createSession(cluster);
    const { sim, store } = cluster;
    const [service] = store.list("services", { namespace: "default" }).filter(({ metadata }) => metadata.name === "hpa-hname-svc");
    const port = (service?.["spec"] as { ports: { nodePort: number }[] } | undefined)?.ports[0]?.nodePort ?? 0;
    const size = (): number => (store.get("deployments.apps", "default", "hpa-hname-pods")?.["spec"] as { replicas: number }).replicas;
    await session.write(() => undefined);
    const begun = performance.now();
    await startLoad(session, { url: `http://192.168.1.101:${port}`, from: "pc", rate: 68 });
    await session.write((engine) => void engine.runUntil(sim.now() + LOADED_MS));
    peak = size();
    await stopLoads(session, undefined);
    await session.write((engine) => void engine.runUntil(sim.now() + WHOLE_MS - LOADED_MS));
    fastestMs = Math.min(fastestMs, performance.now() - begun);
    if (size() !== 1) throw new Error(`the lab ends with ${size()} pods`);
    session.abort();
    cluster.close();
  }
  return { fastestMs, peak };
}

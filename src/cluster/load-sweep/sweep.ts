import { UserError } from "../../base/user-error.ts";
import type { HorizontalPodAutoscaler } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { Deployment } from "../../kinds/apps/deployment/types.ts";
import { isReason } from "../../machinery/status.ts";
import { openCluster } from "../cluster.ts";
import { serveRequestMetrics } from "../../components/hpa/request-metrics.ts";
import { copyCluster, removeCluster } from "../copy.ts";
import type { Engine } from "../engine.ts";
import { memoryOf } from "../memory.ts";
import { loadNamed, setLoadRate, startLoad } from "../loads.ts";
import { createSession, type Session } from "../session.ts";
import type { Profile } from "./profile.ts";
import { autoscalerOf, type Setting } from "./settings.ts";

/** What a sweep tries, on which workload, under which traffic. */
export interface SweepPlan {
  readonly url: string;
  readonly from: string;
  readonly deployment: string;
  readonly namespace: string;
  readonly settings: readonly Setting[];
  readonly profile: Profile;
  readonly wholeMs: number;
}

/** One look, every 15 s of the cluster's time. */
export interface SweepPoint {
  readonly second: number;
  /** Requests a second that the client wanted, and those that were answered. */
  readonly offered: number;
  readonly served: number;
  readonly replicas: number;
  readonly ready: number;
}

/** What came of one setting. */
export interface SweepRun {
  readonly setting: Setting;
  readonly points: readonly SweepPoint[];
}

/** As often as autoscalers look. */
const STEP_MS = 15_000;
const LOAD = "sweep";

/**
 * Tries settings of an autoscaler, each on a copy of the cluster of its own, in virtual time; the cluster itself stays as it is. No process may
 * have it open. Throws UserError where the plan does not fit the cluster.
 */
export async function sweep(home: string, name: string, plan: SweepPlan): Promise<SweepRun[]> {
  const copy = `${name}-sweep-${process.pid}`;
  const runs: SweepRun[] = [];
  for (const setting of plan.settings) {
    copyCluster(home, name, copy);
    try {
      runs.push({ setting, points: await run(home, copy, setting, plan) });
    } finally {
      removeCluster(home, copy);
    }
  }
  return runs;
}

async function run(home: string, copy: string, setting: Setting, plan: SweepPlan): Promise<SweepPoint[]> {
  const cluster = await openCluster(home, copy);
  const session = createSession(cluster);
  try {
    await session.write(() => replaceAutoscaler(session, setting, plan));
    await startLoad(session, { url: plan.url, from: plan.from, name: LOAD, rate: Math.max(MIN_RATE, plan.profile(0, plan.wholeMs)) });
    return await session.write((engine) => follow(session, engine, plan));
  } finally {
    session.abort();
    cluster.close();
  }
}

/** A rate of nothing is no rate. */
const MIN_RATE = 1e-6;

function replaceAutoscaler({ cluster }: Session, setting: Setting, { deployment, namespace }: SweepPlan): void {
  const { store } = cluster;
  if (!store.get("deployments.apps", namespace, deployment))
    throw new UserError(`there is no deployment "${deployment}" in namespace "${namespace}"`);
  if (!store.get("apiservices.apiregistration.k8s.io", "", "v1beta1.metrics.k8s.io"))
    throw new UserError("nobody measures in this cluster: apply a metrics-server before a sweep");
  serveRequestMetrics(memoryOf(store));
  const client = cluster.clientOf("kubernetes-admin", "k8sim");
  const ref = (version: string) => ({ group: "autoscaling", version, resource: "horizontalpodautoscalers", namespace });
  const rivals = store.list("horizontalpodautoscalers.autoscaling", { namespace }) as readonly HorizontalPodAutoscaler[];
  for (const { metadata, spec } of rivals)
    if (spec.scaleTargetRef.kind === "Deployment" && spec.scaleTargetRef.name === deployment) client.delete(ref("v1"), metadata.name ?? "");
  try {
    client.create(ref("v2"), autoscalerOf(setting, deployment, namespace, "v2"));
  } catch (error) {
    // autoscaling/v2 came with 1.23
    if (!isReason(error, "NotFound")) throw error;
    client.create(ref("v2beta2"), autoscalerOf(setting, deployment, namespace, "v2beta2"));
  }
}

function follow(session: Session, engine: Engine, { deployment, namespace, profile, wholeMs }: SweepPlan): SweepPoint[] {
  const { sim, store } = session.cluster;
  const begun = sim.now();
  const points: SweepPoint[] = [];
  for (let at = 0; at <= wholeMs; at += STEP_MS) {
    setLoadRate(session, LOAD, Math.max(MIN_RATE, profile(at, wholeMs)));
    engine.runUntil(begun + at);
    const { spec, status } = store.get("deployments.apps", namespace, deployment) as Deployment;
    const load = loadNamed(session, LOAD);
    points.push({
      second: at / 1000,
      offered: load?.rate === MIN_RATE ? 0 : (load?.rate ?? 0),
      served: load?.rate === MIN_RATE ? 0 : (load?.flow.answered ?? 0),
      replicas: spec.replicas ?? 1,
      ready: status?.readyReplicas ?? 0,
    });
    engine.runUntil(begun + Math.min(wholeMs, at + STEP_MS) - 1);
  }
  return points;
}

import type { DaemonSet } from "../../kinds/apps/daemonset/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import type { StatusError } from "../../machinery/status.ts";
import { controllerReference } from "../controller/owner.ts";
import { createPod, deletePods } from "../controller/pod-control.ts";
import { podFromTemplate } from "../controller/pod-from-template.ts";
import { isPodAvailable, isPodReady } from "../controller/pod-state.ts";
import { DAEMON_SETS } from "../controller/resources.ts";
import { slowStart } from "../controller/slow-start.ts";
import { compareSeniority } from "./daemon-pods.ts";
import type { PodsByNode } from "./daemon-pods.ts";
import { allowsSurge } from "./rolling.ts";
import { placementOn } from "./placement.ts";
import { daemonPodTemplate, isPodUpdated } from "./pod-template.ts";

const BURST_REPLICAS = 250;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 900_000;

/** Nodes that are to get a pod and pods that are to go. */
export interface Work {
  create: string[];
  remove: Pod[];
}

/** What is missing and what is too many. `retryAfterMs` is set when a failed pod has to wait before it is replaced again. */
// pkg/controller/daemon/daemon_controller.go manage, podsShouldBeOnNode, 1.20
export function findWork(
  set: DaemonSet,
  nodes: readonly Node[],
  pods: PodsByNode,
  hash: string,
  context: ComponentContext,
): Work & { retryAfterMs?: number } {
  const work: Work & { retryAfterMs?: number } = { create: [], remove: [] };
  const known = new Set<string>();
  for (const node of nodes) {
    const name = node.metadata.name ?? "";
    known.add(name);
    const { shouldRun, shouldContinue } = placementOn(node, set);
    const here = pods.get(name);
    if (shouldRun && !here) work.create.push(name);
    else if (shouldContinue && here) keepOne(set, name, here, hash, work, context);
    else if (!shouldContinue && here) work.remove.push(...here.filter((pod) => !pod.metadata.deletionTimestamp));
  }
  for (const [name, here] of pods) if (!known.has(name)) work.remove.push(...here.filter((pod) => !pod.spec.nodeName));
  return work;
}

function keepOne(
  set: DaemonSet,
  node: string,
  here: readonly Pod[],
  hash: string,
  work: Work & { retryAfterMs?: number },
  context: ComponentContext,
): void {
  const running: Pod[] = [];
  for (const pod of here) {
    if (pod.metadata.deletionTimestamp) continue;
    if (pod.status?.phase !== "Failed") {
      running.push(pod);
      continue;
    }
    const waitMs = failedPodWaitMs(set, node, context);
    if (waitMs > 0) {
      work.retryAfterMs = Math.min(work.retryAfterMs ?? Infinity, waitMs);
      continue;
    }
    const name = `${pod.metadata.namespace ?? ""}/${pod.metadata.name ?? ""}`;
    context.events.record(set, "Warning", "FailedDaemonPod", `Found failed daemon pod ${name} on node ${node}, will try to kill it`);
    work.remove.push(pod);
  }
  running.sort(compareSeniority);
  work.remove.push(...(allowsSurge(set) ? surplusWithSurge(set, running, hash, context.sim.now()) : running.slice(1)));
}

/** While surging, an old and a new pod may share a node until the new one is available or the old one is not ready. */
function surplusWithSurge(set: DaemonSet, running: readonly Pod[], hash: string, now: number): Pod[] {
  if (running.length <= 1) return [];
  const newest = running.find((pod) => isPodUpdated(pod, hash));
  const oldest = running.find((pod) => !isPodUpdated(pod, hash));
  const surplus = running.filter((pod) => pod !== newest && pod !== oldest);
  if (!newest || !oldest) return surplus;
  const replaced = !isPodReady(oldest) || isPodAvailable(newest, set.spec.minReadySeconds ?? 0, now);
  return replaced ? [...surplus, oldest] : surplus;
}

/**
 * Milliseconds for which a node's failed pod is left alone: 0 when it may be replaced now, which doubles the next wait (1 s to 15 min;
 * forgotten half an hour after the last). Remembered in a timer.
 */
function failedPodWaitMs(set: DaemonSet, node: string, context: ComponentContext): number {
  const { sim } = context;
  const name = `failed-pod/${set.status?.observedGeneration ?? 0}/${node}`;
  const key = objectKey(set);
  const former = sim.pending("daemonset", name, key)?.data as { delayMs: number; since: number } | undefined;
  const left = former ? former.since + former.delayMs - sim.now() : 0;
  if (left > 0) return left;
  const delayMs = former ? Math.min(former.delayMs * 2, LONGEST_BACKOFF_MS) : FIRST_BACKOFF_MS;
  sim.schedule({ at: sim.now() + 2 * LONGEST_BACKOFF_MS, actor: "daemonset", name, key, data: { delayMs, since: sim.now() } });
  return 0;
}

/** Makes and deletes pods, at most 250 of each. Returns the first failure. */
// pkg/controller/daemon/daemon_controller.go syncNodes, 1.20
export function doWork(set: DaemonSet, work: Work, hash: string, context: ComponentContext): StatusError | undefined {
  const reference = controllerReference(set, DAEMON_SETS);
  const nodes = work.create.slice(0, BURST_REPLICAS);
  const failure = slowStart(nodes.length, (index) => {
    createPod(podFromTemplate(daemonPodTemplate(set, hash, nodes[index] ?? ""), set, reference), set, context);
  });
  const left = deletePods(work.remove.slice(0, BURST_REPLICAS), set, context);
  return failure ?? left;
}

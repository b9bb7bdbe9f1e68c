import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Sim } from "../../sim/types.ts";
import type { Change } from "../../machinery/store.ts";
import { deepEqual } from "../../base/deep.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { existingCacheOf } from "./cache.ts";

const ACTOR = "scheduler";
const RETRY = "retry";
const FIRST_BACKOFF_MS = 1000;
const MOST_BACKOFF_MS = 10_000;
/** Left-over pods are looked for this often. */
const FLUSH_EVERY_MS = 30_000;

/** What is remembered of a pod that found no node: the data of its timer. */
export interface Waiting {
  attempts: number;
  failedAt: number;
}

/** Keys of waiting pods, so that changes cost nothing while nobody waits. It saves work; the timers are the state. */
const waitingKeys = new WeakMap<Sim, Set<string>>();

function keysWaiting({ sim, lister }: ComponentContext): Set<string> {
  let keys = waitingKeys.get(sim);
  if (keys === undefined) {
    keys = new Set(
      lister
        .list("pods", { index: "node:" })
        .map(objectKey)
        .filter((key) => waitingOf(key, { sim }) !== undefined),
    );
    waitingKeys.set(sim, keys);
  }
  return keys;
}

/** Whether this scheduler has to place the pod. */
export function isResponsible(pod: Pod): boolean {
  const { nodeName, schedulerName = "default-scheduler", schedulingGates = [] } = pod.spec;
  const phase = pod.status?.phase;
  return !nodeName && schedulerName === "default-scheduler" && schedulingGates.length === 0 && phase !== "Succeeded" && phase !== "Failed";
}

/** Puts a pod that found no node aside until something changes, at the latest until the queue is flushed. */
export function putAside(key: string, attempts: number, context: ComponentContext): void {
  const { sim, release } = context;
  keysWaiting(context).add(key);
  const at = sim.now() + release.value("schedulerFlushMs") + (FLUSH_EVERY_MS - (sim.now() % FLUSH_EVERY_MS));
  sim.schedule({ at, actor: ACTOR, name: RETRY, key, data: { attempts, failedAt: sim.now() } });
}

/** Forgets a pod that was placed or is gone. */
export function forget(key: string, context: ComponentContext): void {
  keysWaiting(context).delete(key);
  context.sim.cancel(ACTOR, RETRY, key);
}

/** What is remembered of a pod that waits; undefined for one that does not. */
export function waitingOf(key: string, { sim }: Pick<ComponentContext, "sim">): Waiting | undefined {
  return sim.pending(ACTOR, RETRY, key)?.data as Waiting | undefined;
}

/** Keys of pods to try because of a pod's change; brings the cache up to date on the way. */
export function keysOfPodChange(change: Change, context: ComponentContext): readonly string[] {
  const pod = change.object as Pod;
  existingCacheOf(context)?.apply(change);
  if (!pod.spec.nodeName) return keysOfUnplaced(change, context);
  const freed = change.type === "DELETED" || (isFinished(pod) && !isFinished(change.previous as Pod | undefined));
  if (freed) return wakeWaiting(context);
  const appeared = (change.previous as Pod | undefined)?.spec.nodeName !== pod.spec.nodeName;
  return appeared ? wakeWaiting(context, ({ spec }) => spec.affinity?.podAffinity !== undefined) : [];
}

function keysOfUnplaced({ type, object, previous }: Change, context: ComponentContext): readonly string[] {
  const key = objectKey(object);
  if (type === "DELETED") {
    forget(key, context);
    return [];
  }
  if (!isResponsible(object as Pod) || object.metadata.deletionTimestamp !== undefined) return [];
  if (type === "ADDED" || previous === undefined) return [key];
  if (!deepEqual(object["spec"], previous["spec"]) || !deepEqual(object.metadata.labels, previous.metadata.labels)) return [key];
  const ownPatch =
    context.release.has("schedulerRetriesAfterOwnPatch") && !deepEqual(object.metadata.managedFields, previous.metadata.managedFields);
  return ownPatch ? [key] : [];
}

function isFinished(pod: Pod | undefined): boolean {
  return pod?.status?.phase === "Succeeded" || pod?.status?.phase === "Failed";
}

/** Keys of pods to try because of a node's change. */
export function keysOfNodeChange(change: Change, context: ComponentContext): readonly string[] {
  existingCacheOf(context)?.apply(change);
  if (change.type === "DELETED") return [];
  return change.type === "ADDED" || mayHelp(change.object as Node, change.previous as Node | undefined) ? wakeWaiting(context) : [];
}

/** Whether pods may fit now that did not before. pkg/scheduler/eventhandlers.go nodeSchedulingPropertiesChange, 1.20 */
function mayHelp(node: Node, previous: Node | undefined): boolean {
  if (previous === undefined) return true;
  const conditions = (of: Node): unknown => of.status?.conditions?.map(({ type, status }) => `${type}=${status}`);
  return (
    (previous.spec?.unschedulable === true && node.spec?.unschedulable !== true) ||
    !deepEqual(node.status?.allocatable, previous.status?.allocatable) ||
    !deepEqual(node.metadata.labels, previous.metadata.labels) ||
    !deepEqual(node.spec?.taints, previous.spec?.taints) ||
    !deepEqual(conditions(node), conditions(previous))
  );
}

/** Keys of waiting pods whose back-off is over; the others get a timer for when it is. */
export function wakeWaiting(context: ComponentContext, which: (pod: Pod) => boolean = () => true): readonly string[] {
  const now = context.sim.now();
  const ready: string[] = [];
  for (const key of keysWaiting(context)) {
    const pod = podToPlace(key, context);
    const waiting = waitingOf(key, context);
    if (waiting === undefined || pod === undefined || !which(pod)) continue;
    const at = waiting.failedAt + Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (waiting.attempts - 1));
    if (at <= now) ready.push(key);
    else context.sim.scheduleIfSooner({ at, actor: ACTOR, name: RETRY, key, data: { ...waiting } });
  }
  return ready;
}

/** The pod that a key names, if this scheduler still has to place it. */
export function podToPlace(key: string, { lister }: ComponentContext): Pod | undefined {
  const { namespace, name } = splitKey(key);
  const pod = lister.get("pods", namespace, name) as Pod | undefined;
  return pod !== undefined && isResponsible(pod) ? pod : undefined;
}

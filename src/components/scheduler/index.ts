import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { deepEqual } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Pod, PodCondition } from "../../kinds/core/pod/types.ts";
import { cacheOf, existingCacheOf } from "./cache.ts";
import { failureMessage } from "./failure.ts";
import { createAttempt, findNode } from "./find-node.ts";
import { preempt } from "./preempt.ts";
import { forget, keysOfNodeChange, keysOfPodChange, podToPlace, putAside, waitingOf, wakeWaiting, type Waiting } from "./queue.ts";

const SOURCE = { source: { component: "default-scheduler" } };

/** Whatever selects pods: a change of its selector changes how pods spread. */
const SELECTORS = ["services", "replicationcontrollers", "replicasets.apps", "statefulsets.apps"] as const;
/** Whatever may let a pod with volumes go on. */
const VOLUMES = ["persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io"] as const;

/** kube-scheduler with the default profile. pkg/scheduler/scheduler.go, 1.20 */
export function createScheduler(): Component {
  return {
    name: "scheduler",
    user: "system:kube-scheduler",
    userAgent: "kube-scheduler",
    watches: [
      { resource: "pods", keys: keysOfPodChange },
      { resource: "nodes", keys: keysOfNodeChange },
      ...SELECTORS.map((resource) => ({ resource, keys: (change: Change, context: ComponentContext) => noteSelector(change, context) })),
      ...VOLUMES.map((resource) => ({
        resource,
        keys: (_: Change, context: ComponentContext) =>
          wakeWaiting(context, ({ spec }) => (spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim !== undefined)),
      })),
    ],
    reconcile(key, context) {
      schedulePod(key, context);
      return undefined;
    },
    handle(event, context) {
      if (event.name === "retry") schedulePod(event.key, context, event.data as unknown as Waiting);
    },
  };
}

function noteSelector(change: Change, context: ComponentContext): readonly string[] {
  const selector = (object: Change["object"] | undefined): unknown => (object?.["spec"] as { selector?: unknown } | undefined)?.selector;
  if (change.type === "MODIFIED" && deepEqual(selector(change.object), selector(change.previous))) return [];
  const cache = existingCacheOf(context);
  if (cache !== undefined) cache.selectorsVersion++;
  return change.resource === "services" && change.type !== "MODIFIED"
    ? wakeWaiting(context, ({ spec }) => spec.affinity !== undefined)
    : [];
}

function schedulePod(key: string, context: ComponentContext, waiting = waitingOf(key, context)): void {
  const pod = podToPlace(key, context);
  if (pod === undefined) return forget(key, context);
  if (pod.metadata.deletionTimestamp !== undefined) {
    context.events.record(pod, "Warning", "FailedScheduling", `skip schedule deleting pod: ${key}`, SOURCE);
    return forget(key, context);
  }
  const attempt = createAttempt(pod, context);
  let outcome = findNode(attempt);
  if ("node" in outcome && cacheOf(context).refreshIfStale(outcome.node.name)) outcome = findNode(createAttempt(pod, context));
  if ("node" in outcome) return bind(pod, outcome.node.name, context);
  const message = failureMessage(outcome, context.release);
  const nominated = preempt(attempt, outcome.refusals);
  context.events.record(pod, "Warning", "FailedScheduling", message, SOURCE);
  putAside(key, (waiting?.attempts ?? 0) + 1, context);
  patchUnschedulable(pod, message, nominated, context);
}

function bind(pod: Pod, nodeName: string, context: ComponentContext): void {
  const { namespace = "", name = "", uid = "" } = pod.metadata;
  try {
    context.client.create(
      { group: "", version: "v1", resource: "pods", namespace },
      { apiVersion: "v1", kind: "Binding", metadata: { name, namespace, uid }, target: { kind: "Node", name: nodeName } },
      { subresource: "binding" },
    );
  } catch (error) {
    if (isReason(error, "NotFound") || isReason(error, "Conflict")) return;
    throw error;
  }
  forget(objectKey(pod), context);
  const bound = context.lister.get("pods", namespace, name) as Pod | undefined;
  if (bound?.spec.nodeName) cacheOf(context).assume(bound);
  context.events.record(pod, "Normal", "Scheduled", `Successfully assigned ${namespace}/${name} to ${nodeName}`, SOURCE);
}

function patchUnschedulable(pod: Pod, message: string, nominated: string | undefined, context: ComponentContext): void {
  const { namespace = "" } = pod.metadata;
  const old = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
  const unchanged = old?.status === "False" && old.reason === "Unschedulable" && old.message === message;
  if (unchanged && (nominated ?? "") === (pod.status?.nominatedNodeName ?? "")) return;
  const since = old?.status === "False" ? old.lastTransitionTime : undefined;
  const condition: PodCondition = {
    lastProbeTime: null,
    lastTransitionTime: since ?? formatRfc3339(context.sim.now()),
    message,
    reason: "Unschedulable",
    status: "False",
    type: "PodScheduled",
  };
  const conditions = [...(pod.status?.conditions ?? []).filter(({ type }) => type !== "PodScheduled"), condition];
  const status = { ...pod.status, conditions, ...(nominated ? { nominatedNodeName: nominated } : {}) };
  context.client.updateStatus({ group: "", version: "v1", resource: "pods", namespace }, { ...pod, status });
}

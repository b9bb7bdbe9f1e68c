import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { ChangeGroup, Component, ComponentContext } from "../../machinery/component.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { NODES, PODS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";

const NAME = "pod-gc";
/** Period of the collector's rounds in ms. */
const PERIOD_MS = 20_000;
/** Time in ms for which a node has to be away before its pods go. */
const QUARANTINE_MS = 40_000;

/** Deletes, at once and without grace, the pods of nodes that no longer exist. */
// pkg/controller/podgc/gc_controller.go gcOrphaned, 1.20
export function createPodGarbageCollector(): Component {
  return {
    name: NAME,
    user: controllerUser("pod-garbage-collector"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: NODES.key, keys: removedNodeKeys },
      { resource: PODS.key, concerns: isBinding, keys: lostPodKeys },
    ],
    ...retrying(NAME, "pod-garbage-collector", sync),
  };
}

function removedNodeKeys({ type, object }: Change, context: ComponentContext): readonly string[] {
  if (type === "DELETED") quarantine(object.metadata.name ?? "", context);
  return [];
}

function isBinding({ type, spec, formerSpec }: ChangeGroup): boolean {
  const { nodeName } = spec as PodSpec;
  return type !== "DELETED" && Boolean(nodeName) && (formerSpec as PodSpec | undefined)?.nodeName !== nodeName;
}

/** A pod may be bound by hand to a node that never was. */
function lostPodKeys({ object }: Change, context: ComponentContext): readonly string[] {
  const { nodeName = "" } = (object as Pod).spec;
  if (!context.lister.get(NODES.key, "", nodeName)) quarantine(nodeName, context);
  return [];
}

/** One round finds the node missing, and the first round after the quarantine deletes its pods. */
function quarantine(nodeName: string, { sim }: ComponentContext): void {
  const found = Math.ceil((sim.now() + 1) / PERIOD_MS) * PERIOD_MS;
  sim.scheduleIfSooner({ at: found + QUARANTINE_MS, actor: NAME, name: "reconcile", key: nodeName });
}

function sync(nodeName: string, context: ComponentContext): undefined {
  if (context.lister.get(NODES.key, "", nodeName)) return;
  for (const pod of context.lister.list(PODS.key, { index: `node:${nodeName}` }) as readonly Pod[]) {
    try {
      context.client.delete(PODS.in(pod.metadata.namespace ?? ""), pod.metadata.name ?? "", { gracePeriodSeconds: 0 });
    } catch (error) {
      if (!isReason(error, "NotFound")) throw error;
    }
  }
}

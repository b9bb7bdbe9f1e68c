import type { JsonObject } from "../../base/json.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { SimEvent } from "../../sim/types.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import { backOff, containerEnded, restartDue } from "./exit.ts";
import { evictForDisk } from "./disk.ts";
import { isKubeletAlive } from "./liveness.ts";
import { networkDue } from "./main-network.ts";
import { observeNode } from "./node-status.ts";
import { relievePressure, tellSystemOom } from "./pressure.ts";
import { probeDue } from "./probes.ts";
import { rejectNow } from "./reject.ts";
import { admit, pullAgain, takeStep } from "./start.ts";
import { isStatic, makeMirror, recreateMirror } from "./static-pods.ts";
import { beginStop, deadlineExceeded, forgetPod, removePod, stopped } from "./stop.ts";
import { changedImages, restartChanged } from "./update.ts";
import { findContainer, nodeOf, type ProbeKind } from "./work.ts";

/** The kubelets of all nodes. pkg/kubelet, 1.20 */
export function createKubelet(): Component {
  return {
    name: "kubelet",
    user: "system:node",
    userAgent: "kubelet",
    watches: [
      { resource: "pods", concerns: ({ spec }) => Boolean((spec as PodSpec).nodeName), keys: keysOfPod },
      { resource: "nodes", keys: keysOfNode },
    ],
    reconcile(key, context) {
      const [namespace = "", name = "", container] = key.split("/");
      const pod = podOf(namespace, name, context);
      if (pod !== undefined) syncPod(pod, container, context);
      return undefined;
    },
    handle: handleTimer,
    observe: observeNode,
  };
}

function keysOfPod({ type, object, previous }: Change, context: ComponentContext): readonly string[] {
  const pod = object as Pod;
  const old = previous as Pod | undefined;
  const key = objectKey(pod);
  if (type === "DELETED") {
    forgetPod(pod, context);
    if (isStatic(pod)) recreateMirror(pod, context);
    return [];
  }
  if (!old?.spec.nodeName) return [key];
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp !== old.metadata.deletionTimestamp || deletionGracePeriodSeconds !== old.metadata.deletionGracePeriodSeconds)
    return [key];
  return changedImages(pod, old).map((container) => `${key}/${container}`);
}

/** A node that comes back looks after its pods again. */
function keysOfNode({ type, object }: Change, { lister }: ComponentContext): readonly string[] {
  return type === "ADDED" ? lister.list("pods", { index: `node:${object.metadata.name}` }).map(objectKey) : [];
}

function podOf(namespace: string, name: string, { lister }: ComponentContext): Pod | undefined {
  return lister.get("pods", namespace, name) as Pod | undefined;
}

function syncPod(pod: Pod, changedContainer: string | undefined, context: ComponentContext): void {
  const node = pod.spec.nodeName ?? "";
  if (!node || nodeOf(pod, context) === undefined || !isKubeletAlive(context.memory, node)) return;
  if (pod.metadata.deletionTimestamp !== undefined) return beginStop(pod, context);
  if (pod.status?.startTime === undefined) return admit(pod, context);
  if (changedContainer !== undefined) restartChanged(pod, changedContainer, context);
}

/** A timer that fires while its node's kubelet is down is looked at again after this. */
const ASK_AGAIN_MS = 10_000;

function handleTimer(event: SimEvent, context: ComponentContext): void {
  const [namespace = "", name = "", containerName = ""] = event.key.split("/");
  const data = (event.data ?? {}) as JsonObject;
  if (event.name === "mirror") return makeMirror(data, context);
  if (event.name === "pressure") return relievePressure(event.key, context);
  const pod = podOf(namespace, name, context);
  if (pod === undefined) return;
  if (!isKubeletAlive(context.memory, pod.spec.nodeName ?? "")) {
    context.sim.schedule({ at: context.sim.now() + ASK_AGAIN_MS, actor: event.actor, name: event.name, key: event.key, data });
    return;
  }
  if (containerName === "") return podTimer(event.name, pod, data, context);
  const container = findContainer(pod, containerName);
  if (container !== undefined) containerTimer(event.name, pod, container, data, context);
}

function podTimer(name: string, pod: Pod, data: JsonObject, context: ComponentContext): void {
  if (name === "deadline") return deadlineExceeded(pod, context);
  if (data["uid"] !== pod.metadata.uid) return;
  if (name === "step") takeStep(pod, data, context);
  else if (name === "disk") evictForDisk(pod, context);
  else if (name === "reject") rejectNow(pod, data, context);
  else if (name === "stopped") stopped(pod, data["exitCodes"] as Record<string, number>, context);
  else if (name === "remove") removePod(pod, context);
}

function containerExits(pod: Pod, container: Container, { exitCode, reason, system }: JsonObject, context: ComponentContext): void {
  if (system === true) tellSystemOom(pod, container, context);
  containerEnded(pod, container, Number(exitCode ?? 0), context, typeof reason === "string" ? reason : undefined);
}

function containerTimer(name: string, pod: Pod, container: Container, data: JsonObject, context: ComponentContext): void {
  if (name === "exit") containerExits(pod, container, data, context);
  else if (name === "network") networkDue(pod, container, context);
  else if (name === "back-off") backOff(pod, container, context);
  else if (name === "pull-again") pullAgain(pod, container, data, context);
  else if (name === "restart") restartDue(pod, container, data["goOn"] === true, context);
  else probeDue(pod, container, name as ProbeKind, data, context);
}

import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { ContainerStatus, Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { podsOn } from "../node-lifecycle/health.ts";
import { releaseAddress } from "./addresses.ts";
import { stopOf } from "./kill.ts";
import { beginAnew } from "./start.ts";
import { containerStatus, withContainer } from "./status.ts";
import { cancelContainerTimers } from "./stop.ts";
import { ACTOR, containersOf, nodeOf, POD_TIMERS, record, runtimeOf, timestamp, writeStatus } from "./work.ts";

/** The exit code of a container whose machine was switched off, as both runtimes tell it afterwards. */
const TORN_AWAY = 255;

/** A kubelet that has booted finds no sandbox of its pods: it makes them anew, at new addresses, and counts a restart for each container. */
// pkg/kubelet/kuberuntime/kuberuntime_manager.go podSandboxChanged, 1.20
export function restartPods(node: string, isClean: boolean, context: ComponentContext): void {
  for (const pod of podsOn(node, context)) {
    const phase = pod.status?.phase;
    if (phase === "Succeeded" || phase === "Failed" || pod.status?.startTime === undefined) continue;
    for (const { container } of containersOf(pod)) cancelContainerTimers(pod, container, context);
    for (const timer of POD_TIMERS) if (timer !== "deadline") context.sim.cancel(ACTOR, timer, objectKey(pod));
    const ended = withEnds(pod, isClean, context);
    if (pod.metadata.deletionTimestamp !== undefined) writeStatus(ended, context);
    else if (staysDown(ended)) writeStatus(ended, context);
    else makeAnew(ended, context);
  }
}

/** The pod with every container that ran ended. */
function withEnds(pod: Pod, isClean: boolean, context: ComponentContext): Pod {
  let changed = pod;
  for (const { container } of containersOf(pod)) {
    const status = containerStatus(changed, container.name);
    if (status?.state?.running === undefined) continue;
    const exitCode = isClean ? stopOf(pod, container, graceMs(pod), context).exitCode : TORN_AWAY;
    const torn = runtimeOf(pod, context) === "containerd" ? "Unknown" : "Error";
    const terminated = {
      containerID: status.containerID ?? "",
      exitCode,
      finishedAt: timestamp(context),
      reason: exitCode === 0 ? "Completed" : isClean ? "Error" : torn,
      startedAt: status.state.running.startedAt ?? null,
    };
    changed = withContainer(changed, container.name, { ready: false, started: false, state: { terminated } });
  }
  return changed;
}

function graceMs(pod: Pod): number {
  return (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
}

/** Whether the pod's own policy keeps all of its containers from starting again. */
function staysDown({ spec, status }: Pod): boolean {
  const { restartPolicy = "Always" } = spec;
  if (restartPolicy === "Always") return false;
  const ends = (status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.exitCode);
  return restartPolicy === "Never" ? ends.some((code) => code !== undefined) : ends.length > 0 && ends.every((code) => code === 0);
}

function makeAnew(pod: Pod, context: ComponentContext): void {
  releaseAddress(context, nodeOf(pod, context), pod);
  record(pod, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.", context);
  const hasInit = (pod.spec.initContainers ?? []).length > 0;
  const reason = hasInit ? "PodInitializing" : "ContainerCreating";
  let waiting: Pod = pod;
  for (const { container } of containersOf(pod)) waiting = withContainer(waiting, container.name, toWait(waiting, container, reason));
  const status = { ...waiting.status };
  if (!pod.spec.hostNetwork) {
    delete status.podIP;
    delete status.podIPs;
  }
  beginAnew(writeStatus({ ...waiting, status }, context), context);
}

function toWait(pod: Pod, container: Container, reason: string): Partial<ContainerStatus> {
  const status = containerStatus(pod, container.name);
  const ended = status?.state?.terminated;
  return { ready: false, state: { waiting: { reason } }, ...(ended === undefined ? {} : { lastState: { terminated: ended } }) };
}

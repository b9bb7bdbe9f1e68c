import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { ContainerState, Pod } from "../../kinds/core/pod/types.ts";
import { releaseAddress } from "./addresses.ts";
import { stopOf } from "./kill.ts";
import { containerStatus, withContainer } from "./status.ts";
import {
  ACTOR,
  CONTAINER_TIMERS,
  PODS,
  containerKey,
  containersOf,
  later,
  nodeOf,
  POD_TIMERS,
  record,
  timestamp,
  writeStatus,
} from "./work.ts";

/** Taking down sandbox, network and volumes after the last container. A busy machine takes longer: a tape may say how long, by `pod-gone/NAMESPACE/NAME`. */
const CLEAN_UP_MS = 700;

/** Begins to stop a pod that is to be deleted: hooks, TERM, and KILL when its grace is over. */
export function beginStop(pod: Pod, context: ComponentContext): void {
  const key = objectKey(pod);
  if (context.sim.pending(ACTOR, "stopped", key) !== undefined) return;
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  let longest = 0;
  const exitCodes: Record<string, number> = {};
  for (const { container } of containersOf(pod)) {
    cancelContainerTimers(pod, container, context);
    if (containerStatus(pod, container.name)?.state?.running === undefined) continue;
    record(pod, "Normal", "Killing", `Stopping container ${container.name}`, context, container.name);
    const { afterMs, exitCode } = stopOf(pod, container, graceMs, context);
    exitCodes[container.name] = exitCode;
    longest = Math.max(longest, afterMs);
  }
  releaseUnused(pod, context);
  for (const timer of ["step", "deadline"] as const) context.sim.cancel(ACTOR, timer, key);
  longest = pinnedMs(`pod-stop/${key}`, context) ?? longest;
  later(context, longest, "stopped", key, { exitCodes, uid: pod.metadata.uid ?? "" });
}

/** The containers of a deleted pod have ended: says so, and cleans up after them. */
export function stopped(pod: Pod, exitCodes: Readonly<Record<string, number>>, context: ComponentContext): void {
  let changed = pod;
  for (const { container } of containersOf(pod)) {
    const status = containerStatus(changed, container.name);
    const running = status?.state?.running;
    if (status === undefined || running === undefined) continue;
    const exitCode = exitCodes[container.name] ?? 137;
    const state: ContainerState = {
      terminated: {
        containerID: status.containerID ?? "",
        exitCode,
        finishedAt: timestamp(context),
        reason: exitCode === 0 ? "Completed" : "Error",
        startedAt: running.startedAt ?? null,
      },
    };
    changed = withContainer(changed, container.name, { ready: false, started: false, state });
  }
  // The phase of a pod on its way out stays what it was.
  if (changed !== pod) writeStatus(changed, context);
  const key = objectKey(pod);
  later(context, pinnedMs(`pod-gone/${key}`, context) ?? CLEAN_UP_MS, "remove", key, { uid: pod.metadata.uid ?? "" });
}

/** What a tape says of how long something takes. */
function pinnedMs(stream: string, { sim }: ComponentContext): number | undefined {
  const ms = Number(sim.pinned(stream));
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** Everything of the pod is gone from its node: the API object may go too. */
export function removePod(pod: Pod, context: ComponentContext): void {
  const { namespace = "", name = "", uid } = pod.metadata;
  if (pod.status?.podIP && !pod.spec.hostNetwork) {
    releaseAddress(context, nodeOf(pod, context), pod);
    const status = { ...pod.status };
    delete status.podIP;
    delete status.podIPs;
    writeStatus({ ...pod, status }, context);
  }
  try {
    context.client.delete({ ...PODS, namespace }, name, { gracePeriodSeconds: 0, ...(uid ? { preconditions: { uid } } : {}) });
  } catch (error) {
    if (!isReason(error, "NotFound") && !isReason(error, "Conflict")) throw error;
  }
}

/** Gives back the address of a pod that never got so far as to report it. */
function releaseUnused(pod: Pod, context: ComponentContext): void {
  const step = context.sim.pending(ACTOR, "step", objectKey(pod))?.data as { ip?: string } | undefined;
  if (step?.ip && !pod.status?.podIP) releaseAddress(context, nodeOf(pod, context), pod, step.ip);
}

/** Forgets all timers of a pod that is gone, and frees what it held on its node. */
export function forgetPod(pod: Pod, context: ComponentContext): void {
  releaseUnused(pod, context);
  releaseAddress(context, nodeOf(pod, context), pod);
  for (const timer of POD_TIMERS) context.sim.cancel(ACTOR, timer, objectKey(pod));
  for (const { container } of containersOf(pod)) cancelContainerTimers(pod, container, context);
}

/** Ends all that is planned for one container. */
export function cancelContainerTimers(pod: Pod, container: Container, context: ComponentContext): void {
  for (const timer of CONTAINER_TIMERS) context.sim.cancel(ACTOR, timer, containerKey(pod, container.name));
}

/** Kills what runs of a pod, at once, ends all that is planned for it, and gives it failed for that reason: not yet written. */
export function killedForGood(pod: Pod, reason: string, message: string, context: ComponentContext): Pod {
  let failed: Pod = { ...pod, status: { ...pod.status, phase: "Failed", reason, message } };
  for (const { container } of containersOf(pod)) {
    cancelContainerTimers(pod, container, context);
    const status = containerStatus(pod, container.name);
    if (!status?.state?.running) continue;
    record(pod, "Normal", "Killing", `Stopping container ${container.name}`, context, container.name);
    const terminated = {
      containerID: status.containerID ?? "",
      exitCode: 137,
      finishedAt: timestamp(context),
      reason: "Error",
      startedAt: status.state.running.startedAt ?? null,
    };
    failed = withContainer(failed, container.name, { ready: false, started: false, state: { terminated } });
  }
  for (const timer of ["step", "deadline"] as const) context.sim.cancel(ACTOR, timer, objectKey(pod));
  return failed;
}

/** Kills a pod that ran longer than it may. pkg/kubelet/active_deadline.go, 1.20 */
export function deadlineExceeded(pod: Pod, context: ComponentContext): void {
  const phase = pod.status?.phase;
  if (phase === "Succeeded" || phase === "Failed" || pod.metadata.deletionTimestamp !== undefined) return;
  const message = "Pod was active on the node longer than the specified deadline";
  record(pod, "Normal", "DeadlineExceeded", message, context);
  writeStatus(killedForGood(pod, "DeadlineExceeded", message, context), context);
}

import { formatGoDuration } from "../../base/go-duration.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { ContainerStatus, Pod } from "../../kinds/core/pod/types.ts";
import { goOn, restart } from "./start.ts";
import { containerStatus, withContainer } from "./status.ts";
import { cancelProbes, containerKey, later, record, timestamp, writeStatus } from "./work.ts";

/** From a container's end to the sync that deals with it. */
const SYNC_MS = 1000;
const FIRST_BACK_OFF_MS = 10_000;
const MOST_BACK_OFF_MS = 300_000;
/** A container that ran this long has its back-off forgotten. */
const FORGET_AFTER_MS = 600_000;
/** While a container backs off, each sync says so again. */
const SYNC_AGAIN_MS = 13_000;

/** A container's process has ended by itself. */
export function containerEnded(pod: Pod, container: Container, exitCode: number, context: ComponentContext, reason?: string): void {
  const status = containerStatus(pod, container.name);
  const startedAt = status?.state?.running?.startedAt;
  if (status === undefined || startedAt === undefined) return;
  cancelProbes(pod, container, context);
  const terminated = {
    containerID: status.containerID ?? "",
    exitCode,
    finishedAt: timestamp(context),
    reason: reason ?? (exitCode === 0 ? "Completed" : "Error"),
    startedAt,
  };
  const init = isInit(pod, container);
  const change = { ready: init && exitCode === 0, ...(init ? {} : { started: false }), state: { terminated } };
  const written = writeStatus(withContainer(pod, container.name, change), context);
  if (written.metadata.deletionTimestamp !== undefined) return;
  if (init && exitCode === 0) return later(context, SYNC_MS, "restart", containerKey(pod, container.name), { goOn: true });
  if (willRestart(written, exitCode, init)) later(context, SYNC_MS, "back-off", containerKey(pod, container.name));
}

function isInit(pod: Pod, container: Container): boolean {
  return pod.spec.initContainers?.some(({ name }) => name === container.name) ?? false;
}

function willRestart(pod: Pod, exitCode: number, init: boolean): boolean {
  const policy = pod.spec.restartPolicy ?? "Always";
  if (pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded") return false;
  return policy === "Always" ? !(init && exitCode === 0) : policy === "OnFailure" && exitCode !== 0;
}

/** A sync finds a container that has ended: it starts again at once, or waits. pkg/kubelet/kuberuntime doBackOff, 1.20 */
export function backOff(pod: Pod, container: Container, context: ComponentContext): void {
  const status = containerStatus(pod, container.name);
  const ended = status?.state?.terminated ?? status?.lastState?.terminated;
  if (status === undefined || ended === undefined || status.state?.running || pod.metadata.deletionTimestamp !== undefined) return;
  if (!willRestart(pod, ended.exitCode, isInit(pod, container))) return;
  const waitMs = backOffMs(status);
  const until = (parseRfc3339(ended.finishedAt ?? "") ?? context.sim.now()) + waitMs;
  const now = context.sim.now();
  if (now >= until) return restart(pod, container, context);
  const { namespace, name, uid } = pod.metadata;
  const whole = `restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
  const event = context.release.has("kubeletBackOffNamesContainer")
    ? `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`
    : "Back-off restarting failed container";
  record(pod, "Warning", "BackOff", event, context, container.name);
  later(context, Math.min(SYNC_AGAIN_MS, until - now), "back-off", containerKey(pod, container.name));
  if (status.state?.waiting?.reason === "CrashLoopBackOff") return;
  const message = `back-off ${formatGoDuration(waitMs)} ${whole}`;
  writeStatus(
    withContainer(pod, container.name, { lastState: { terminated: ended }, state: { waiting: { message, reason: "CrashLoopBackOff" } } }),
    context,
  );
}

/** 0 after the first end, then 10 s, doubling, up to 5 minutes. */
function backOffMs({ restartCount, state, lastState }: ContainerStatus): number {
  const ended = state?.terminated ?? lastState?.terminated;
  const ranMs = (parseRfc3339(ended?.finishedAt ?? "") ?? 0) - (parseRfc3339(ended?.startedAt ?? "") ?? 0);
  if (restartCount === 0 || ranMs >= FORGET_AFTER_MS) return 0;
  return Math.min(MOST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (restartCount - 1));
}

/** A retry that waited its time: the next init or app containers, or one that could not be configured. */
export function restartDue(pod: Pod, container: Container, on: boolean, context: ComponentContext): void {
  if (pod.metadata.deletionTimestamp !== undefined) return;
  if (on) goOn(pod, context);
  else restart(pod, container, context);
}

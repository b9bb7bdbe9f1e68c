import type { Release } from "../../../release/release.ts";
import type { ContainerState, ContainerStatus, Pod } from "./types.ts";

/** What a pod's row says: the STATUS, how many containers are ready out of how many, restarts and the time of the last. */
export interface PodSummary {
  text: string;
  ready: number;
  total: number;
  restarts: number;
  /** RFC 3339, "" when nothing has ended yet. */
  lastRestart: string;
}

/** Reads a pod's status as `kubectl get pods` shows it. kubelet.md section 3 */
// pkg/printers/internalversion/printers.go printPod, 1.20; sidecars 1.29
export function summarizePod(pod: Pod, release: Release): PodSummary {
  const { status } = pod;
  const summary: PodSummary = {
    text: status?.reason || status?.phase || "",
    ready: 0,
    total: pod.spec.containers.length,
    restarts: 0,
    lastRestart: "",
  };
  if (isGated(pod) && release.has("podRowSchedulingGate")) summary.text = "SchedulingGated";
  if (!readInitContainers(pod, summary, release)) readContainers(pod, summary);
  if (pod.metadata.deletionTimestamp) {
    const ended = status?.phase === "Succeeded" || status?.phase === "Failed";
    if (status?.reason === "NodeLost") summary.text = "Unknown";
    else if (!ended || !release.has("endedPodsAreNotTerminating")) summary.text = "Terminating";
  }
  return summary;
}

function isGated({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === "SchedulingGated") ?? false;
}

/** Counts what init containers add and says whether one of them still has the word. */
function readInitContainers(pod: Pod, summary: PodSummary, release: Release): boolean {
  const sidecars = release.has("podRowSidecars") ? sidecarNames(pod) : NO_NAMES;
  summary.total += sidecars.size;
  const statuses = pod.status?.initContainerStatuses ?? [];
  let sidecarRestarts = 0;
  let sidecarLast = "";
  for (const [index, container] of statuses.entries()) {
    countRestarts(container, summary);
    if (container.state?.terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name)) {
      sidecarRestarts += container.restartCount;
      sidecarLast = later(sidecarLast, container);
      if (container.started) {
        if (container.ready) summary.ready++;
        continue;
      }
    }
    summary.text = initText(container.state, index, pod.spec.initContainers?.length ?? 0);
    return true;
  }
  summary.restarts = sidecarRestarts;
  if (release.has("podRowSidecars")) summary.lastRestart = sidecarLast;
  return false;
}

const NO_NAMES: ReadonlySet<string> = new Set();

function sidecarNames({ spec }: Pod): ReadonlySet<string> {
  if (!spec.initContainers) return NO_NAMES;
  return new Set(spec.initContainers.filter(({ restartPolicy }) => restartPolicy === "Always").map(({ name }) => name));
}

function initText(state: ContainerState | undefined, finished: number, total: number): string {
  if (state?.terminated) return `Init:${state.terminated.reason || codeText(state.terminated)}`;
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== "PodInitializing" ? `Init:${waiting}` : `Init:${finished}/${total}`;
}

function codeText({ signal, exitCode }: NonNullable<ContainerState["terminated"]>): string {
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** From the last container to the first, so that the first has the last word. */
function readContainers(pod: Pod, summary: PodSummary): void {
  const statuses = pod.status?.containerStatuses ?? [];
  let running = false;
  for (let index = statuses.length - 1; index >= 0; index--) {
    const container = statuses[index];
    if (!container) continue;
    countRestarts(container, summary);
    const { waiting, terminated, running: isRunning } = container.state ?? {};
    if (waiting?.reason) summary.text = waiting.reason;
    else if (terminated) summary.text = terminated.reason || codeText(terminated);
    else if (container.ready && isRunning) {
      running = true;
      summary.ready++;
    }
  }
  if (summary.text === "Completed" && running) summary.text = isReady(pod) ? "Running" : "NotReady";
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") ?? false;
}

function countRestarts(container: ContainerStatus, summary: PodSummary): void {
  summary.restarts += container.restartCount;
  summary.lastRestart = later(summary.lastRestart, container);
}

function later(time: string, { lastState }: ContainerStatus): string {
  const finished = lastState?.terminated?.finishedAt ?? "";
  return finished > time ? finished : time;
}

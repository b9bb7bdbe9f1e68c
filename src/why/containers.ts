import type { Container, Probe } from "../kinds/core/pod/container/types.ts";
import type { ContainerStatus, Pod } from "../kinds/core/pod/types.ts";
import type { Cause } from "./answer.ts";
import { eventsOf, kubectl, lastEvent, type WhyWorld } from "./world.ts";

interface Run {
  readonly container: Container;
  readonly status: ContainerStatus;
  readonly init: boolean;
}

function runsOf({ spec, status }: Pod): Run[] {
  const runs = (containers: readonly Container[] | undefined, statuses: readonly ContainerStatus[] | undefined, init: boolean): Run[] =>
    (containers ?? []).flatMap((container) => {
      const found = statuses?.find(({ name }) => name === container.name);
      return found === undefined ? [] : [{ container, status: found, init }];
    });
  return [...runs(spec.initContainers, status?.initContainerStatuses, true), ...runs(spec.containers, status?.containerStatuses, false)];
}

function describePod({ metadata }: Pod): string {
  return kubectl("describe", "pod", metadata.namespace ?? "", metadata.name);
}

function logsOf({ metadata }: Pod, container: string, previous = false): string {
  return `${kubectl("logs", metadata.name ?? "", metadata.namespace ?? "")} -c ${container}${previous ? " --previous" : ""}`;
}

/** Why containers that are not ready are not: the first thing that holds the pod up, then whatever else is wrong. */
export function containerCauses(world: WhyWorld, pod: Pod): Cause[] {
  if (pod.status?.phase === "Succeeded") return [];
  const runs = runsOf(pod);
  const blocking = runs.find(({ init, status }) => init && !(status.state?.terminated?.exitCode === 0));
  if (blocking !== undefined) return [initCause(world, pod, blocking)];
  return runs.filter(({ init, status }) => !init && !status.ready).flatMap((run) => causesOf(world, pod, run));
}

function initCause(world: WhyWorld, pod: Pod, run: Run): Cause {
  const [cause] = causesOf(world, pod, run);
  const { name } = run.container;
  if (cause !== undefined) return { ...cause, message: `init ${cause.message}` };
  const message = `init container ${name} has not finished; the others start after it`;
  return { reason: "InitContainerRunning", message, see: logsOf(pod, name), data: { container: name } };
}

function causesOf(world: WhyWorld, pod: Pod, { container, status, init }: Run): Cause[] {
  const { name } = container;
  const data = { container: name };
  const { waiting, terminated, running } = status.state ?? {};
  if (waiting) return [waitingCause(world, pod, container, status)];
  if (terminated) {
    const reason = terminated.reason ?? "Terminated";
    const again = pod.spec.restartPolicy === "Never" ? `; restartPolicy Never leaves it so` : "";
    const message = `container ${name} ended with exit code ${terminated.exitCode} (${reason})${again}`;
    return [{ reason, message, see: logsOf(pod, name), data: { ...data, exitCode: terminated.exitCode } }];
  }
  if (!running || init) return [];
  const kind = status.started === false && container.startupProbe ? "Startup" : "Readiness";
  const probe = kind === "Startup" ? container.startupProbe : container.readinessProbe;
  if (probe === undefined) return [];
  const failed = eventsOf(world, pod).findLast(
    ({ reason, message, fieldPath }) =>
      reason === "Unhealthy" && fieldPath.endsWith(`{${name}}`) && message.toLowerCase().startsWith(kind.toLowerCase()),
  );
  const asked = `${kind.toLowerCase()} probe (${probeText(probe)})`;
  if (failed === undefined) {
    return [{ reason: "ProbePending", message: `container ${name}: its ${asked} has not succeeded yet`, see: describePod(pod), data }];
  }
  return [{ reason: "Unhealthy", message: `container ${name}: its ${asked} fails: ${failed.message}`, see: describePod(pod), data }];
}

function probeText({ httpGet, tcpSocket, exec, grpc }: Probe): string {
  if (httpGet) return `GET ${httpGet.path ?? "/"} on port ${httpGet.port}`;
  if (tcpSocket) return `TCP port ${tcpSocket.port}`;
  if (exec) return `exec ${(exec.command ?? []).join(" ")}`;
  return `gRPC port ${grpc?.port ?? 0}`;
}

const STARTING = new Set(["ContainerCreating", "PodInitializing"]);

function waitingCause(world: WhyWorld, pod: Pod, { name, image = "" }: Container, { state, lastState }: ContainerStatus): Cause {
  const { reason = "Waiting", message = "" } = state?.waiting ?? {};
  const data = { container: name, image };
  const see = describePod(pod);
  if (reason === "CrashLoopBackOff") {
    const ended = lastState?.terminated;
    const code = ended === undefined ? "" : ` after exit code ${ended.exitCode} (${ended.reason ?? ""})`;
    return { reason, message: `container ${name} waits${code}: ${message}`, see: logsOf(pod, name, true), data };
  }
  if (reason === "ErrImagePull" || reason === "ImagePullBackOff") {
    const why = eventsOf(world, pod).findLast(({ message: text }) => text.startsWith(`Failed to pull image "${image}"`))?.message;
    return { reason, message: `container ${name}: ${why ?? message}`, see, data };
  }
  if (STARTING.has(reason)) return { reason, message: `container ${name} is being started`, see, data };
  return { reason, message: `container ${name}: ${reason}${message === "" ? "" : `: ${message}`}`, see, data };
}

/** Why containers were started again. */
export function restartCauses(world: WhyWorld, pod: Pod): Cause[] {
  return runsOf(pod)
    .filter(({ status }) => status.restartCount > 0)
    .map(({ container: { name }, status }) => {
      const ended = status.lastState?.terminated ?? status.state?.terminated;
      const times = `container ${name} was restarted ${status.restartCount === 1 ? "once" : `${status.restartCount} times`}`;
      const data = { container: name, restarts: status.restartCount, exitCode: ended?.exitCode ?? null };
      const killed = lastEvent(world, pod, ["Killing"], name);
      const probe = killed !== undefined && /failed (?:liveness|startup) probe/.test(killed.message);
      if (ended?.reason === "OOMKilled") {
        const limit = runsOf(pod).find(({ container }) => container.name === name)?.container.resources?.limits?.["memory"];
        const message = `${times}: it used more memory than its limit${limit === undefined ? "" : ` of ${limit}`} (OOMKilled, exit code ${ended.exitCode})`;
        return { reason: "OOMKilled", message, see: describePod(pod), data };
      }
      if (probe) {
        const failed = lastEvent(world, pod, ["Unhealthy"], name)?.message;
        const message = `${times}: ${failed ?? killed.message}`;
        return { reason: "ProbeFailed", message, see: describePod(pod), data };
      }
      const message = `${times}: it ended with exit code ${ended?.exitCode ?? 0} (${ended?.reason ?? "Unknown"})`;
      return { reason: ended?.reason ?? "Restarted", message, see: logsOf(pod, name, true), data };
    });
}

import type { Container, Probe } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { filesNow, machineOf, ownCommand, scriptMentions, servesItself } from "../../images/program.ts";
import { runCommand } from "../../images/shell/run.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { networkAccess } from "./main-network.ts";
import { isProbeBroken } from "./broken.ts";
import { killContainer, stopOf } from "./kill.ts";
import { containerStatus, withContainer } from "./status.ts";
import { ACTOR, containerKey, later, nodeAddress, nodeOf, PROBES, record, viewOf, writeStatus, type ProbeKind } from "./work.ts";

/** A server that starts at once listens by then. */
const FIRST_PROBE_MS = 300;

interface Tally {
  successes: number;
  failures: number;
}

/** `lasting`: the result will be the same as long as nothing else changes, so that it need not be asked again. */
interface Result {
  ok: boolean;
  output: string;
  lasting: boolean;
}

function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  return { startup: container.startupProbe, readiness: container.readinessProbe, liveness: container.livenessProbe }[kind];
}

/** Starts a container's probes; those that wait for the startup probe start after it. */
export function scheduleProbes(pod: Pod, container: Container, context: ComponentContext, afterStartup = false): void {
  for (const kind of PROBES) {
    const probe = probeOf(container, kind);
    const waits = container.startupProbe !== undefined && !afterStartup;
    if (probe === undefined || (kind === "startup" ? afterStartup : waits)) continue;
    later(context, Math.max(FIRST_PROBE_MS, (probe.initialDelaySeconds ?? 0) * 1000), kind, containerKey(pod, container.name), {
      successes: 0,
      failures: 0,
    });
  }
}

/** Asks a container's probes again soon, because something inside it may have changed. */
export function pokeProbes(pod: Pod, container: Container, context: ComponentContext): void {
  for (const kind of ["readiness", "liveness"] as const) {
    const probe = probeOf(container, kind);
    const key = containerKey(pod, container.name);
    if (probe === undefined || context.sim.pending(ACTOR, kind, key)) continue;
    later(context, (probe.periodSeconds ?? 10) * 1000, kind, key, { successes: 0, failures: 0 });
  }
}

/** One probe is due. pkg/kubelet/prober/worker.go, 1.20 */
export function probeDue(pod: Pod, container: Container, kind: ProbeKind, data: unknown, context: ComponentContext): void {
  const probe = probeOf(container, kind);
  const status = containerStatus(pod, container.name);
  if (probe === undefined || status?.state?.running === undefined) return;
  const result = isProbeBroken(pod, container, kind, context.memory)
    ? { ok: false, output: brokenOutput(pod, container, probe, context), lasting: false }
    : ask(pod, container, probe, context);
  const before = data as Tally;
  const tally: Tally = result.ok ? { successes: before.successes + 1, failures: 0 } : { successes: 0, failures: before.failures + 1 };
  if (!result.ok) record(pod, "Warning", "Unhealthy", `${label(kind)} probe failed: ${result.output}`, context, container.name);
  const decided = result.ok ? tally.successes >= (probe.successThreshold ?? 1) : tally.failures >= (probe.failureThreshold ?? 3);
  if (!decided || !(result.ok && result.lasting)) {
    later(context, (probe.periodSeconds ?? 10) * 1000, kind, containerKey(pod, container.name), { ...tally });
  }
  if (decided) decide(pod, container, kind, probe, result.ok, context);
}

function label(kind: ProbeKind): string {
  return { startup: "Startup", readiness: "Readiness", liveness: "Liveness" }[kind];
}

function decide(pod: Pod, container: Container, kind: ProbeKind, probe: Probe, ok: boolean, context: ComponentContext): void {
  if (kind === "readiness") {
    writeStatus(withContainer(pod, container.name, { ready: ok }), context);
    return;
  }
  if (!ok) {
    const grace = probe.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    const { afterMs, exitCode } = stopOf(pod, container, grace * 1000, context);
    return killContainer(pod, container, `Container ${container.name} failed ${kind} probe, will be restarted`, afterMs, exitCode, context);
  }
  if (kind !== "startup" || containerStatus(pod, container.name)?.started) return;
  context.sim.cancel(ACTOR, "startup", containerKey(pod, container.name));
  writeStatus(withContainer(pod, container.name, { started: true, ready: container.readinessProbe === undefined }), context);
  scheduleProbes(pod, container, context, true);
}

/** What a probe says that somebody has broken. */
function brokenOutput(pod: Pod, container: Container, probe: Probe, context: ComponentContext): string {
  if (probe.exec) return "";
  if (probe.httpGet) return "HTTP probe failed with statuscode: 500";
  const target = probe.tcpSocket?.port ?? probe.grpc?.port ?? 0;
  const port = typeof target === "string" ? (container.ports?.find(({ name }) => name === target)?.containerPort ?? 0) : target;
  const host = pod.spec.hostNetwork ? nodeAddress(nodeOf(pod, context)) : (pod.status?.podIP ?? "");
  return `dial tcp ${host}:${port}: connect: connection refused`;
}

function ask(pod: Pod, container: Container, probe: Probe, context: ComponentContext): Result {
  if (probe.exec) return askExec(pod, container, probe.exec.command ?? [], context);
  const target = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port;
  const port =
    typeof target === "string" ? (container.ports?.find(({ name }) => name === target)?.containerPort ?? Number(target)) : (target ?? 0);
  const host = probe.httpGet?.host || (pod.spec.hostNetwork ? nodeAddress(nodeOf(pod, context)) : (pod.status?.podIP ?? ""));
  const view = viewOf(pod, container, context);
  const serves = servesItself(view) && view.behaviour.ports(view).includes(port);
  const up = serves && view.now >= view.startedAt + view.behaviour.listensAfterMs;
  const refused = `dial tcp ${host}:${port}: connect: connection refused`;
  if (probe.httpGet === undefined) return { ok: up, output: refused, lasting: serves };
  const { path = "/", scheme = "HTTP" } = probe.httpGet;
  const url = `${scheme.toLowerCase()}://${host}:${port}${path.startsWith("/") ? path : `/${path}`}`;
  if (!up)
    return { ok: false, output: `Get ${context.release.has("kubeletQuotesProbeUrl") ? `"${url}"` : url}: ${refused}`, lasting: false };
  const request = {
    method: "GET",
    path,
    headers: [
      ["Host", `${host}:${port}`],
      ["User-Agent", "kube-probe"],
    ] as const,
    body: "",
    clientAddress: nodeAddress(nodeOf(pod, context)),
    address: host,
    port,
  };
  const code = view.behaviour.answer?.(request, view).status ?? 200;
  return { ok: code >= 200 && code < 400, output: `HTTP probe failed with statuscode: ${code}`, lasting: true };
}

/** A command whose outcome hangs on files that k8sim cannot know is taken to succeed. */
function askExec(pod: Pod, container: Container, command: readonly string[], context: ComponentContext): Result {
  const view = viewOf(pod, container, context);
  const [program = "", ...paths] = command;
  const files = filesNow(view);
  const isForeseen = (path: string): boolean => scriptMentions(view, path) || view.behaviour.makesLater?.includes(path) === true;
  const unknown = program === "cat" && paths.every((path) => files.read(path) === undefined && !isForeseen(path));
  if (unknown) return { ok: true, output: "", lasting: true };
  const run = runCommand(command, { ...machineOf(view, files, 60_000), ...networkAccess(pod, context) });
  const ok = run.ended === undefined || run.ended.exitCode === 0 || run.ended.exitCode === 127;
  return { ok, output: run.stderr || run.stdout, lasting: ownCommand(view) === undefined };
}

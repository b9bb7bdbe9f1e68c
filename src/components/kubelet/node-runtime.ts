import { md5Hex } from "../../base/md5.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import { fateOf, filesNow, isProgram, machineOf, programsMissing } from "../../images/program.ts";
import type { Machine } from "../../images/shell/machine.ts";
import { runCommand } from "../../images/shell/run.ts";
import type { ContainerView } from "../../images/view.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { ExecRequest, ExecResult, NodeRuntime } from "../../machinery/node-runtime.ts";
import type { TypedShells } from "../../machinery/typed-line.ts";
import { badRequest, failure, type StatusError } from "../../machinery/status.ts";
import { runCurl } from "../../network/curl/curl.ts";
import { curlVersion } from "../../network/curl/messages.ts";
import type { Network } from "../../network/types.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { ContainerStatus, Pod } from "../../kinds/core/pod/types.ts";
import { containerLog } from "./container-log.ts";
import { answerAsKubelet } from "./kubelet-server.ts";
import { askPod, kubeletTrouble, podTrouble } from "./dial.ts";
import { attachToMain } from "./main-process-input.ts";
import { forwardPort } from "./port-forward.ts";
import { pokeProbes } from "./probes.ts";
import { containerStatus } from "./status.ts";
import { createTypedShells } from "./typed-shells.ts";
import { containerKey, findContainer, later, nodeAddress, nodeOf, runtimeOf, viewOf } from "./work.ts";

/** An exec that has not ended after this much virtual time is cut off: nobody can press Ctrl-C inside one command. */
const EXEC_LIMIT_MS = 60_000;

/** The kubelets' side of logs, exec, port-forward and proxy. `network` gives programs in pods a network to talk on. */
export function createNodeRuntime(context: ComponentContext, network: Network): NodeRuntime & { readonly typed: TypedShells } {
  const logs: NodeRuntime["logs"] = (object, name, options) => {
    const pod = object as Pod;
    const container = containerNamed(pod, name);
    requireKubelet(pod, name, context);
    return containerLog(loggedView(pod, container, options.previous ?? false, context), options);
  };
  return {
    logs,
    exec: (object, request) => exec(object as Pod, request, context, network),
    typed: createTypedShells(
      {
        view: (pod, container) => runningView(pod, containerNamed(pod, container), context),
        machine: (view) => machineOn(view, network, context, true),
        stopMain: (view) => stopMainProcess(view.pod, view.container, view, context),
      },
      context,
    ),
    reach: (object, container) => void runningView(object as Pod, containerNamed(object as Pod, container), context),
    attach(object, { container, stdin }) {
      const pod = object as Pod;
      const view = runningView(pod, containerNamed(pod, container), context);
      return attachToMain(view, machineOn(view, network, context), stdin, context);
    },
    forward(forwarded, request) {
      if (forwarded.pod !== undefined) requireBackend(forwarded.pod as Pod, context);
      return forwardPort(forwarded, request, context);
    },
    kubelet: (node, request) => answerAsKubelet(node as Node, request, context, logs),
    http: (pod, port, request) => askPod(pod as Pod, port, request, context, network),
    trouble: (pod, port) => podTrouble(pod as Pod, port, context, network),
  };
}

function containerNamed(pod: Pod, name: string): Container {
  const container = findContainer(pod, name);
  if (container === undefined) throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
  return container;
}

function requireKubelet(pod: Pod, container: string, context: ComponentContext): void {
  const trouble = kubeletTrouble(context, pod.spec.nodeName ?? "");
  if (trouble === undefined) return;
  const address = nodeAddress(nodeOf(pod, context));
  const { namespace, name } = pod.metadata;
  throw failure(
    500,
    "InternalError",
    `Get "https://${address}:10250/containerLogs/${namespace}/${name}/${container}": dial tcp ${address}:10250: ${trouble}`,
  );
}

/** The run of a container whose output is asked for. pkg/kubelet/kubelet_pods.go validateContainerLogStatus, 1.20 */
function loggedView(pod: Pod, container: Container, previous: boolean, context: ComponentContext): ContainerView {
  const status = containerStatus(pod, container.name);
  const described = `container "${container.name}" in pod "${pod.metadata.name}"`;
  const run = (since: string | null | undefined, until?: string | null): ContainerView => {
    const view = viewOf(pod, container, context, parseRfc3339(since ?? "") ?? context.sim.now());
    // A run that is over prints no more; its end is stored in whole seconds.
    return until ? { ...view, now: Math.min(view.now, (parseRfc3339(until) ?? view.now) + 999) } : view;
  };
  const last = status?.lastState?.terminated;
  const ended = status?.state?.terminated;
  if (previous) {
    if (last === undefined) throw badRequest(`previous terminated ${described} not found`);
    return run(last.startedAt, last.finishedAt);
  }
  if (status?.state?.running) return run(status.state.running.startedAt);
  if (ended) return run(ended.startedAt, ended.finishedAt);
  if (last) return run(last.startedAt, last.finishedAt);
  throw notStarted(described, status);
}

function notStarted(described: string, status: ContainerStatus | undefined): StatusError {
  const reason = status?.state?.waiting?.reason;
  if (status === undefined) return badRequest(`${described} is not available`);
  const why =
    reason === "ErrImagePull" || reason === "ImagePullBackOff"
      ? reason === "ErrImagePull"
        ? "image can't be pulled"
        : "trying and failing to pull image"
      : (reason ?? "not available");
  return badRequest(`${described} is waiting to start: ${why}`);
}

/** Streams are upgraded connections: what fails there is told in other words than a plain request. */
function requireBackend(pod: Pod, context: ComponentContext): void {
  const trouble = kubeletTrouble(context, pod.spec.nodeName ?? "");
  if (trouble === undefined) return;
  throw failure(500, "", `error dialing backend: dial tcp ${nodeAddress(nodeOf(pod, context))}:10250: ${trouble}`, {});
}

function runningView(pod: Pod, container: Container, context: ComponentContext): ContainerView {
  requireBackend(pod, context);
  if (containerStatus(pod, container.name)?.state?.running === undefined)
    throw failure(500, "InternalError", `unable to upgrade connection: container not found ("${container.name}")`);
  return viewOf(pod, container, context);
}

/** The machine inside a container, with its network. */
function machineOn(view: ContainerView, network: Network, { sim }: ComponentContext, tty = false): Machine {
  const from = { kind: "pod", pod: view.pod } as const;
  const machine = machineOf(view, filesNow(view), EXEC_LIMIT_MS);
  return {
    ...machine,
    startedAt: sim.now(),
    fetch: (argv) =>
      runCurl(argv, { network, from, version: curlVersion("7.79.1"), isTerminal: tty, read: (path) => machine.files.read(path) }),
    lookup: (name, type) => network.lookup(from, name, type),
    ping: (address) => network.ping(from, address),
  };
}

function exec(pod: Pod, request: ExecRequest, context: ComponentContext, network: Network): ExecResult {
  const container = containerNamed(pod, request.container);
  const view = runningView(pod, container, context);
  const [program = ""] = request.command;
  if (!exists(program, view)) return missingProgram(pod, program, request.tty === true, context);
  const stopMain = (): boolean => stopMainProcess(pod, container, view, context);
  const machine = { ...machineOn(view, network, context, request.tty), stopMain, ...(request.tty ? { tty: true } : {}) };
  const run = runCommand(request.command, machine, request.stdin ?? "");
  pokeProbes(pod, container, context);
  const { stdout, stderr, ended } = run;
  if (ended === undefined) return { stdout, stderr, exitCode: 0, unfinished: true };
  return { stdout, stderr, exitCode: ended.exitCode, ...(ended.atMs > 0 ? { tookMs: ended.atMs } : {}) };
}

/** `kill 1` ends the container's main process if that takes notice of TERM, and with it the container. */
function stopMainProcess(pod: Pod, container: Container, view: ContainerView, context: ComponentContext): boolean {
  const fate = fateOf(view);
  // The kernel keeps signals without a handler from a container's first process.
  if (fate.kind !== "runs" || fate.stop.afterMs >= NO_NOTICE_MS) return false;
  later(context, fate.stop.afterMs, "exit", containerKey(pod, container.name), { exitCode: fate.stop.exitCode });
  return true;
}

/** What only the end of its grace stops takes no notice of TERM. */
const NO_NOTICE_MS = 30_000;

function exists(program: string, view: ContainerView): boolean {
  const { behaviour } = view;
  const base = program.slice(program.lastIndexOf("/") + 1);
  const isShell = base === "sh" || base === "bash" || base === "ash";
  if (programsMissing(view).includes(base)) return false;
  if (isShell) return behaviour.shells.includes(program.startsWith("/") ? program : `/bin/${base}`);
  if (base === "curl" || base === "nslookup" || base === "tar") return behaviour.shells.length > 0;
  return isProgram(base, view);
}

const CANNOT_INVOKE = 126;

/**
 * What becomes of a program that is not in the image: Docker says so on the program's own output, containerd refuses the request.
 * facts/images.md 1.2, facts/kubectl-versions.md 12
 */
function missingProgram(pod: Pod, program: string, tty: boolean, context: ComponentContext): ExecResult {
  const why = program.startsWith("/") ? `stat ${program}: no such file or directory` : "executable file not found in $PATH";
  const failed = { stdout: "", stderr: "", exitCode: CANNOT_INVOKE };
  if (runtimeOf(pod, context) === "docker") {
    const text = `OCI runtime exec failed: exec failed: container_linux.go:235: starting container process caused "exec: \\"${program}\\": ${why}": unknown`;
    return { ...failed, stdout: `${text}${tty ? "\r" : ""}\n` };
  }
  const id = md5Hex(`${pod.metadata.uid} ${program} ${context.sim.now()}`);
  const text = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${why}: unknown`;
  return { ...failed, startError: `failed to exec in container: failed to start exec "${id}${md5Hex(id)}": ${text}` };
}

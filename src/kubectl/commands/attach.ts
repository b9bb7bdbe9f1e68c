import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Command, Invocation } from "../command.ts";
import { defaultContainer, hasContainer } from "../containers/default-container.ts";
import { runInContainer, showResult, typeAt, wantsTty } from "../containers/exec.ts";
import { followLogs } from "../containers/logs.ts";
import { checkRunningTimeout, findObject, podOf } from "../containers/pods.ts";
import { CommandError } from "../errors.ts";

const POD_RUNNING_MS = 60_000;

/** `kubectl attach`. kubectl/pkg/cmd/attach/attach.go */
export const attachCommand: Command = {
  use: () => "attach (POD | TYPE/NAME) -c CONTAINER",
  long: "Join the main process of a running container.",
  examples: "kubectl attach web -c nginx",
  flags: () => [
    { name: "container", shorthand: "c", type: "string", usage: "The container; the first one, or the annotated one, unless told." },
    { name: "pod-running-timeout", type: "duration", default: POD_RUNNING_MS, usage: "How long to wait until a pod runs" },
    { name: "quiet", shorthand: "q", type: "bool", feature: "attachQuiet", usage: "Print nothing but the container's own output." },
    { name: "stdin", shorthand: "i", type: "bool", usage: "Pass standard input on" },
    { name: "tty", shorthand: "t", type: "bool", usage: "Standard input is a terminal" },
  ],
  async run(invocation) {
    const { args, flags, env } = invocation;
    checkRunningTimeout(invocation);
    if (args.length === 0) throw new CommandError("at least 1 argument is required for attach");
    if (args.length > 2)
      throw new CommandError(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(" ")}]`);
    const object = args.length === 1 ? await findObject(invocation, args[0]) : await findObject(invocation, args[1], args[0]);
    const { pod } = await podOf(invocation, object, "cannot attach to", "attach");
    const phase = pod.status?.phase;
    if (phase === "Succeeded" || phase === "Failed")
      throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
    const container = await containerOf(invocation, pod);
    const tty = ttyOf(invocation, pod, container);
    if (!isQuiet(invocation)) env.stderr("If you don't see a command prompt, try pressing enter.\n");
    if (tty) {
      await typeAt(invocation, pod, container);
      return;
    }
    const stdin = flags.bool("stdin") ? { stdin: env.stdin() } : {};
    await showResult(invocation, await runInContainer(invocation, pod, "attach", { container, command: [], tty, ...stdin }));
    await followLogs(invocation, [{ pod, container }], undefined);
  },
};

function isQuiet({ flags }: Invocation): boolean {
  return flags.has("quiet") && flags.bool("quiet");
}

/** A terminal is there when the container has one, whatever was asked for. */
function ttyOf(invocation: Invocation, pod: Pod, name: string): boolean {
  const { env, flags, release } = invocation;
  const all = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? []), ...(pod.spec.ephemeralContainers ?? [])];
  const hasTerminal = all.find((container) => container.name === name)?.tty === true;
  const word = release.has("attachTtyIsError") ? "error: " : "";
  if (flags.bool("tty") && !hasTerminal) env.stderr(`${word}Unable to use a TTY - container ${name} did not allocate one\n`);
  return wantsTty(invocation, hasTerminal);
}

async function containerOf(invocation: Invocation, pod: Pod): Promise<string> {
  const wanted = invocation.flags.text("container");
  const { namespace } = await invocation.factory.namespace();
  if (wanted === "")
    return defaultContainer(invocation, pod, namespace, { isAlways: true, ...(isQuiet(invocation) ? { say: () => undefined } : {}) });
  if (hasContainer(pod, wanted)) return wanted;
  const why = invocation.release.has("defaultContainerAnnotation")
    ? `container ${wanted} not found in pod ${pod.metadata.name ?? ""}`
    : `container not found (${wanted})`;
  throw new CommandError(`cannot attach to the container: ${why}`);
}

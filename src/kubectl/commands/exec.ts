import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { type ContainerRemark, defaultContainer } from "../containers/default-container.ts";
import { runInContainer, showResult, typeAt, wantsTty } from "../containers/exec.ts";
import { checkRunningTimeout, findObject, podOf } from "../containers/pods.ts";
import { CommandError, UsageError } from "../errors.ts";
import type { Flags } from "../flags/parse.ts";

const POD_RUNNING_MS = 60_000;

/** `kubectl exec`. kubectl/pkg/cmd/exec/exec.go */
export const execCommand: Command = {
  use: () => "exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
  long: "Run a command in a container.",
  examples:
    "# One command\nkubectl exec web -- date\n\n# A shell\nkubectl exec -it web -- sh\n\n# In some pod of a deployment\nkubectl exec deploy/web -- env",
  flags: (_release: Release) => [
    { name: "container", shorthand: "c", type: "string", usage: "The container; the first one, or the annotated one, unless told." },
    { name: "filename", shorthand: "f", type: "stringSlice", usage: "Files that name what to run in" },
    { name: "pod-running-timeout", type: "duration", default: POD_RUNNING_MS, usage: "How long to wait until a pod runs" },
    { name: "quiet", shorthand: "q", type: "bool", feature: "attachQuiet", usage: "Print nothing but the command's own output." },
    { name: "stdin", shorthand: "i", type: "bool", usage: "Pass standard input on" },
    { name: "tty", shorthand: "t", type: "bool", usage: "Standard input is a terminal" },
  ],
  async run(invocation) {
    const { flags, env, factory } = invocation;
    const { target, command } = readLine(invocation);
    checkRunningTimeout(invocation);
    if (target === undefined && flags.list("filename").length === 0)
      throw new CommandError("pod, type/name or --filename must be specified");
    if (command.length === 0) throw new CommandError("you must specify at least one command for the container");
    const object = await findObject(invocation, target);
    const { pod } = await podOf(invocation, object, "cannot attach to", "attach");
    const phase = pod.status?.phase;
    if (phase === "Succeeded" || phase === "Failed")
      throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    const { namespace } = await factory.namespace();
    const container =
      flags.text("container") !== "" ? flags.text("container") : defaultContainer(invocation, pod, namespace, remarkOf(flags));
    const tty = wantsTty(invocation);
    const stdin = flags.bool("stdin") && !tty ? { stdin: env.stdin() } : {};
    const result = await runInContainer(invocation, pod, "exec", { container, command, tty, ...stdin });
    await showResult(invocation, result);
    if (tty && result.unfinished) await typeAt(invocation, pod, container, command);
  },
};

function remarkOf(flags: Flags): ContainerRemark {
  return flags.has("quiet") && flags.bool("quiet") ? { say: () => undefined } : {};
}

/** What stands before and behind `--`; without it, the old form `exec POD COMMAND`. */
function readLine({ args, lengthAtDash, env, flags, release }: Invocation): { target: string | undefined; command: readonly string[] } {
  const target = args.length > 0 && lengthAtDash !== 0 ? args[0] : undefined;
  if (lengthAtDash > -1) return { target, command: args.slice(lengthAtDash) };
  const fromFile = args.length > 0 && flags.list("filename").length > 0;
  if (args.length <= 1 && !fromFile) return { target, command: [] };
  if (release.has("execNeedsDash"))
    throw new UsageError("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
  env.stderr(
    `kubectl exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version. Use ${release.value("execAdvice")} [POD] -- [COMMAND] instead.\n`,
  );
  return args.length > 1 ? { target, command: args.slice(1) } : { target: undefined, command: args };
}

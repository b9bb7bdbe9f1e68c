import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ExecResult } from "../../machinery/node-runtime.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Invocation } from "../command.ts";
import { CommandError, PlainError } from "../errors.ts";

/** One command for a container. */
export interface ContainerCommand {
  readonly container: string;
  readonly command: readonly string[];
  /** All of standard input, when it is passed on. */
  readonly stdin?: string;
  readonly tty: boolean;
}

/** Runs a command in a container (`exec`), or joins its main process (`attach`). Throws as the server refuses. */
export async function runInContainer(
  { factory }: Invocation,
  pod: Pod,
  subresource: "exec" | "attach",
  wanted: ContainerCommand,
): Promise<ExecResult> {
  const client = await factory.client();
  const { container, command, stdin, tty } = wanted;
  const options = {
    container,
    stdin: String(stdin !== undefined),
    stdout: "true",
    stderr: String(!tty),
    tty: String(tty),
    ...(command.length === 0 ? {} : { command }),
  };
  try {
    const response = await client.request({
      verb: "create",
      group: "",
      version: "v1",
      resource: "pods",
      namespace: pod.metadata.namespace ?? "",
      name: pod.metadata.name ?? "",
      subresource,
      options,
      ...(stdin === undefined ? {} : { body: stdin }),
    });
    return response.body as unknown as ExecResult;
  } catch (error) {
    // A kubelet that refuses to switch protocols answers with bare text, which is no Status.
    if (error instanceof StatusError && error.message.startsWith("unable to upgrade connection")) throw new CommandError(error.message);
    throw error;
  }
}

/** Prints what a command wrote; resolves when it went well, throws with its exit code otherwise. */
export function showResult({ env }: Invocation, pod: Pod, result: ExecResult): void {
  const { stdout, stderr, exitCode, startError } = result;
  if (startError !== undefined && !isDocker(pod)) {
    throw new CommandError(`Internal error occurred: error executing command in container: failed to exec in container: ${startError}`);
  }
  env.stdout(startError === undefined ? stdout : `${startError}\n`);
  env.stderr(stderr);
  if (exitCode !== 0) throw new PlainError(`command terminated with exit code ${exitCode}\n`, exitCode);
}

/** Docker reports a program that is not there on the command's own output, containerd refuses the request. */
function isDocker(pod: Pod): boolean {
  return pod.status?.containerStatuses?.some(({ containerID }) => containerID?.startsWith("docker://") === true) === true;
}

/** Prints kubectl's remark about -t without a terminal; such a command gets none. */
export function wantsTty({ flags, env }: Invocation): boolean {
  if (!flags.bool("stdin") || !flags.bool("tty")) return false;
  if (!env.isTerminal) env.stderr("Unable to use a TTY - input is not a terminal or the right kind of file\n");
  return env.isTerminal;
}

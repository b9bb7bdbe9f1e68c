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

/** Prints what a command wrote and lets the time pass that it took; resolves when it went well, throws with its exit code otherwise. */
export async function showResult({ env }: Invocation, result: ExecResult): Promise<void> {
  const { stdout, stderr, exitCode, startError, tookMs = 0 } = result;
  if (startError !== undefined) throw new CommandError(`Internal error occurred: error executing command in container: ${startError}`);
  env.stdout(stdout);
  env.stderr(stderr);
  if (tookMs > 0) await env.sleep(tookMs);
  if (exitCode !== 0) throw new PlainError(`command terminated with exit code ${exitCode}\n`, exitCode);
}

/** Prints kubectl's remark about -t without a terminal; such a command gets none. `asked` is what -t says unless told. */
// kubectl/pkg/cmd/exec/exec.go SetupTTY
export function wantsTty({ flags, env }: Invocation, asked = flags.bool("tty")): boolean {
  if (!flags.bool("stdin") || !asked) return false;
  if (!env.isInputTerminal) env.stderr("Unable to use a TTY - input is not a terminal or the right kind of file\n");
  return env.isInputTerminal;
}

/**
 * Lets somebody type at a shell that has been started, or at a container's main process; throws with the shell's exit code, and where
 * nobody can.
 */
export async function typeAt({ env }: Invocation, pod: Pod, container: string, command?: readonly string[]): Promise<void> {
  const code = await env.typeIn?.(pod, container, command);
  if (code === undefined) throw noTerminal();
  if (code !== 0) throw new PlainError(`command terminated with exit code ${code}\n`, code);
}

/** A program that waits for somebody to type at a terminal, who cannot. */
function noTerminal(): Error {
  return new PlainError(
    "error: k8sim does not emulate a terminal in a container: pipe the commands in, as in echo date | kubectl exec -i POD -- sh, or give them behind sh -c\n",
  );
}

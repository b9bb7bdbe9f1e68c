import type { DockerHost } from "../../../cluster/docker.ts";
import type { Call } from "../../program.ts";
import type { DockerArguments } from "./arguments.ts";
import type { DockerVersion } from "./texts.ts";

/** One call of a docker command. */
export interface DockerCall {
  readonly call: Call;
  readonly host: DockerHost;
  readonly shown: DockerVersion;
  /** What stands behind the command's name. */
  readonly words: readonly string[];
}

export type DockerCommand = (call: DockerCall) => number | Promise<number>;

/** What the daemon answers when it refuses. */
export function daemonError({ call: { streams } }: DockerCall, text: string): number {
  streams.err(`Error response from daemon: ${text}\n`);
  return 1;
}

/** What the client says of a command line that it does not take; undefined when there is nothing wrong. cli/cli/required.go, cobra.go */
export function usageError(
  { call: { streams } }: DockerCall,
  name: string,
  { operands, unknown }: DockerArguments,
  count: number,
): number | undefined {
  const see = `See 'docker ${name} --help'.`;
  if (unknown !== undefined) {
    streams.err(`${unknown}\n${see}\n`);
    return 125;
  }
  if (operands.length === count) return undefined;
  streams.err(`"docker ${name}" requires exactly ${count} argument${count === 1 ? "" : "s"}.\n${see}\n`);
  return 1;
}

/** Changes the machine's images. */
export function changed<T>({ call }: DockerCall, action: () => T): Promise<T> {
  return call.within((session) => session.write(action));
}

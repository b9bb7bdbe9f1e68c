import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ExecResult } from "../../machinery/node-runtime.ts";
import type { Invocation } from "../command.ts";
import { defaultContainer } from "../containers/default-container.ts";
import { runInContainer } from "../containers/exec.ts";
import { CommandError } from "../errors.ts";
import type { FileSpec } from "./paths.ts";

/** Runs one program for a copy in the container that is meant. `say` gets what is to be said about the choice. Throws as exec does. */
// kubectl/pkg/cmd/cp/cp.go execute
export async function runForCopy(
  invocation: Invocation,
  { namespace, pod: name }: FileSpec,
  run: { readonly command: readonly string[]; readonly stdin?: string; say(text: string): void },
): Promise<ExecResult> {
  const { factory, flags } = invocation;
  const inside = namespace === "" ? (await factory.namespace()).namespace : namespace;
  const pod = (await (await factory.client()).get({ group: "", version: "v1", resource: "pods", namespace: inside }, name)) as Pod;
  const phase = pod.status?.phase;
  if (phase === "Succeeded" || phase === "Failed") {
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const wanted = flags.text("container");
  const container = wanted === "" ? defaultContainer(invocation, pod, inside, { say: run.say, isBrief: true }) : wanted;
  const stdin = run.stdin === undefined ? {} : { stdin: run.stdin };
  return runInContainer(invocation, pod, "exec", { container, command: run.command, tty: false, ...stdin });
}

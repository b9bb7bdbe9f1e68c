import { appendLog } from "../../images/access-log.ts";
import { waitingCommand } from "../../images/program.ts";
import type { Machine } from "../../images/shell/machine.ts";
import { runCommand } from "../../images/shell/run.ts";
import type { ContainerView } from "../../images/view.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { ExecResult } from "../../machinery/node-runtime.ts";
import { containerKey, later } from "./work.ts";

const NOTHING: ExecResult = { stdout: "", stderr: "", exitCode: 0 };

/**
 * Gives a container's main process what was typed, when it is a shell (or cat) that waits for input: what it answers is in its log too, and
 * it ends with its input. Another process takes no notice.
 */
export function attachToMain(view: ContainerView, machine: Machine, stdin: string | undefined, context: ComponentContext): ExecResult {
  const command = waitingCommand(view);
  if (command === undefined || stdin === undefined) return NOTHING;
  const { stdout, stderr, output, ended } = runCommand(command, machine, stdin);
  const said = output.map(({ text }) => text).join("");
  if (said !== "") for (const line of said.replace(/\n$/, "").split("\n")) appendLog(view, line);
  if (ended !== undefined) later(context, ended.atMs, "exit", containerKey(view.pod, view.container.name), { exitCode: ended.exitCode });
  return { stdout, stderr, exitCode: 0 };
}

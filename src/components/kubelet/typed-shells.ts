import { appendLog } from "../../images/access-log.ts";
import { waitingCommand } from "../../images/program.ts";
import type { Machine } from "../../images/shell/machine.ts";
import { containerShell, runTyped } from "../../images/shell/run.ts";
import { hostnameOf, type ContainerView } from "../../images/view.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { ContainerShell, TypedShells } from "../../machinery/typed-line.ts";
import { pokeProbes } from "./probes.ts";
import { containerKey, later } from "./work.ts";

/** What the kubelet's exec has, and typing takes part in. */
export interface TypedShellsHost {
  /** A running container; throws as exec refuses. */
  view(pod: Pod, container: string): ContainerView;
  machine(view: ContainerView): Machine;
  stopMain(view: ContainerView): boolean;
}

/** Shells in containers at which somebody types. */
export function createTypedShells(host: TypedShellsHost, context: ComponentContext): TypedShells {
  function shellIn(view: ContainerView, command: readonly string[], isMain: boolean): ContainerShell | undefined {
    const name = shellNamed(command);
    if (name === undefined) return undefined;
    const machine = host.machine(view);
    const state = containerShell(name, machine);
    const hostname = hostnameOf(view.pod);
    return { container: view.container.name, state, hostname, isMain, prompt: (directory) => promptOf(view, machine, name, directory) };
  }

  return {
    start: (pod, container, command) => shellIn(host.view(pod as Pod, container), command, false),
    join(pod, container) {
      const view = host.view(pod as Pod, container);
      return shellIn(view, waitingCommand(view) ?? [], true);
    },
    type(object, shell, text) {
      const pod = object as Pod;
      const view = host.view(pod, shell.container);
      let isStopped = false;
      const stopMain = (): boolean => (isStopped = host.stopMain(view));
      const { output, ended } = runTyped(text, shell.state, { ...host.machine(view), stopMain });
      pokeProbes(pod, view.container, context);
      if (shell.isMain) logTyped(view, output);
      if (shell.isMain && shell.state.isOver)
        later(context, ended?.atMs ?? 0, "exit", containerKey(pod, view.container.name), { exitCode: ended?.exitCode ?? 0 });
      return { output, ...(ended ? { ended } : {}), ...(isStopped ? { isGone: true } : {}) };
    },
  };
}

function logTyped(view: ContainerView, output: readonly { readonly text: string }[]): void {
  const said = output.map(({ text }) => text).join("");
  if (said !== "") for (const line of said.replace(/\n$/, "").split("\n")) appendLog(view, line);
}

/** The shell that a command line starts to type at; undefined for scripts and other programs. */
function shellNamed([program = "", ...args]: readonly string[]): string | undefined {
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (!["ash", "bash", "sh"].includes(name)) return undefined;
  const at = args.findIndex((arg) => /^-\w*c$/.test(arg));
  // `sh -c bash`, and `sh -c "clear; (bash || ash || sh)"` as dashboards start them.
  if (at >= 0)
    return /(?:^|[;&|(\s])((?:\/bin\/)?(?:ba|a)?sh)\)?\s*(?:-\w+\s*)?$/
      .exec(args[at + 1] ?? "")?.[1]
      ?.split("/")
      .at(-1);
  return args.some((arg) => !arg.startsWith("-")) ? undefined : name;
}

/** Debian's images have a prompt for bash, others show bash's name and version; sh shows what its own says. */
function promptOf({ behaviour, pod }: ContainerView, { userland }: Machine, name: string, directory: string): string {
  const shown = directory === "/root" ? "~" : directory.replace(/^\/root\//, "~/");
  if (name !== "bash") return userland === "gnu" ? "# " : `${shown} # `;
  return userland === "gnu" ? (behaviour.bashPrompt ?? `root@${hostnameOf(pod)}:${shown}# `) : "bash-5.1# ";
}

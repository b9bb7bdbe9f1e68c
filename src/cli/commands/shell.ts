import type { Command } from "commander";
import type { CommandSite } from "./index.ts";

/** Flags of `k8sim shell`. */
export interface ShellFlags {
  readonly cluster?: string;
  readonly node?: string;
  readonly pod?: string;
  readonly namespace: string;
  readonly init?: string;
  readonly record?: string;
  readonly force?: boolean;
}

/** Flags of `k8sim exec`. */
export interface ExecFlags {
  readonly container?: string;
  readonly stdin?: boolean;
}

/** `k8sim shell [--cluster C] [--node N | --pod P]`, and `k8sim shell --init bash|zsh|fish` */
export function addShellCommand(program: Command, site: CommandSite): void {
  program
    .command("shell")
    .description("a shell on an emulated machine: kubectl, curl, ssh and more, bound to the cluster and its clock")
    .option("--cluster <NAME>", "another cluster than the one in use")
    .option("--node <NAME>", "the machine to begin on: a node, or pc; the first control plane node by default")
    .option("--pod <NAME>", "begin in a container of that pod")
    .option("-n, --namespace <NAMESPACE>", "namespace of the pod", "default")
    .option("--init <SHELL>", 'print functions that bind your own bash, zsh or fish to the cluster: eval "$(k8sim shell --init bash)"')
    .option("--record <FILE>", "write what is typed, and what it prints, as a lab; lab test plays it on a fresh cluster")
    .option("--force", "replace a file of that name")
    .action(async (flags: ShellFlags) => {
      const { runShell } = await import("../shell/run-shell.ts");
      await runShell(site, flags);
    });
}

/** `k8sim exec NODE|POD [-- COMMAND…]` */
export function addExecCommand(program: Command, site: CommandSite): void {
  program
    .command("exec")
    .description("run a command on an emulated machine or in a pod; without one, a shell there")
    .argument("<NODE|POD>", "a node, pc, or [NAMESPACE/]POD")
    .argument("[COMMAND...]", "behind --")
    .option("-c, --container <NAME>", "container of the pod")
    .option("-i, --stdin", "the command reads the standard input")
    .action(async (place: string, words: readonly string[], flags: ExecFlags) => {
      const { runExec } = await import("../shell/run-shell.ts");
      await runExec(site, place, words, flags);
    });
}

import { UserError } from "../../base/user-error.ts";
import { openCluster, type Cluster } from "../../cluster/cluster.ts";
import { openCurrentCluster } from "../../cluster/open-current.ts";
import { PC } from "../../network/node-faults.ts";
import { placeNamed, podNamed } from "../../network/place-named.ts";
import { createMachines, type Machines } from "../../shell/machines.ts";
import { openTerminal, type Terminal } from "../../shell/terminal.ts";
import type { CommandSite } from "../commands/index.ts";
import type { ExecFlags, ShellFlags } from "../commands/shell.ts";
import { ownCommands } from "../own-commands.ts";
import { shellFunctions } from "./init.ts";
import { recordShell } from "./record-shell.ts";
import { runLine } from "./run-line.ts";
import { typeAlong } from "./typing.ts";

/** `k8sim shell`: types at a machine until `exit` or the end of the input. Throws UserError for a place that is not there. */
export async function runShell(site: CommandSite, flags: ShellFlags): Promise<void> {
  const { cluster: name, node, pod, namespace, init, record } = flags;
  if (init !== undefined) return site.output.stdout(shellFunctions(init));
  if (node !== undefined && pod !== undefined) throw new UserError("--node and --pod name two places: give one of them");
  if (record !== undefined && pod !== undefined)
    throw new UserError("a session in a pod cannot be recorded: begin on a node, and use kubectl exec -it");
  const cluster = name === undefined ? await openCurrentCluster(site.home) : await openCluster(site.home, name);
  try {
    const machines = createMachines(cluster, {}, ownCommands(cluster));
    const terminal = terminalAt(machines, pod === undefined ? node : undefined);
    if (record !== undefined) return await recordShell(site, cluster, terminal, record, flags.force === true);
    if (pod !== undefined && !(await enterPod(site, terminal, cluster, pod.includes("/") ? pod : `${namespace}/${pod}`, undefined))) return;
    site.exitCode = await typeAlong(site, machines, terminal, pod !== undefined);
  } finally {
    cluster.close();
  }
}

/** `k8sim exec`: one command on a machine or in a pod, or a shell there. */
export async function runExec(site: CommandSite, place: string, words: readonly string[], flags: ExecFlags): Promise<void> {
  const { container } = flags;
  const cluster = await openCurrentCluster(site.home);
  try {
    const found = placeNamed(place, cluster.store);
    if (found === undefined) throw new UserError(`there is no node and no pod "${place}"`);
    const machines = createMachines(cluster, {}, ownCommands(cluster));
    const terminal = terminalAt(machines, found.kind === "pod" ? undefined : place);
    if (words.length > 0) {
      const stdin = flags.stdin === true ? await Bun.stdin.text() : undefined;
      const line = found.kind === "pod" ? execLine(place, container, stdin === undefined ? "" : "-i", words) : quoted(words);
      site.exitCode = await runLine(site, terminal, line, stdin);
      return;
    }
    if (found.kind === "pod" && !(await enterPod(site, terminal, cluster, place, container))) return;
    site.exitCode = await typeAlong(site, machines, terminal, found.kind === "pod");
  } finally {
    cluster.close();
  }
}

function terminalAt(machines: Machines, machine: string | undefined): Terminal {
  if (machine !== undefined && machine !== PC && machines.cluster.store.get("nodes", "", machine) === undefined)
    throw new UserError(`there is no node "${machine}"; "k8sim kubectl get nodes" shows them`);
  return openTerminal(machines, machine === undefined ? {} : { machine });
}

/** Begins a shell in a pod; false, with what was said, when there is none. Images without bash have sh. */
async function enterPod(
  site: CommandSite,
  terminal: Terminal,
  cluster: Cluster,
  place: string,
  container: string | undefined,
): Promise<boolean> {
  if (placeNamed(place, cluster.store) === undefined)
    throw new UserError(`there is no pod "${podNamed(place).pod}" in namespace "${podNamed(place).namespace}"`);
  const outside = terminal.place.host;
  for (const shell of ["/bin/bash", "/bin/sh"]) {
    const { text, exitCode } = await terminal.run(execLine(place, container, "-it", [shell]));
    if (terminal.place.host !== outside) return true;
    if (shell === "/bin/sh") {
      site.output.stderr(text);
      site.exitCode = exitCode ?? 1;
    }
  }
  return false;
}

function execLine(place: string, container: string | undefined, flags: string, words: readonly string[]): string {
  const { namespace, pod } = podNamed(place);
  const chosen = container === undefined ? [] : ["-c", container];
  return `kubectl exec ${flags} ${quoted(["-n", namespace, pod, ...chosen, "--", ...words])}`;
}

/** Words as a line of a shell. */
function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
}

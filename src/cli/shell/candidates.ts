import { builtinNames } from "../../base/sh/builtins.ts";
import { resolvePath } from "../../base/sh/state.ts";
import { USERLAND_PROGRAMS } from "../../base/userland/index.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { createSession } from "../../cluster/session.ts";
import { runKubectl } from "../../kubectl/main.ts";
import { PC } from "../../network/node-faults.ts";
import type { Machines } from "../../shell/machines.ts";
import { CLUSTER_PROGRAMS } from "../../shell/programs/index.ts";
import type { Terminal } from "../../shell/terminal.ts";
import { createKubectlEnv } from "../kubectl-env.ts";
import type { Output } from "../output.ts";

/**
 * What may stand where somebody has pressed TAB, and the part of the line that it would replace: programs where a command begins, kubectl's words
 * behind kubectl, else files of the machine.
 */
export async function candidatesFor(line: string, machines: Machines, terminal: Terminal): Promise<[string[], string]> {
  const command = line.split(/[|;&(]\s*/).at(-1) ?? "";
  const words = command.trimStart().split(/\s+/);
  const prefix = words.at(-1) ?? "";
  if (words.length === 1 && !prefix.includes("/")) return [prefix === "" ? [] : programs(prefix, machines, terminal), prefix];
  const first = terminal.state.aliases.get(words[0] ?? "") ?? words[0];
  if (first === "kubectl") {
    const found = await kubectlWords(words.slice(1), machines.cluster);
    if (found.length > 0) return [found.map((word) => `${word} `), prefix];
  }
  return [files(prefix, machines, terminal), prefix];
}

/** Whether the innermost shell is a machine's, whose programs and files are known. */
function isOnMachine({ cluster }: Machines, { place: { host } }: Terminal): boolean {
  return host === PC || cluster.store.get("nodes", "", host) !== undefined;
}

function programs(prefix: string, machines: Machines, terminal: Terminal): string[] {
  const { aliases, functions, name } = terminal.state;
  const known = isOnMachine(machines, terminal) ? [...CLUSTER_PROGRAMS, ...USERLAND_PROGRAMS, ...aliases.keys()] : [];
  const names = new Set([...known, ...builtinNames(name), ...functions.keys()].filter((each) => each.startsWith(prefix)));
  return [...names].toSorted().map((each) => `${each} `);
}

function files(prefix: string, machines: Machines, terminal: Terminal): string[] {
  if (!isOnMachine(machines, terminal)) return [];
  const at = prefix.lastIndexOf("/") + 1;
  const { directory, variables } = terminal.state;
  const folder = resolvePath(directory, prefix.slice(0, at).replace(/^~(?=\/)/, variables.get("HOME")?.value ?? "~") || ".");
  const disk = machines.disk(terminal.place.host);
  return disk
    .list(folder)
    .filter((name) => name.startsWith(prefix.slice(at)) && (prefix.slice(at) !== "" || !name.startsWith(".")))
    .map((name) => `${prefix.slice(0, at)}${name}${disk.kind(resolvePath(folder, name)) === "directory" ? "/" : " "}`);
}

/** What kubectl answers a shell that completes its words; it costs the cluster no time. */
async function kubectlWords(args: readonly string[], cluster: Cluster): Promise<string[]> {
  const session = createSession(cluster);
  let answer = "";
  const output: Output = { stdout: (text) => void (answer += text), stderr: () => undefined, flush: () => undefined };
  try {
    await runKubectl(["__complete", ...args], createKubectlEnv(session, output));
  } catch {
    return [];
  } finally {
    session.abort();
  }
  return answer
    .split("\n")
    .filter((row) => row !== "" && !row.startsWith(":"))
    .map((row) => row.split("\t")[0] ?? "");
}

import { resolvePath } from "../../base/sh/state.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { createSession } from "../../cluster/session.ts";
import { runKubectl } from "../../kubectl/main.ts";
import { PC } from "../../network/node-faults.ts";
import type { Machines } from "../../shell/machines.ts";
import type { Terminal } from "../../shell/terminal.ts";
import { createKubectlEnv } from "../kubectl-env.ts";
import type { Output } from "../output.ts";

/** What may stand where somebody has pressed TAB, and the part of the line that it would replace: kubectl's words, else files of the machine. */
export async function candidatesFor(line: string, machines: Machines, terminal: Terminal): Promise<[string[], string]> {
  const command = line.split(/[|;&]\s*/).at(-1) ?? "";
  const words = command.trimStart().split(/\s+/);
  const prefix = words.at(-1) ?? "";
  const first = terminal.state.aliases.get(words[0] ?? "") ?? words[0];
  if (words.length > 1 && first === "kubectl") {
    const found = await kubectlWords(words.slice(1), machines.cluster);
    if (found.length > 0) return [found.map((word) => `${word} `), prefix];
  }
  const at = prefix.lastIndexOf("/") + 1;
  const folder = resolvePath(terminal.state.directory, prefix.slice(0, at) || ".");
  const { host } = terminal.place;
  const isMachine = host === PC || machines.cluster.store.get("nodes", "", host) !== undefined;
  const names = (isMachine ? machines.disk(host).list(folder) : []).filter((name) => name.startsWith(prefix.slice(at)));
  return [names.map((name) => prefix.slice(0, at) + name), prefix];
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

import type { Cluster } from "../cluster/cluster.ts";
import type { OwnCommands } from "../shell/machines.ts";
import { UnsupportedCommand } from "../shell/program.ts";
import { explainFailure } from "./failure.ts";
import type { Output } from "./output.ts";
import { boundTo } from "./with-session.ts";

/** Commands that are about other clusters, or about this process. */
const OUTSIDE: ReadonlySet<string> = new Set(["cluster", "completion", "exec", "lab", "serve", "shell"]);

/** k8sim's own commands for who types at a machine of a cluster: they mean that cluster. Throws UnsupportedCommand for those that make no sense there. */
export function ownCommands(cluster: Cluster): OwnCommands {
  return async (words, streams) => {
    if (OUTSIDE.has(words[0] ?? ""))
      throw new UnsupportedCommand(`"k8sim ${words[0]}" is about more than this cluster: use it outside of its machines`);
    if (readsFiles(words)) throw new UnsupportedCommand(`"k8sim ${words.join(" ")}" reads files of your own machine: use it there`);
    const output: Output = { stdout: streams.out, stderr: streams.err, flush: () => undefined };
    const { runProgram } = await import("./program.ts");
    try {
      return await boundTo(cluster, () => runProgram(words, output));
    } catch (error) {
      const { text, code } = explainFailure(error);
      streams.err(text);
      return code;
    }
  };
}

/** Whether a command would read files, which are the real machine's. */
function readsFiles([command, action, ...rest]: readonly string[]): boolean {
  if (command === "load") return action === "sweep";
  return command === "image" && rest.some((word) => word.startsWith("-f") || word.startsWith("--filename"));
}

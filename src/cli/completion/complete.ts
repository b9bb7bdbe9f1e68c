import type { Command } from "commander";
import { currentCluster } from "../../cluster/home.ts";
import type { CommandSite } from "../commands/index.ts";
import { ownCandidates, type Candidates } from "./candidates.ts";

/** cobra's words to the shell: 4 means "offer no files", 0 lets the shell offer them. */
const NO_FILES = 4;
const DEFAULT = 0;

/**
 * `k8sim __complete WORDS… PREFIX`: what may follow, one a line, then `:DIRECTIVE`, as cobra's programs answer their shells. It never
 * fails, makes no cluster and costs no time.
 */
export async function complete(program: Command, args: readonly string[], { home, output }: CommandSite): Promise<void> {
  const words = splitAssignment(args);
  const prefix = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  if (before[0] === "kubectl") {
    const nothing = `:${DEFAULT}\n`;
    output.stdout(currentCluster(home) === undefined ? nothing : await kubectlAnswer([...before.slice(1), prefix]).catch(() => nothing));
    return;
  }
  const none: Candidates = { words: [], files: true };
  const { words: found, files } = await ownCandidates(program, before, prefix, home).catch(() => none);
  for (const word of found) output.stdout(`${word}\n`);
  output.stdout(`:${files ? DEFAULT : NO_FILES}\n`);
}

/** `--profile=bo` is completed as `--profile bo`: shells take the part before the `=` as given. */
function splitAssignment(args: readonly string[]): readonly string[] {
  const last = args.at(-1) ?? "";
  const at = last.indexOf("=");
  return last.startsWith("--") && at > 0 ? [...args.slice(0, -1), last.slice(0, at), last.slice(at + 1)] : args;
}

async function kubectlAnswer(args: readonly string[]): Promise<string> {
  const { completeKubectl } = await import("../run-kubectl.ts");
  return completeKubectl(args);
}

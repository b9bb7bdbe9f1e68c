import type { Command, CommandRow, Invocation } from "../command.ts";
import { isInRelease } from "../command.ts";
import { rootRows } from "../command-table.ts";
import { CommandError, PlainError } from "../errors.ts";
import { pathDirectories } from "../plugins.ts";

const listRow: CommandRow = { name: "list", short: "List the plugins on PATH", load: async () => listCommand };

/** `kubectl plugin`. kubectl/pkg/cmd/plugin/plugin.go */
export const pluginCommand: Command = {
  use: () => "plugin [flags]",
  long: "Work with plugins: programs on PATH called kubectl-NAME, which run as kubectl NAME.",
  bareHelp: "stderr",
  subcommands: [listRow],
};

const listCommand: Command = {
  use: () => "list [flags]",
  flags: () => [{ name: "name-only", type: "bool", usage: "Show names instead of paths" }],
  async run(invocation) {
    const { env, flags } = invocation;
    const found = pluginsOnPath(invocation);
    if (found.length === 0) throw new CommandError("unable to find any kubectl plugins in your PATH");
    env.stdout("The following compatible plugins are available:\n\n");
    const problems: string[] = [];
    const seen = new Map<string, string>();
    for (const path of found) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      env.stdout(`${flags.bool("name-only") ? name : path}\n`);
      for (const problem of problemsOf(invocation, path, name, seen)) {
        env.stderr(`  - ${problem}\n`);
        problems.push(problem);
      }
    }
    if (problems.length === 0) return;
    const text = problems.length === 1 ? "one plugin warning was found" : `${problems.length} plugin warnings were found`;
    throw new PlainError(`error: ${text}\n`);
  },
};

function pluginsOnPath({ env }: Invocation): string[] {
  const paths: string[] = [];
  for (const directory of new Set(pathDirectories(env).map((each) => each.replace(/\/+$/, "")))) {
    if (env.files.kind(directory) !== "directory") continue;
    for (const name of env.files.list(directory)) {
      const path = `${directory}/${name}`;
      if (name.startsWith("kubectl-") && env.files.kind(path) === "file") paths.push(path);
    }
  }
  return paths;
}

function problemsOf({ env, release }: Invocation, path: string, name: string, seen: Map<string, string>): string[] {
  const problems: string[] = [];
  const word = name.slice("kubectl-".length).split("-")[0] ?? "";
  const whole = name.slice("kubectl-".length);
  if (whole === word && rootRows.some((row) => row.name === word && isInRelease(row, release))) {
    problems.push(`warning: ${name} overwrites existing command: "kubectl ${word}"`);
  }
  if (!env.files.executable(path)) problems.push(`warning: ${path} identified as a kubectl plugin, but it is not executable`);
  const earlier = seen.get(name);
  if (earlier !== undefined) problems.push(`warning: ${path} is overshadowed by a similarly named plugin: ${earlier}`);
  else seen.set(name, path);
  return problems;
}

import type { KubectlEnv } from "./env.ts";

/** A plugin that answers a command line. */
export interface FoundPlugin {
  readonly path: string;
  readonly args: readonly string[];
}

/** The directories of PATH. */
export function pathDirectories(env: KubectlEnv): string[] {
  return (env.variable("PATH") ?? "").split(":").filter((directory) => directory !== "");
}

/** The plugin for the longest run of leading words: `kubectl-foo-bar`, else `kubectl-foo`. */
// kubectl/pkg/cmd/cmd.go HandlePluginCommand
export function findPlugin(args: readonly string[], env: KubectlEnv): FoundPlugin | undefined {
  const firstFlag = args.findIndex((arg) => arg.startsWith("-"));
  const words = (firstFlag < 0 ? args : args.slice(0, firstFlag)).map((word) => word.replaceAll("-", "_"));
  for (let count = words.length; count > 0; count--) {
    const path = onPath(`kubectl-${words.slice(0, count).join("-")}`, env);
    if (path !== undefined) return { path, args: args.slice(count) };
  }
  return undefined;
}

function onPath(name: string, env: KubectlEnv): string | undefined {
  for (const directory of pathDirectories(env)) {
    const path = `${directory}/${name}`;
    if (env.files.kind(path) === "file" && env.files.executable(path)) return path;
  }
  return undefined;
}

import { CommandError } from "./errors.ts";
import type { KubectlEnv } from "./env.ts";
import { parseBool } from "./flags/values.ts";
import type { Flags } from "./flags/parse.ts";
import { klogLine } from "./klog.ts";

/** What --dry-run asks for. */
export type DryRun = "none" | "client" | "server";

/**
 * Reads --dry-run; its old forms (bare, or a boolean) are logged. Commands without the flag run for real. Throws CommandError for
 * other words.
 */
// kubectl/pkg/cmd/util/helpers.go GetDryRunStrategy
export function readDryRun(env: KubectlEnv, flags: Flags): DryRun {
  if (!flags.has("dry-run")) return "none";
  const word = flags.text("dry-run");
  const lines = env.release.value("dryRunLogLines");
  const truth = readBool(word);
  if (truth !== undefined) {
    const instead = truth ? "client" : "none";
    const line = truth ? lines.boolTrue : lines.boolFalse;
    env.stderr(
      klogLine(
        env,
        "W",
        `helpers.go:${line}`,
        `--dry-run=${word} is deprecated (boolean value) and can be replaced with --dry-run=${instead}.`,
      ),
    );
    return instead;
  }
  if (word === "unchanged") {
    env.stderr(klogLine(env, "W", `helpers.go:${lines.bare}`, "--dry-run is deprecated and can be replaced with --dry-run=client."));
    return "client";
  }
  if (word !== "none" && word !== "client" && word !== "server") {
    throw new CommandError(`Invalid dry-run value (${word}). Must be "none", "server", or "client".`);
  }
  return word;
}

function readBool(word: string): boolean | undefined {
  try {
    return parseBool(word);
  } catch {
    return undefined;
  }
}

/** `created`, `created (dry run)`, `created (server dry run)` */
export function withDryRun(operation: string, dryRun: DryRun): string {
  if (dryRun === "client") return `${operation} (dry run)`;
  return dryRun === "server" ? `${operation} (server dry run)` : operation;
}

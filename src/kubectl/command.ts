import type { FeatureName, Release } from "../release/release.ts";
import type { KubectlEnv } from "./env.ts";
import type { Factory } from "./factory.ts";
import type { Flags, ParsedLine } from "./flags/parse.ts";
import type { FlagSpec } from "./flags/spec.ts";

/** A place in the command tree: enough for help and did-you-mean, while the command itself is loaded only when it runs. */
export interface CommandRow {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Words of other programs for which did-you-mean names the command. */
  readonly suggestFor?: readonly string[];
  /** One line in help lists, our own words. */
  readonly short: string;
  /** Only in kubectl releases that have this feature. */
  readonly feature?: FeatureName;
  /** Only in kubectl releases that lack this feature. */
  readonly without?: FeatureName;
  /** Text after `Command "x" is deprecated, `. */
  readonly deprecated?: string;
  /** Not listed in help. */
  readonly hidden?: boolean;
  /** Absent while k8sim does not emulate the command: running it says so. */
  readonly load?: () => Promise<Command>;
}

/** One kubectl command. Its module is `commands/<verb>.ts` and exports it as `<verb>Command`. */
export interface Command {
  /** cobra's use line without the program: `get [(-o|--output=)json|yaml…] (TYPE[.VERSION][.GROUP] …) [flags]`. Exact. "" for one that never runs. */
  use(release: Release): string;
  /** Some sentences for `-h`, our own words; the row's `short` when absent. */
  readonly long?: string;
  /** Example lines for `-h`, our own. */
  readonly examples?: string;
  /** The command's own flags, without the global ones. */
  flags?(release: Release): readonly FlagSpec[];
  readonly subcommands?: readonly CommandRow[];
  /** Where a command without `run` prints its page when called bare; exit code 1, or 0 for `success`. `stderr` unless told. */
  readonly bareHelp?: "stdout" | "stderr" | "success";
  /**
   * Does the work; resolves to the exit code (nothing means 0), throws what errors.ts renders. Absent in a command that only holds
   * subcommands: it prints its help.
   */
  run?(invocation: Invocation): Promise<number | void>;
  /** Candidates for the completion of the next argument. */
  complete?(invocation: Invocation, toComplete: string): Promise<readonly string[]>;
}

/** One call of a command. */
export interface Invocation {
  readonly env: KubectlEnv;
  /** kubectl's release. */
  readonly release: Release;
  readonly factory: Factory;
  /** `kubectl create deployment` */
  readonly commandPath: string;
  readonly flags: Flags;
  /** Positional arguments. */
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without one. */
  readonly lengthAtDash: number;
  /** The whole parsed line: `positionals` hold the command's own words as well. */
  readonly line: ParsedLine;
  /** What `--record` writes: `kubectl scale deployment x --replicas=3 --record=true`. */
  changeCause(): string;
  /** The page that `-h` prints for this command. */
  help(): Promise<string>;
}

/** The part of a flag or command row that says in which releases it exists. */
interface Gated {
  readonly feature?: FeatureName;
  readonly without?: FeatureName;
}

/** True when a release has this flag or command. */
export function isInRelease(gated: Gated, release: Release): boolean {
  if (gated.feature !== undefined && !release.has(gated.feature)) return false;
  return gated.without === undefined || !release.has(gated.without);
}

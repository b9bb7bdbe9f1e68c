import type { Release } from "../release/release.ts";
import { rootRows } from "./command-table.ts";
import { type Command, type CommandRow, isInRelease } from "./command.ts";
import type { KubectlEnv } from "./env.ts";
import { globalFlags } from "./flags/global.ts";
import { flagTable, type FlagTable } from "./flags/parse.ts";
import { type FlagSpec, noOptDefaultOf } from "./flags/spec.ts";

/** Where the words of a command line lead. */
export interface FoundCommand {
  readonly row: CommandRow;
  /** Absent when k8sim does not emulate it. */
  readonly command: Command | undefined;
  /** `kubectl create deployment` */
  readonly path: string;
  /** The arguments without the command's own words. */
  readonly rest: readonly string[];
  readonly ownFlags: readonly FlagSpec[];
  /** Own and global flags of this release. */
  readonly flags: readonly FlagSpec[];
  /** The first word when kubectl has no such command. */
  readonly unknown?: string;
}

const rootRow: CommandRow = { name: "kubectl", short: "kubectl" };
const rootCommand: Command = { use: () => "kubectl", subcommands: rootRows, bareHelp: "success" };

/** Follows the words of a command line through the tree; loads only the modules on its way. */
// spf13/cobra 1.1 command.go Find
export async function findCommand(args: readonly string[], env: KubectlEnv): Promise<FoundCommand> {
  const { release } = env;
  let row = rootRow;
  let command = rootCommand;
  let path = "kubectl";
  let rest: readonly string[] = args;
  for (;;) {
    const { ownFlags, flags } = flagsOf(command, env);
    const words = wordsOf(rest, flagTable(flags));
    const word = words[0];
    const next: CommandRow | undefined = word === undefined ? undefined : childNamed(command, word, release);
    if (next === undefined || word === undefined) {
      const found = { row, command, path, rest, ownFlags, flags };
      return command === rootCommand && word !== undefined ? { ...found, unknown: word } : found;
    }
    rest = withoutFirst(rest, word, flagTable(flags));
    row = next;
    path = `${path} ${next.name}`;
    const loaded = await next.load?.();
    if (loaded === undefined) return { row, command: undefined, path, rest, ownFlags: [], flags: flagsOf(rootCommand, env).flags };
    command = loaded;
  }
}

interface CommandFlags {
  readonly ownFlags: readonly FlagSpec[];
  readonly flags: readonly FlagSpec[];
  /** For whom. */
  readonly release: Release;
  readonly home: string;
}

/** A process that types many command lines is one release's, in one home. */
const knownFlags = new WeakMap<Command, CommandFlags>();

function flagsOf(command: Command, { home, release }: KubectlEnv): CommandFlags {
  const known = knownFlags.get(command);
  if (known?.release === release && known.home === home) return known;
  const [ownFlags = [], globals = []] = [command.flags?.(release), globalFlags(home)].map((flags = []) =>
    flags.filter((flag) => isInRelease(flag, release)),
  );
  const found = { ownFlags, flags: [...ownFlags, ...globals], release, home };
  knownFlags.set(command, found);
  return found;
}

function childNamed(command: Command | undefined, word: string, release: Release): CommandRow | undefined {
  return command?.subcommands?.find((row) => (row.name === word || row.aliases?.includes(word) === true) && isInRelease(row, release));
}

/** Whether an argument is a flag that takes the next argument as its value. */
function takesNext(arg: string, table: FlagTable): boolean {
  if (arg.includes("=") || !arg.startsWith("-")) return false;
  if (arg.startsWith("--")) {
    const spec = table.byName(arg.slice(2));
    return spec === undefined || noOptDefaultOf(spec) === undefined;
  }
  if (arg.length !== 2) return false;
  const spec = table.byShorthand(arg.slice(1));
  return spec === undefined || noOptDefaultOf(spec) === undefined;
}

/** The arguments that are neither flags nor values of flags, up to `--`. */
function wordsOf(args: readonly string[], table: FlagTable): string[] {
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg === "--") break;
    if (takesNext(arg, table)) {
      if (index + 2 >= args.length) break;
      index++;
    } else if (arg !== "" && !arg.startsWith("-")) words.push(arg);
  }
  return words;
}

function withoutFirst(args: readonly string[], word: string, table: FlagTable): readonly string[] {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg === "--") break;
    if (takesNext(arg, table)) index++;
    else if (arg === word) return [...args.slice(0, index), ...args.slice(index + 1)];
  }
  return args;
}

/** The commands that the user may have meant: near in spelling, begun alike, or known elsewhere by that word. */
// spf13/cobra 1.1 command.go SuggestionsFor
export function suggestionsFor(word: string, release: Release): string[] {
  const typed = word.toLowerCase();
  return rootRows
    .filter((row) => isInRelease(row, release) && row.deprecated === undefined && row.name !== "help")
    .filter(({ name, suggestFor }) => editDistance(typed, name) <= 2 || name.startsWith(typed) || suggestFor?.includes(typed) === true)
    .map((row) => row.name);
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const change = (previous[column - 1] as number) + (same ? 0 : 1);
      current.push(Math.min(change, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[right.length] as number;
}

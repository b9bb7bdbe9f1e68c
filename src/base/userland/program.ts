import type { ShellFiles, Streams } from "../sh/state.ts";

/** Files as programs change them. */
export interface UserlandFiles extends ShellFiles {
  makeDirectory(path: string): void;
  /** Removes a file, or a directory with all that is in it; false when nothing was there. */
  remove(path: string): boolean;
}

/** One call of a program that only knows text, files and the time. */
export interface UserlandCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly streams: Streams;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: UserlandFiles;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** A program; it gives its exit status. */
export type UserlandProgram = (call: UserlandCall) => number;

/** Short and long flags as getopt reads them. */
export interface Options {
  /** Flags that were given, by their letter or long name; a flag's value where it takes one. */
  readonly flags: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** What is no flag of the program. */
  readonly unknown?: string;
}

/** Reads flags anywhere before `--`. `valued`: letters (and long names) that take a value; `known`: those that do not. */
export function readOptions(args: readonly string[], known: string, valued: string, long: Readonly<Record<string, string>> = {}): Options {
  const flags = new Map<string, string>();
  const operands: string[] = [];
  // A pattern given twice is two lines of one.
  const give = (letter: string, value: string): void => {
    const before = letter === "e" ? flags.get(letter) : undefined;
    flags.set(letter, before === undefined ? value : `${before}\n${value}`);
  };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--") return { flags, operands: [...operands, ...args.slice(at + 1)] };
    if (arg.startsWith("--")) {
      const [name = "", value] = arg.slice(2).split(/=(.*)/s);
      const letter = long[name];
      if (letter === undefined) return { flags, operands, unknown: arg };
      give(letter, valued.includes(letter) ? (value ?? args[++at] ?? "") : "");
    } else if (arg.startsWith("-") && arg !== "-") {
      for (let index = 1; index < arg.length; index++) {
        const letter = arg[index] ?? "";
        if (valued.includes(letter)) {
          give(letter, arg.slice(index + 1) || (args[++at] ?? ""));
          break;
        }
        if (!known.includes(letter)) return { flags, operands, unknown: letter };
        flags.set(letter, "");
      }
    } else operands.push(arg);
  }
  return { flags, operands };
}

/** GNU's complaint about a flag, and the exit status for it. */
export function refuseOption({ name, streams }: UserlandCall, unknown: string, status = 1): number {
  const what = unknown.startsWith("--") ? `unrecognized option '${unknown}'` : `invalid option -- '${unknown}'`;
  streams.err(`${name}: ${what}\nTry '${name} --help' for more information.\n`);
  return status;
}

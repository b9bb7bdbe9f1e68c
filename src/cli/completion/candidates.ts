import type { Command, Option } from "commander";
import { liveValues, takesFiles } from "./values.ts";

/** What may follow, as cobra tells a shell: words, each with a description behind a tab, and whether files may follow too. */
export interface Candidates {
  readonly words: readonly string[];
  readonly files: boolean;
}

const NOTHING: Candidates = { words: [], files: false };

/** Completes a line of k8sim's own commands: `before` are the finished words, `prefix` is the beginning of the next. */
export async function ownCandidates(program: Command, before: readonly string[], prefix: string, home: string): Promise<Candidates> {
  const { command, path, rest, pending } = walk(program, before);
  if (command === undefined) return NOTHING;
  if (pending !== undefined) return valuesOf(`${path} ${pending}`.trim(), home, fitting(prefix));
  if (prefix.startsWith("-")) return { words: optionsOf(command).filter(fitting(prefix)), files: false };
  const children = command.commands.filter((child) => !isHidden(child)).map((child) => described(child.name(), child.description()));
  if (children.length > 0 && rest.length === 0) return { words: children.filter(fitting(prefix)), files: false };
  const isOpen = rest.length < command.registeredArguments.length || command.registeredArguments.at(-1)?.variadic === true;
  return isOpen ? valuesOf(path, home, fitting(prefix)) : NOTHING;
}

interface Place {
  /** The command that the words lead to; undefined when there is none. */
  readonly command: Command | undefined;
  /** Its names: `cluster use`. */
  readonly path: string;
  /** Its own arguments so far. */
  readonly rest: readonly string[];
  /** The option that still waits for its value, if the last word is one. */
  readonly pending: string | undefined;
}

function walk(program: Command, words: readonly string[]): Place {
  let command: Command | undefined = program;
  const path: string[] = [];
  const rest: string[] = [];
  let pending: string | undefined;
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (word.startsWith("-")) pending = takesValue(command, word) ? word : undefined;
    else if (command.commands.length > 0 && rest.length === 0) {
      command = command.commands.find((child) => child.name() === word || child.aliases().includes(word));
      if (command === undefined) return { command, path: "", rest, pending };
      path.push(word);
    } else rest.push(word);
  }
  return { command, path: path.join(" "), rest, pending };
}

/** A command that hands all its words on declares no options: those of its words that have values are known by their values. */
function takesValue(command: Command, word: string): boolean {
  const option = command.options.find(({ long, short }) => long === word || short === word);
  return option === undefined ? command.name() === "curl" && word === "--from" : option.required || option.optional;
}

function optionsOf(command: Command): string[] {
  const shown = command.options.filter((option: Option) => !option.hidden);
  return [...shown.map(({ long, description }) => described(long ?? "", description)), described("--help", "display help for command")];
}

async function valuesOf(key: string, home: string, fits: (word: string) => boolean): Promise<Candidates> {
  const values = await liveValues(key, home);
  if (values === undefined) return { words: [], files: true };
  const words = values.filter(fits);
  return { words, files: words.length === 0 && takesFiles(key) };
}

function fitting(prefix: string): (word: string) => boolean {
  return (word) => word.startsWith(prefix);
}

function described(word: string, description: string): string {
  return description === "" ? word : `${word}\t${description}`;
}

/** commander keeps this to itself but for its help. */
function isHidden(command: Command): boolean {
  return command.parent !== null && !command.parent.createHelp().visibleCommands(command.parent).includes(command);
}

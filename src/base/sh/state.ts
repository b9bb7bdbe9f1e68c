import type { Node } from "./ast.ts";

/** Where a command reads and writes. */
export interface Streams {
  /** What is still to be read of its input. */
  readonly input: InputText;
  out(text: string): void;
  err(text: string): void;
}

/** Input that several commands may share, each taking its part (`while read line`). */
export interface InputText {
  rest: string;
}

/** Files as a shell sees them. Paths are absolute. */
export interface ShellFiles {
  kind(path: string): "directory" | "file" | undefined;
  read(path: string): string | undefined;
  /** False when the place cannot be written to; the reason as strerror says it. */
  write(path: string, content: string): true | string;
  /** Names in a directory, sorted. */
  list(path: string): readonly string[];
}

export interface Variable {
  readonly value: string;
  readonly exported: boolean;
}

/** Bash, Debian's dash or busybox's ash. */
export type Flavour = "bash" | "busybox" | "dash";

/** A shell's own state: plain data, so that it can be kept and copied. */
export interface ShellState {
  variables: Map<string, Variable>;
  functions: Map<string, Node>;
  aliases: Map<string, string>;
  positional: string[];
  directory: string;
  status: number;
  /** `bash`, `sh`: what its messages begin with, and whether bash's own features are there. */
  readonly name: string;
  /** Whose words it uses when something goes wrong. */
  readonly flavour: Flavour;
  options: { exitOnError: boolean; traced: boolean; unset: boolean; pipefail: boolean };
  readonly processId: number;
  lastBackground: number;
  /** `exit` was called: who types at this shell is out of it. */
  isOver: boolean;
  /** How many processes have stood in a file's place. */
  processFiles: number;
}

/** A fresh shell. */
export function newShellState(
  options: {
    name?: string;
    flavour?: Flavour;
    directory?: string;
    environment?: Readonly<Record<string, string>>;
    processId?: number;
  } = {},
): ShellState {
  const { name = "bash", flavour = "bash", directory = "/", environment = {}, processId = 2000 } = options;
  return {
    variables: new Map(Object.entries(environment).map(([key, value]) => [key, { value, exported: true }])),
    functions: new Map(),
    aliases: new Map(),
    positional: [],
    directory,
    status: 0,
    name,
    flavour,
    options: { exitOnError: false, traced: false, unset: false, pipefail: false },
    processId,
    lastBackground: 0,
    isOver: false,
    processFiles: 0,
  };
}

/** A copy for a subshell: what it changes stays its own. */
export function forkState(state: ShellState): ShellState {
  return {
    ...state,
    variables: new Map(state.variables),
    functions: new Map(state.functions),
    aliases: new Map(state.aliases),
    positional: [...state.positional],
    options: { ...state.options },
  };
}

/** What programs that a shell starts get. */
export function environmentOf({ variables }: ShellState): Record<string, string> {
  return Object.fromEntries([...variables].filter(([, { exported }]) => exported).map(([name, { value }]) => [name, value]));
}

/** Sets a variable; once exported it stays so. */
export function setVariable(state: ShellState, name: string, value: string, exported = false): void {
  state.variables.set(name, { value, exported: exported || (state.variables.get(name)?.exported ?? false) });
}

/** An absolute path without `.` and `..`. */
export function resolvePath(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

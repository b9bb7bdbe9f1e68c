import type { ShellFiles, ShellState, Streams } from "./state.ts";

/** What a shell asks of its world; the answer comes back through the generator's `next`. */
export type Effect =
  /** Run a program; the answer is its exit status. */
  | {
      readonly kind: "run";
      readonly argv: readonly string[];
      readonly streams: Streams;
      readonly environment: Readonly<Record<string, string>>;
      readonly directory: string;
    }
  /** Let a process of its own go on beside this one; the answer is its number. */
  | { readonly kind: "background"; readonly process: Process; readonly text: string }
  /** Wait until background processes have ended; the answer is the last one's status. */
  | { readonly kind: "wait"; readonly ids: readonly number[] };

/** A script under way. It ends with its exit status. */
export type Process = Generator<Effect, number, unknown>;

/** A world in which shells run. */
export interface ShellHost {
  readonly files: ShellFiles;
  /** Whether a program of that name is there, for `command -v` and the like. */
  hasProgram(name: string): boolean;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Called at each turn of a loop: where loops without programs in them have to end somehow. */
  turn?(): void;
}

/** Leaves loops, functions and scripts. */
export class Leave extends Error {
  readonly what: "break" | "continue" | "exit" | "return";
  readonly count: number;
  constructor(what: Leave["what"], count: number) {
    super(what);
    this.what = what;
    this.count = count;
  }
}

/** Where a command stands. */
export interface Frame {
  readonly state: ShellState;
  readonly host: ShellHost;
  readonly streams: Streams;
  /** Under `if`, `while`, `&&`, `!`: a failure is no reason to end. */
  readonly isCondition: boolean;
  readonly depth: number;
  /** How builtins run what they are given. */
  readonly interpreter: Interpreter;
}

/** Runs commands in a frame, for builtins such as `eval` and `command`. */
export interface Interpreter {
  /** A script's text, in this very shell. */
  script(text: string, frame: Frame): Process;
  /** A function, a builtin or a program. */
  call(words: readonly string[], frame: Frame): Process;
}

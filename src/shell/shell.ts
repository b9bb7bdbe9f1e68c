import type { ShellState, Streams } from "../base/sh/state.ts";
import type { TerminalSide } from "./program.ts";

/** The exit status of what Ctrl-C has ended. */
export const INTERRUPTED = 130;

/** The exit status of a shell whose machine has gone away. */
export const CUT = 255;

/** Who types where. */
export interface Place {
  readonly user: string;
  readonly host: string;
  readonly directory: string;
}

/** What a terminal gives a shell that it has in front. */
export interface Front extends TerminalSide {
  /** What somebody types at this terminal. */
  readonly typed: Streams["input"];
  /** The contents with which a file leaves the editor; undefined when nothing is saved. */
  readonly editor: ((path: string, content: string) => string | undefined) | undefined;
  /** Whether the command in front is to be dropped. */
  ends(): boolean;
  patientUntil(): number;
  /** Whether somebody has pressed Ctrl-C. */
  interrupted(): boolean;
  /** Throws out whoever is on a machine from another one. */
  hangUp(machine: string): void;
  /** What was typed before. */
  readonly history: readonly string[];
}

/** One shell at which somebody may type. */
export interface Shell {
  readonly state: ShellState;
  readonly place: Place;
  /** What stands before the cursor: `[root@m-k8s ~]# `. */
  readonly prompt: string;
  /** Runs what was typed to its end; its exit status, or undefined when it was dropped. `state.isOver` says whether the shell was left. */
  run(text: string, streams: Streams, front: Front): Promise<number | undefined>;
  /** What is printed, of the shell itself, when it is left. */
  readonly farewell: string;
}

/** How a shell on a machine begins. */
export interface NodeShellOptions {
  /** `root` when absent. */
  readonly user?: string;
  readonly directory?: string;
  /** What it inherits of the shell in which it was started. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `bash` when absent. */
  readonly name?: string;
  /** What it says when it is left: a login shell's `logout`, another one's `exit`. */
  readonly farewell?: string;
}

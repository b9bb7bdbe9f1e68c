import type { Streams } from "../base/sh/state.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Session } from "../cluster/session.ts";
import type { Disk } from "./disk.ts";
import type { Driver } from "./driver.ts";
import type { Machines } from "./machines.ts";
import type { NodeShellOptions, Shell } from "./shell.ts";

/** One call of a program on a machine of the lab. */
export interface Call {
  readonly args: readonly string[];
  readonly streams: Streams;
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly disk: Disk;
  readonly cluster: Cluster;
  /** The machine on which it runs: a node's name, or `pc`. */
  readonly machine: string;
  readonly machines: Machines;
  /** The terminal at which somebody types what the program reads; absent for one in a pipe, in the background or with given input. */
  readonly terminal?: TerminalSide;
  /** The cluster's now, ms since the Unix epoch. */
  now(): number;
  /** Does something with the cluster as one command of its own. */
  within<T>(action: (session: Session) => Promise<T>): Promise<T>;
  /** Lets the cluster's time pass; processes in the background go on meanwhile. */
  sleep(ms: number): Promise<void>;
  /** When somebody presses Ctrl-C at the latest, in the cluster's time. */
  patientUntil(): number;
  /** Opens an editor on a file of the machine and saves what it gives. */
  edit(path: string): void;
  /** Whether a program of that name is there. */
  knows(name: string): boolean;
  /** Another shell, to be entered at the terminal. */
  shellOn(machine: string, options: NodeShellOptions): Shell;
  /** The machine goes away under whoever has come to it from another one. */
  hangUp(): void;
  /** Processes in the background, by their number; a job's `%1` is the first of them. */
  readonly driver: Driver;
  /** What was typed at this terminal before. */
  readonly history: readonly string[];
  /** Runs a line as somebody's shell on a machine, with the same streams. */
  runOn(machine: string, user: string, line: string): Promise<number>;
  /** Runs another program for at most so long; 124 when it was not done by then. */
  runFor(ms: number, argv: readonly string[]): Promise<number>;
  /** Runs another program with the same streams. */
  run(argv: readonly string[]): Promise<number>;
}

/** What a program may ask of the terminal that it runs in. */
export interface TerminalSide {
  readonly machines: Machines;
  /** Puts another shell in front; resolves to its exit status when somebody has left it. */
  enter(shell: Shell): Promise<number>;
}

/** A program of the lab's machines. It ends with its exit status. */
export type Program = (call: Call) => number | Promise<number>;

/** What the lab's shell cannot do yet; the message names it. */
export class UnsupportedCommand extends Error {
  override name = "UnsupportedCommand";
}

import type { Streams } from "../base/sh/state.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Session } from "../cluster/session.ts";
import type { Disk } from "./disk.ts";

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
  /** The cluster's now, ms since the Unix epoch. */
  now(): number;
  /** Does something with the cluster as one command of its own. */
  within<T>(action: (session: Session) => Promise<T>): Promise<T>;
  /** Whether a program of that name is there. */
  knows(name: string): boolean;
  /** Runs another program with the same streams. */
  run(argv: readonly string[]): Promise<number>;
}

/** A program of the lab's machines. It ends with its exit status. */
export type Program = (call: Call) => number | Promise<number>;

/** What the lab's shell cannot do yet; the message names it. */
export class UnsupportedCommand extends Error {
  override name = "UnsupportedCommand";
}

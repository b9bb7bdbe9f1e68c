import type { DnsAnswer, DnsType } from "../../network/dns/types.ts";
import type { Echo } from "../../network/types.ts";
import type { FileSystem } from "../files.ts";
import type { Mount } from "./df.ts";

/** The machine on which a script runs. */
export interface Machine {
  readonly environment: Record<string, string>;
  readonly files: FileSystem;
  readonly hostname: string;
  readonly address: string;
  /** When the script starts, ms since the Unix epoch. */
  readonly startedAt: number;
  /** How long the script may run before it is looked at. */
  readonly horizonMs: number;
  /** Commands after which a script is taken to go on for ever; 50,000 when absent. */
  readonly maxSteps?: number;
  /** Shells that are there. */
  readonly shells: readonly string[];
  /** Programs that are not there, of those that are emulated. */
  readonly lacks?: readonly string[];
  /** The command line of the main process, as ps shows it. */
  readonly mainProcess?: string;
  /** Whose programs are there; busybox's when absent. */
  readonly userland?: "busybox" | "gnu";
  /** Programs of the image's own, by name. */
  readonly programs?: Readonly<Record<string, Command>>;
  /** What df lists. */
  readonly mounts?: readonly Mount[];
  /** Turns the main process into the image's own server, from here on; absent for what others start in the container. */
  readonly serve?: () => never;
  /** How long the container's main process has run. */
  readonly mainUptimeMs?: number;
  /** Sends the main process a signal that ends it; false when it takes no notice. */
  readonly stopMain?: () => boolean;
  /** Whether a terminal is attached. */
  readonly tty?: boolean;
  /** Where commands begin; the root when absent. */
  readonly directory?: string;
  /** Fetches a URL from here as curl does; undefined when the network is not known. */
  readonly fetch?: (argv: readonly string[]) => { stdout: string; stderr: string; exitCode: number; elapsedMs: number };
  /** What the resolver says of a name, or of an address and the type PTR. */
  readonly lookup?: (name: string, type?: DnsType) => DnsAnswer;
  /** Whether an address answers a ping. */
  readonly ping?: (address: string) => Echo;
}

/** What a script has done up to the horizon. */
export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  /** All output in order, with when it came (ms after the start). */
  readonly output: readonly { readonly atMs: number; readonly text: string }[];
  /** When it ended and how; undefined while it runs. */
  readonly ended?: { readonly atMs: number; readonly exitCode: number };
  /** When it has become the image's own server. */
  readonly serves?: { readonly atMs: number };
  /** When it asks the network something that has no answer yet. */
  readonly asks?: { readonly atMs: number };
}

/** What a command may do. Paths of its machine's files may be relative to its directory. */
export interface Process {
  readonly machine: Machine;
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly now: () => number;
  print(text: string): void;
  complain(text: string): void;
  sleep(ms: number): void;
  run(argv: readonly string[]): number;
}

/** A program: prints, and gives its exit code. */
export type Command = (self: Process) => number;

/** Thrown by a machine's network that cannot answer now: the script waits there. */
export class NeedsNetwork extends Error {}

/** Thrown by {@link Machine.serve}. */
export class Serves extends Error {}

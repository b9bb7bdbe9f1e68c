import type { AsyncClient } from "../machinery/client.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { KindCatalog } from "../machinery/kind.ts";
import type { Release } from "../release/release.ts";
import type { KubectlSockets } from "./sockets.ts";

/** Files as kubectl sees them. Paths are as the user typed them, relative to the working directory. Errors are FileError. */
export interface KubectlFiles {
  /** Reads a whole file; throws {@link FileError}. */
  read(path: string): string;
  /** File bytes, for `--from-file` of binary data. */
  readBytes(path: string): Uint8Array;
  /** Writes a file whole, making it if needed. `mode` as in chmod. */
  write(path: string, content: string | Uint8Array, mode?: number): void;
  /** Removes a file, or a directory with all that is in it. */
  remove(path: string): void;
  makeDirectory(path: string): void;
  /** What is there, or undefined. */
  kind(path: string): "file" | "directory" | undefined;
  executable(path: string): boolean;
  /** Where a symbolic link leads; undefined for anything else. */
  link(path: string): string | undefined;
  /** Names in a directory, sorted bytewise. */
  list(path: string): string[];
  /** Makes an empty file with a random middle in the temporary directory and returns its path: `kubectl-edit-x7k2p.yaml`. */
  temporary(prefix: string, suffix: string, middle: "letters" | "digits"): string;
  /** Makes an empty directory with digits behind `prefix` in the temporary directory and returns its path: `LIVE-3598141466`. */
  temporaryDirectory(prefix: string): string;
}

/** Why a file could not be used; `reason` is Go's text: `no such file or directory`, `is a directory`, `permission denied`. */
export class FileError extends Error {
  override name = "FileError";
  readonly operation: string;
  readonly path: string;
  readonly reason: string;
  /** `open nosuch.yaml: no such file or directory` */
  constructor(operation: string, path: string, reason: string) {
    super(`${operation} ${path}: ${reason}`);
    this.operation = operation;
    this.path = path;
    this.reason = reason;
  }
}

/** Thrown by the outside when somebody has pressed Ctrl-C: the command ends where it is, without a word. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/** A finished child process. */
export interface SpawnResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** What one kubectl call is given by the outside: streams, files, time and the way to a cluster. Everything else it computes. */
export interface KubectlEnv {
  stdout(text: string): void;
  stderr(text: string): void;
  /** The whole standard input, as text; bytes that are no UTF-8 as base/byte-text has them. */
  stdin(): string;
  readonly files: KubectlFiles;
  /** What is known to stand at a URL without asking a network; undefined for all other URLs. Absent where a command knows none. */
  published?(url: string): Promise<string | undefined>;
  /** An environment variable. */
  variable(name: string): string | undefined;
  /** All environment variables, for children. */
  variables(): Readonly<Record<string, string>>;
  readonly home: string;
  /** The name by which the user called kubectl, `kubectl`. */
  readonly programName: string;
  /**
   * Runs a program (editor, diff, plugin). `inherit` connects it to the user's own terminal or pipes; otherwise output is collected.
   * Undefined when the program does not exist.
   */
  spawn(
    program: string,
    args: readonly string[],
    options: { inherit: boolean; stdin?: string; env?: Record<string, string> },
  ): SpawnResult | undefined;
  /** kubectl's own release. */
  readonly release: Release;
  /** Release of the emulated server, only for what cannot be learnt through the API (the API's `/version` is the right way). */
  readonly catalog: KindCatalog;
  /** The path of the kubeconfig of the emulated cluster itself, the default when neither --kubeconfig nor KUBECONFIG name one. */
  readonly clusterKubeconfig: string;
  /** A client for a server URL and a user; every call rejects with ConnectionError when the emulated cluster does not live at that URL. */
  connect(server: string, identity: KubectlIdentity, onWarning: (text: string) => void): AsyncClient;
  /** The cluster's now in ms since the Unix epoch. */
  now(): number;
  /**
   * Lets that much of the cluster's time pass. Who waits for what may never come says with `leash` up to when (in the cluster's time) he
   * moves a stepped clock for it; from then on what others do ends the sleep.
   */
  sleep(ms: number, options?: { readonly leash?: number }): Promise<void>;
  /** True when standard output is a terminal. */
  readonly isTerminal: boolean;
  /** True when somebody types at a terminal. */
  readonly isInputTerminal: boolean;
  /**
   * Lets somebody type at a shell in a container, or (without a command) at its main process; resolves to the exit status with which he
   * left it. Absent where nobody can: undefined is given for a command that is no shell.
   */
  typeIn?(pod: Pod, container: string, command?: readonly string[]): Promise<number | undefined>;
  /** The sockets of this machine; absent where a command has none, as in a lab. */
  sockets?(): Promise<KubectlSockets>;
}

/** Who kubectl claims to be, from kubeconfig and flags. */
export interface KubectlIdentity {
  /** Subject of the client certificate, or empty. */
  clientCertificateData?: string;
  token?: string;
  username?: string;
  password?: string;
  impersonateUser?: string;
  impersonateGroups?: readonly string[];
  userAgent: string;
}

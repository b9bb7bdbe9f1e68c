import type { ShellState } from "../base/sh/state.ts";
import type { KubeObject } from "./object.ts";

/** A shell in a container at which somebody types; the state is changed by what is typed. */
export interface ContainerShell {
  readonly container: string;
  readonly state: ShellState;
  readonly hostname: string;
  /** What stands before the cursor when the shell is in a directory. */
  prompt(directory: string): string;
  /** It is the container's main process: what it prints is in the log, and its end is the container's. */
  readonly isMain: boolean;
}

/** What became of a line. */
export interface TypedResult {
  /** What it printed, with when (ms after the start). */
  readonly output: readonly { readonly atMs: number; readonly text: string }[];
  /** When it ended and how; undefined when it runs for longer than anybody looks. */
  readonly ended?: { readonly atMs: number; readonly exitCode: number };
  /** The container, and with it the shell, is no more. */
  readonly isGone?: true;
}

/** The kubelets' side of shells that somebody types at. Refusals are StatusErrors, as with exec. */
export interface TypedShells {
  /** A shell that `kubectl exec -it` starts; undefined when the command is none that can be typed at. */
  start(pod: KubeObject, container: string, command: readonly string[]): ContainerShell | undefined;
  /** The container's main process, when that is a shell that waits for input. */
  join(pod: KubeObject, container: string): ContainerShell | undefined;
  type(pod: KubeObject, shell: ContainerShell, text: string): TypedResult;
}

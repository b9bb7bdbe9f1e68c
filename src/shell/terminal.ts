import type { ShellState, Streams } from "../base/sh/state.ts";
import { createSession } from "../cluster/session.ts";
import { Interrupted } from "../kubectl/env.ts";
import type { Machines } from "./machines.ts";
import { createNodeShell } from "./node-shell.ts";
import { CUT, type Front, INTERRUPTED, type Place, type Shell } from "./shell.ts";

/** What a command printed, on both streams in their order, and how it ended. */
export interface Printed {
  readonly text: string;
  /** Undefined for a command that was interrupted. */
  readonly exitCode: number | undefined;
}

/** What happens around a command. */
export interface RunOptions {
  /** Whether enough was printed: the command is interrupted then. Asked again whenever it prints or does something. */
  readonly ends?: (printed: string) => boolean;
  /** What an editor (`vi`, `nano`, `kubectl edit`) saves; undefined when it is left without saving. Every editor saves nothing when absent. */
  readonly editor?: (path: string, content: string) => string | undefined;
  /** What is typed while the command runs. */
  readonly stdin?: string;
  /** Told of everything that is printed, as it is. */
  readonly onOutput?: (text: string) => void;
}

/** A terminal with a shell in it, in the cluster's virtual time; in that shell others may be opened, as `ssh` does. */
export interface Terminal {
  /**
   * Runs what somebody types to its end, to a shell that waits for more, or until `ends` says that enough was printed. Throws
   * UnsupportedCommand for what is not emulated.
   */
  run(text: string, options?: RunOptions): Promise<Printed>;
  /** Ctrl-C: ends the command in front. */
  interrupt(): void;
  /** The innermost shell's state. */
  readonly state: ShellState;
  /** What stands before the cursor: `[root@m-k8s ~]# `, `root@nginx-pod:/# `. */
  readonly prompt: string;
  /** Who types where, in the innermost shell. */
  readonly place: Place;
  /** How many shells wait for the innermost one's end. */
  readonly depth: number;
}

export interface TerminalOptions {
  /** A node's name, or `pc`; the control plane when absent. */
  readonly machine?: string;
}

/** A shell in which another one was opened, and what waits there for its end. */
interface Outer {
  readonly shell: Shell;
  readonly waiting: Promise<number | undefined>;
  leave(status: number): void;
}

/** So long a lab waits for a command that does not end by itself, then presses Ctrl-C. */
const PATIENCE_MS = 3_600_000;

/** Opens a terminal of root's on a machine of the lab. */
export function openTerminal(machines: Machines, options: TerminalOptions = {}): Terminal {
  const now = (): number => createSession(machines.cluster).now();
  const outers: Outer[] = [];
  const history: string[] = [];
  let shell = createNodeShell(machines, options.machine ?? machines.first);
  let printed = "";
  let patientUntil = Infinity;
  // A machine that goes away under whoever is on it.
  let gone: string | undefined;
  let given: RunOptions = {};
  let isInterrupted = false;
  let typed = { rest: "" };
  // Called when a program of the command that runs has opened a shell.
  let opened: (inner: Shell, leave: (status: number) => void) => void = () => undefined;

  function ends(): boolean {
    return isInterrupted || given.ends?.(printed) === true || now() > patientUntil;
  }

  function print(text: string): void {
    printed += text;
    given.onOutput?.(text);
    if (!machines.driver.isBehind() && (isInterrupted || given.ends?.(printed) === true)) throw new Interrupted();
  }

  function frontOf(): Front {
    return {
      machines,
      typed,
      get editor() {
        return given.editor;
      },
      ends,
      history,
      hangUp: (machine) => void (gone = machine),
      interrupted: () => isInterrupted,
      patientUntil: () => (isInterrupted ? 0 : patientUntil),
      enter: (inner) => new Promise((leave) => opened(inner, leave)),
    };
  }

  /** Waits until a command has ended, or opened a shell. Those that end shells go on with what waited for their end. */
  async function finish(start: () => Promise<number | undefined>): Promise<number | undefined> {
    let go = start;
    for (;;) {
      const entered = new Promise<Pick<Outer, "leave"> & { readonly inner: Shell }>((resolve) => {
        opened = (inner, leave) => resolve({ inner, leave });
      });
      const waiting = go();
      const outcome = await Promise.race([waiting, entered]);
      if (typeof outcome === "object") {
        outers.push({ shell, waiting, leave: outcome.leave });
        shell = outcome.inner;
        return 0;
      }
      const isCut = shell.place.host === gone;
      if (!isCut) gone = undefined;
      if (!shell.state.isOver && !isCut) return outcome;
      shell.state.isOver = false;
      const outer = outers.pop();
      if (outer === undefined) {
        gone = undefined;
        return outcome;
      }
      if (!isCut) print(shell.farewell);
      shell = outer.shell;
      go = () => {
        outer.leave(isCut ? CUT : (outcome ?? INTERRUPTED));
        return outer.waiting;
      };
    }
  }

  return {
    get state() {
      return shell.state;
    },
    get prompt() {
      return shell.prompt;
    },
    get place() {
      return shell.place;
    },
    get depth() {
      return outers.length;
    },
    interrupt() {
      isInterrupted = true;
    },
    async run(text, runOptions = {}) {
      printed = "";
      isInterrupted = false;
      history.push(text);
      given = runOptions;
      typed = { rest: runOptions.stdin ?? "" };
      patientUntil = now() + PATIENCE_MS;
      const streams: Streams = { input: typed, out: print, err: print };
      try {
        const exitCode = await finish(() => shell.run(text, streams, frontOf()));
        if (exitCode === undefined) shell.state.status = INTERRUPTED;
        return { text: printed, exitCode };
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        shell.state.status = INTERRUPTED;
        return { text: printed, exitCode: undefined };
      } finally {
        given = {};
      }
    },
  };
}

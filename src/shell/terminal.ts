import { isControlPlane } from "../machinery/object.ts";
import { runScript } from "../base/sh/interpret.ts";
import type { Effect } from "../base/sh/process.ts";
import { newShellState, resolvePath, type ShellState, type Streams } from "../base/sh/state.ts";
import { userlandProgram } from "../base/userland/index.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { createSession, type Session } from "../cluster/session.ts";
import { sleep } from "../cluster/wait.ts";
import type { Disk } from "./disk.ts";
import { createDriver } from "./driver.ts";
import { PATIENCE_MS } from "./kubectl-env.ts";
import { Interrupted } from "../kubectl/env.ts";
import { type Call, UnsupportedCommand } from "./program.ts";
import { clusterProgram } from "./programs/index.ts";

/** What a command printed, on both streams in their order, and how it ended. */
export interface Printed {
  readonly text: string;
  /** Undefined for a command that was interrupted. */
  readonly exitCode: number | undefined;
}

/** A shell on one machine, in the cluster's virtual time. */
export interface Terminal {
  /**
   * Runs what somebody types to its end, or until `ends` says that enough was printed. Throws UnsupportedCommand for what is not
   * emulated.
   */
  run(text: string, ends?: (printed: string) => boolean): Promise<Printed>;
  readonly state: ShellState;
}

export interface TerminalOptions {
  /** A node's name, or `pc`; the control plane when absent. */
  readonly machine?: string;
}

type RunEffect = Extract<Effect, { kind: "run" }>;

const SHELLS = new Set(["bash", "sh"]);

/** Home directory of the user of a lab's terminal. */
export const ROOT_HOME = "/root";

/** Opens a terminal of root's on a machine of the cluster. Files are the lab's own. */
export function openTerminal(cluster: Cluster, disk: Disk, options: TerminalOptions = {}): Terminal {
  const machine = options.machine ?? controlPlane(cluster);
  const state = newShellState({
    directory: ROOT_HOME,
    environment: {
      HOME: ROOT_HOME,
      USER: "root",
      HOSTNAME: machine,
      PWD: ROOT_HOME,
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
    },
  });
  state.aliases.set("k", "kubectl");
  let printed = "";
  let patientUntil = Infinity;
  let ends: ((printed: string) => boolean) | undefined;

  function print(text: string): void {
    printed += text;
    if (ends?.(printed) === true) throw new Interrupted();
  }

  async function within<T>(action: (session: Session) => Promise<T>): Promise<T> {
    const session = createSession(cluster);
    if (session.now() > patientUntil) throw new Interrupted();
    try {
      const result = await action(session);
      await session.end();
      return result;
    } catch (error) {
      // Ctrl-C ends a program, not what it has done so far.
      if (error instanceof Interrupted) await session.end();
      else session.abort();
      throw error;
    }
  }

  async function run(effect: RunEffect): Promise<number> {
    const { argv, streams, environment, directory } = effect;
    const [path = "", ...args] = argv;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const call: Call = {
      args,
      streams,
      environment,
      directory,
      disk,
      cluster,
      machine,
      now: () => createSession(cluster).now(),
      within,
      knows,
      run: (words) => run({ ...effect, argv: words }),
    };
    if (SHELLS.has(name)) return runShell(name, args, effect);
    const program = clusterProgram(name);
    if (program !== undefined) return program(call);
    const plain = userlandProgram(name);
    if (plain !== undefined) return plain({ name, args, streams, directory, environment, files: disk, now: call.now() });
    if (path.includes("/") && disk.kind(resolvePath(directory, path)) === "file") return runFile(path, args, effect);
    throw new UnsupportedCommand(`the lab's shell does not know the program "${name}" yet`);
  }

  /** `bash FILE`, `sh -c TEXT`, or a script in the input. */
  async function runShell(name: string, args: readonly string[], effect: RunEffect): Promise<number> {
    const operands = args.filter((arg, index) => !arg.startsWith("-") || index > args.indexOf("-c"));
    const [first, ...rest] = operands;
    if (args.some((arg) => /^-\w*c$/.test(arg))) return runText(first ?? "", rest.slice(1), name, effect);
    if (first !== undefined) return runFile(first, rest, { ...effect, argv: [name] });
    const text = effect.streams.input.rest;
    effect.streams.input.rest = "";
    return runText(text, [], name, effect);
  }

  /** A script that somebody has written: `./req_page.sh`. */
  async function runFile(path: string, args: readonly string[], effect: RunEffect): Promise<number> {
    const text = disk.read(resolvePath(effect.directory, path));
    if (text !== undefined) return runText(text, args, "bash", effect);
    effect.streams.err(`bash: ${path}: No such file or directory\n`);
    return 127;
  }

  async function runText(
    text: string,
    args: readonly string[],
    name: string,
    { streams, directory, environment }: RunEffect,
  ): Promise<number> {
    const inner = newShellState({ name, directory, environment });
    inner.positional = [...args];
    return (await createDriver(host).run(runScript(text, inner, shellHost, streams))) ?? 130;
  }

  const host = {
    now: () => createSession(cluster).now(),
    run,
    passUntil: (at: number) => within((session) => sleep(session, Math.max(0, at - session.now()))),
  };
  const shellHost = {
    files: disk,
    hasProgram: knows,
    now: host.now,
  };
  const driver = createDriver(host);

  return {
    state,
    async run(text, until) {
      printed = "";
      ends = until;
      patientUntil = host.now() + PATIENCE_MS;
      const streams: Streams = { input: { rest: "" }, out: print, err: print };
      try {
        const exitCode = await driver.run(runScript(text, state, shellHost, streams), () => until?.(printed) === true);
        return { text: printed, exitCode };
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        state.status = 130;
        return { text: printed, exitCode: undefined };
      } finally {
        ends = undefined;
      }
    },
  };
}

function knows(name: string): boolean {
  return clusterProgram(name) !== undefined || userlandProgram(name) !== undefined;
}

/** The machine on which labs are typed. */
function controlPlane({ store }: Cluster): string {
  const nodes = store.list("nodes");
  return (nodes.find(isControlPlane) ?? nodes[0])?.metadata.name ?? "";
}

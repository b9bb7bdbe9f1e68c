import { notFound } from "../../base/sh/complaints.ts";
import { runScript, runWords } from "../../base/sh/interpret.ts";
import type { Effect, ShellHost } from "../../base/sh/process.ts";
import { type Flavour, newShellState, type ShellState, type Streams } from "../../base/sh/state.ts";
import { userlandProgram } from "../../base/userland/index.ts";
import { sleepMs } from "../../base/userland/sleep.ts";
import { commandNamed } from "./commands.ts";
import { filesFrom, shellFiles } from "./files.ts";
import { type Command, type Machine, NeedsNetwork, type Run, Serves } from "./machine.ts";
import { createSchedule, StillRunning } from "./schedule.ts";

type RunEffect = Extract<Effect, { kind: "run" }>;

/** Programs that shells have built in and that are programs as well. */
const BUILT_IN = new Set(["[", "echo", "false", "printf", "pwd", "test", "true"]);
/** Those of the text programs whose words are GNU's alone. */
const GNU_ONLY = new Set(["column", "gawk", "mawk"]);

/** Whether a program of that name is on a machine: the image's own, or one that is emulated everywhere. */
export function hasProgram(name: string, { programs, lacks, userland }: Pick<Machine, "lacks" | "programs" | "userland">): boolean {
  if (programs !== undefined && Object.hasOwn(programs, name)) return true;
  if (lacks?.includes(name) === true) return false;
  if (commandNamed(name) !== undefined || BUILT_IN.has(name)) return true;
  return userlandProgram(name) !== undefined && (userland === "gnu" || !GNU_ONLY.has(name));
}

/** The shell was ended from within: its container's main process is. */
class Killed extends Error {}

/** The exit code of what is killed. */
const KILLED = 137;
/** The exit code of a program that is not there. */
const NOT_FOUND = 127;
/** A loop that has gone on for so long is taken to go on for ever. */
const MOST_STEPS = 50_000;
/** What a turn of a loop takes in which nothing else takes time. */
const TURN_MS = 1;

/** A shell inside a container, before anything was typed at it. */
export function containerShell(name: string, machine: Machine): ShellState {
  const flavour: Flavour = name === "bash" ? "bash" : machine.userland === "gnu" ? "dash" : "busybox";
  const directory = machine.directory ?? "/";
  return newShellState({ name, flavour, directory, environment: { ...machine.environment, PWD: directory }, processId: 7 });
}

/** Runs a command line (argv) on a machine up to its horizon. */
export function runCommand(argv: readonly string[], machine: Machine, stdin = ""): Run {
  const { streams, finish, execute } = createRunner(machine, stdin);
  const { environment, directory = "/" } = machine;
  return finish(() => execute({ kind: "run", argv, streams, environment, directory }));
}

/** Runs what is typed at a shell inside a container up to the horizon; `shell` keeps what stays for the next line. */
export function runTyped(text: string, shell: ShellState, machine: Machine): Run {
  const { streams, finish, script } = createRunner(machine, "");
  return finish(() => script(text, shell, streams));
}

function createRunner(machine: Machine, stdin: string) {
  const output: { atMs: number; text: string }[] = [];
  let [stdout, stderr] = ["", ""];
  let steps = 0;
  let turnedAt = -1;
  // Whatever runs in a container goes with its main process.
  let isStopped = false;
  let shellName = "sh";
  const stopMain = (): boolean => (isStopped ||= machine.stopMain?.() ?? false);
  const files = shellFiles(machine.files);
  const { drive, pass, now } = createSchedule(machine.horizonMs, pureSleep, execute);
  const host: ShellHost = {
    files,
    hasProgram: (name) => hasProgram(name, machine),
    now: () => machine.startedAt + now(),
    turn() {
      countStep();
      if (turnedAt === now()) pass(TURN_MS);
      turnedAt = now();
    },
  };
  const streams: Streams = {
    input: { rest: stdin },
    out(text) {
      if (isStopped) throw new Killed();
      stdout += text;
      output.push({ atMs: now(), text });
    },
    err(text) {
      stderr += text;
      output.push({ atMs: now(), text });
    },
  };

  function countStep(): void {
    if (isStopped) throw new Killed();
    if (++steps > (machine.maxSteps ?? MOST_STEPS)) throw new StillRunning();
  }

  function pureSleep({ argv: [name, ...args] }: RunEffect): number | undefined {
    return name === "sleep" && hasProgram(name, machine) ? sleepMs(args) : undefined;
  }

  function execute(effect: RunEffect): number {
    countStep();
    const { argv, streams: own, environment, directory } = effect;
    const [name = "", ...args] = argv;
    const base = name.slice(name.lastIndexOf("/") + 1);
    if (isShell(name, machine)) return runShell(base, args, effect);
    const inner = {
      ...machine,
      environment: { ...environment },
      files: filesFrom(machine.files, directory),
      stopMain,
    };
    const command = commandOf(base, machine);
    if (command !== undefined)
      return command({
        machine: inner,
        argv: args,
        stdin: own.input.rest,
        now: host.now,
        print: own.out,
        complain: own.err,
        sleep: pass,
        run: (words) => execute({ ...effect, argv: words }),
      });
    if (BUILT_IN.has(base)) return drive(runWords([base, ...args], stateIn(effect, shellName), host, own));
    const text = hasProgram(base, machine) ? userlandProgram(base) : undefined;
    if (text !== undefined) {
      const code = text({ name: base, args, streams: own, directory, environment, files, now: host.now() });
      if (base === "tail" && args.some((arg) => /^-\w*f|^--follow/i.test(arg))) pass(Number.MAX_SAFE_INTEGER);
      return code;
    }
    if (name.includes("/") && files.kind(name) === "file") return script(files.read(name) ?? "", stateIn(effect, "sh", args), own);
    own.err(`${notFound(stateIn(effect, shellName), name).text}\n`);
    return NOT_FOUND;
  }

  function stateIn(
    { environment, directory }: Pick<RunEffect, "directory" | "environment">,
    name: string,
    args: readonly string[] = [],
  ): ShellState {
    const state = containerShell(name, { ...machine, environment: { ...environment }, directory });
    state.positional = [...args];
    return state;
  }

  /** `sh -c TEXT`, `sh FILE`, or a script in its input. */
  function runShell(name: string, args: readonly string[], effect: RunEffect): number {
    const at = args.findIndex((arg) => /^-[a-z]*c[a-z]*$/.test(arg));
    const state = stateIn(effect, name, at >= 0 ? args.slice(at + 3) : []);
    for (const arg of args.slice(0, at + 1)) if (arg.includes("e")) state.options.exitOnError = true;
    if (at >= 0) return script(args[at + 1] ?? "", state, effect.streams);
    const file = args.find((arg) => !arg.startsWith("-"));
    if (file !== undefined) {
      const text = filesFrom(machine.files, effect.directory).read(file);
      if (text !== undefined) return script(text, state, effect.streams);
      effect.streams.err(`${name}: ${state.flavour === "bash" ? `${file}: No such file or directory` : `can't open '${file}'`}\n`);
      return state.flavour === "bash" ? NOT_FOUND : 2;
    }
    const text = effect.streams.input.rest;
    if (text === "" && machine.tty) throw new StillRunning();
    effect.streams.input.rest = "";
    try {
      const code = script(text, state, effect.streams);
      return isStopped ? KILLED : code;
    } catch (error) {
      // Who types at a shell sees it end; one command alone ends before.
      if (error instanceof Killed) return KILLED;
      throw error;
    }
  }

  function script(text: string, state: ShellState, own: Streams): number {
    const outside = shellName;
    shellName = state.name;
    try {
      return drive(runScript(text, state, host, own));
    } finally {
      shellName = outside;
    }
  }

  function finish(action: () => number): Run {
    const done = (): Pick<Run, "output" | "stderr" | "stdout"> => ({ stdout, stderr, output });
    try {
      const exitCode = action();
      return { ...done(), ended: { atMs: now(), exitCode } };
    } catch (error) {
      if (error instanceof Killed) return { ...done(), ended: { atMs: now(), exitCode: KILLED } };
      if (error instanceof StillRunning) return done();
      if (error instanceof Serves) return { ...done(), serves: { atMs: now() } };
      if (error instanceof NeedsNetwork) return { ...done(), asks: { atMs: now() } };
      throw error;
    }
  }

  return { streams, finish, execute, script };
}

/** Whether the words begin with a shell that the machine has. */
function isShell(name: string, { shells }: Machine): boolean {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return ["ash", "bash", "sh"].includes(base) && shells.includes(name.startsWith("/") ? name : `/bin/${base}`);
}

function commandOf(name: string, { programs, lacks }: Machine): Command | undefined {
  if (programs !== undefined && Object.hasOwn(programs, name)) return programs[name];
  return lacks?.includes(name) === true ? undefined : commandNamed(name);
}

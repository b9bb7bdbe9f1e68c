import { notFound } from "../base/sh/complaints.ts";
import { runScript } from "../base/sh/interpret.ts";
import type { Effect } from "../base/sh/process.ts";
import { newShellState, resolvePath, type ShellState, type Streams } from "../base/sh/state.ts";
import { UserError } from "../base/user-error.ts";
import { userlandProgram } from "../base/userland/index.ts";
import type { UserlandProgram } from "../base/userland/program.ts";
import { loadProfile } from "../cluster/bootstrap/profile.ts";
import { createSession, type Session } from "../cluster/session.ts";
import type { Node } from "../kinds/core/node/types.ts";
import { Interrupted } from "../kubectl/env.ts";
import { PC } from "../network/node-faults.ts";
import { type Machines, ROOT_HOME } from "./machines.ts";
import { type Call, type Program, UnsupportedCommand } from "./program.ts";
import { clusterProgram } from "./programs/index.ts";
import { refusalOf } from "./programs/refused.ts";
import { type Front, INTERRUPTED, type NodeShellOptions, type Shell } from "./shell.ts";

type RunEffect = Extract<Effect, { kind: "run" }>;

const SHELLS = new Set(["bash", "sh"]);

/** A shell on a machine of the cluster, or on the user's own. Files are the lab's. */
export function createNodeShell(machines: Machines, machine: string, options: NodeShellOptions = {}): Shell {
  const { user = "root", name = "bash", farewell = "logout\n" } = options;
  const disk = machines.disk(machine);
  const home = user === "root" ? ROOT_HOME : `/home/${user}`;
  const directory = options.directory ?? home;
  if (disk.kind(home) === undefined) disk.makeDirectory(home);
  const state = newShellState({
    name,
    directory,
    environment: options.environment ?? {
      HOME: home,
      USER: user,
      HOSTNAME: machine,
      PWD: directory,
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
    },
  });
  // MicroK8s's name for it is in as many documents
  for (const name of ["k", "microk8s.kubectl"]) state.aliases.set(name, "kubectl");
  const { aliases = {} } = machine === machines.first ? loadProfile(machines.cluster.record.profile) : {};
  for (const [alias, line] of Object.entries(aliases)) state.aliases.set(alias, line);
  return {
    state,
    farewell,
    get place() {
      return { user, host: machine, directory: state.directory };
    },
    get prompt() {
      return promptOf(machines, machine, user, state.directory, home);
    },
    run: (text, streams, front) => createRunner(machines, machine, front).script(text, state, streams),
  };
}

/** Red Hat's machines and Debian's have their own prompts; the user's own machine is anybody's. */
function promptOf({ cluster: { store } }: Machines, machine: string, user: string, directory: string, home: string): string {
  const sign = user === "root" ? "#" : "$";
  if (machine === PC) return "$ ";
  const node = store.get("nodes", "", machine) as Node | undefined;
  const shown = directory === home ? "~" : directory;
  if (/Ubuntu|Debian/.test(node?.status?.nodeInfo?.osImage ?? ""))
    return `${user}@${machine}:${shown.startsWith(`${home}/`) ? `~${shown.slice(home.length)}` : shown}${sign} `;
  return `[${user}@${machine} ${shown === "/" ? "/" : (shown.split("/").at(-1) ?? "")}]${sign} `;
}

/** What `timeout` ends with when its time was over, and a shell for a program that is not there. */
const TIMED_OUT = 124;
const NOT_FOUND = 127;

/** Runs a program; mistakes in the use of k8sim's own are said where others say theirs. */
async function mistakesSaid(program: Program, call: Call): Promise<number> {
  try {
    return await program(call);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    call.streams.err(`error: ${error.message}\n`);
    return 1;
  }
}

/** Runs a program that only knows text; what no memory holds ends it. */
function runPlain(program: UserlandProgram, call: Parameters<UserlandProgram>[0]): number {
  try {
    return program(call);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    call.streams.err(`${call.name}: memory exhausted\n`);
    return 1;
  }
}

/** Runs scripts and programs on a machine, for a terminal. */
function createRunner(machines: Machines, machine: string, front: Front) {
  const { cluster, driver } = machines;
  const disk = machines.disk(machine);
  const now = (): number => createSession(cluster).now();
  /** Who presses Ctrl-C ends what is in front. */
  const patientUntil = (): number => (driver.isBehind() ? Infinity : front.patientUntil());

  async function within<T>(action: (session: Session) => Promise<T>): Promise<T> {
    const session = createSession(cluster);
    if (session.now() > patientUntil()) throw new Interrupted();
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

  async function sleep(ms: number): Promise<void> {
    const until = now() + Math.max(0, ms);
    const limit = patientUntil();
    await driver.passUntil(Math.min(until, limit), front.interrupted);
    if (until > patientUntil()) throw new Interrupted();
  }

  function edit(path: string): void {
    const place = resolvePath("/", path);
    const content = front.editor?.(place, disk.read(place) ?? "");
    if (content !== undefined) disk.write(place, content);
  }

  async function run(effect: RunEffect): Promise<number> {
    const status = await runProgram(effect);
    await machines.followManifests(machine);
    return status;
  }

  async function runProgram(effect: RunEffect): Promise<number> {
    const { argv, streams, environment, directory } = effect;
    const [path = "", ...args] = argv;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const isTyped = streams.input === front.typed && front.typed.rest === "";
    const call: Call = {
      args,
      streams,
      environment,
      directory,
      disk,
      cluster,
      machine,
      machines,
      ...(isTyped ? { terminal: front } : {}),
      now,
      within,
      sleep,
      patientUntil: front.patientUntil,
      edit: (file) => edit(resolvePath(directory, file)),
      knows,
      driver,
      history: front.history,
      hangUp: () => front.hangUp(machine),
      async runFor(ms, words) {
        const limit = now() + ms;
        const hurried: Front = {
          ...front,
          ends: () => front.ends() || now() >= limit,
          patientUntil: () => Math.min(front.patientUntil(), limit),
        };
        try {
          const status = await createRunner(machines, machine, hurried).run({ ...effect, argv: words });
          return now() >= limit && limit < front.patientUntil() && status === INTERRUPTED ? TIMED_OUT : status;
        } catch (error) {
          if (error instanceof Interrupted && now() >= limit) return TIMED_OUT;
          throw error;
        }
      },
      shellOn: (other, options) => createNodeShell(machines, other, options),
      async runOn(other, user, line) {
        const { state } = createNodeShell(machines, other, { user });
        return (await createRunner(machines, other, front).script(line, state, streams)) ?? INTERRUPTED;
      },
      run: (words) => run({ ...effect, argv: words }),
    };
    if (SHELLS.has(name)) return runShell(name, call, effect);
    const program = clusterProgram(name);
    if (program !== undefined) return mistakesSaid(program, call);
    const plain = userlandProgram(name);
    if (plain !== undefined) return runPlain(plain, { name, args, streams, directory, environment, files: disk, now: now() });
    if (path.includes("/") && disk.kind(resolvePath(directory, path)) === "file") return runFile(path, args, effect);
    const refusal = refusalOf(name);
    if (refusal !== undefined) throw new UnsupportedCommand(refusal);
    streams.err(`${notFound({ name: "-bash", flavour: "bash" }, path).text}\n`);
    return NOT_FOUND;
  }

  /** `bash FILE`, `sh -c TEXT`, a script in the input, or a shell to type at. */
  async function runShell(name: string, { args, terminal }: Call, effect: RunEffect): Promise<number> {
    const operands = args.filter((arg, index) => !arg.startsWith("-") || index > args.indexOf("-c"));
    const [first, ...rest] = operands;
    if (args.some((arg) => /^-\w*c$/.test(arg))) return runText(first ?? "", rest.slice(1), name, effect);
    if (first !== undefined) return runFile(first, rest, { ...effect, argv: [name] });
    const { directory, environment } = effect;
    const user = environment["USER"] ?? "root";
    const farewell = name === "bash" ? "exit\n" : "";
    if (terminal !== undefined) return terminal.enter(createNodeShell(machines, machine, { name, user, directory, environment, farewell }));
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
    return (await script(text, inner, streams)) ?? INTERRUPTED;
  }

  function script(text: string, state: ShellState, streams: Streams): Promise<number | undefined> {
    return driver.run(runScript(text, state, { files: disk, hasProgram: knows, now }, streams), run, front.ends, front.interrupted);
  }

  return { run, script };
}

function knows(name: string): boolean {
  return clusterProgram(name) !== undefined || userlandProgram(name) !== undefined;
}

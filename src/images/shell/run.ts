import type { DnsAnswer, DnsType } from "../../network/dns/types.ts";
import type { Echo } from "../../network/types.ts";
import type { FileSystem } from "../files.ts";
import { commandNamed } from "./commands.ts";
import type { Mount } from "./df.ts";
import { parseScript, ScriptError, type Statement } from "./parse.ts";

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

/** What a command may do. */
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

/** The program of that name on a machine: the image's own, or one that is emulated everywhere. */
export function programNamed(name: string, { programs, lacks }: Pick<Machine, "lacks" | "programs">): Command | undefined {
  if (programs !== undefined && Object.hasOwn(programs, name)) return programs[name];
  return lacks?.includes(name) ? undefined : commandNamed(name);
}

/** Thrown by a machine's network that cannot answer now: the script waits there. */
export class NeedsNetwork extends Error {}

/** Thrown by {@link Machine.serve}. */
export class Serves extends Error {}

/** The horizon was reached: the script still runs. */
class StillRunning extends Error {}
class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super("exit");
    this.code = code;
  }
}

/** The exit code of what is killed. */
const KILLED = 137;

/** A loop that has gone on for so long is taken to go on for ever. */
const MOST_STEPS = 50_000;

/** Runs a command line (argv) on a machine up to its horizon. */
export function runCommand(argv: readonly string[], machine: Machine, stdin = ""): Run {
  const output: { atMs: number; text: string }[] = [];
  let stdout = "";
  let stderr = "";
  let clock = 0;
  let steps = 0;
  const variables = { ...machine.environment };
  let lastExit = 0;
  // The container's main process was stopped: whatever else runs in it goes with it.
  let isStopped = false;
  const stopMain = (): boolean => (isStopped ||= machine.stopMain?.() ?? false);
  let shellName = "sh";

  interface Streams {
    out(text: string): void;
    err(text: string): void;
    stdin: string;
  }
  const outer: Streams = {
    out: (text) => {
      stdout += text;
      output.push({ atMs: clock, text });
    },
    err: (text) => {
      stderr += text;
      output.push({ atMs: clock, text });
    },
    stdin,
  };

  function sleep(ms: number): void {
    if (clock + ms > machine.horizonMs) {
      clock = machine.horizonMs;
      throw new StillRunning();
    }
    clock += ms;
  }

  function execute(words: readonly string[], streams: Streams): number {
    if (isStopped) throw new Exit(KILLED);
    if (++steps > (machine.maxSteps ?? MOST_STEPS)) throw new StillRunning();
    const [name = "", ...rest] = words;
    if (name === "exit") throw new Exit(Number(rest[0] ?? lastExit) & 255);
    if (name === "exec" && rest.length > 0) throw new Exit(execute(rest, streams));
    if (name === "cd" || name === "set" || name === "trap" || name === "wait" || name === "export") {
      for (const assignment of name === "export" ? rest : []) assign(assignment);
      return 0;
    }
    const base = name.slice(name.lastIndexOf("/") + 1);
    if ((base === "sh" || base === "bash" || base === "ash") && machine.shells.includes(name.startsWith("/") ? name : `/bin/${base}`))
      return inShell(base, () => shell(rest, streams));
    const command = programNamed(base, machine);
    if (command === undefined) {
      streams.err(`${notFound(name)}\n`);
      return 127;
    }
    return command({
      machine: { ...machine, environment: variables, stopMain },
      argv: rest,
      stdin: streams.stdin,
      now: () => machine.startedAt + clock,
      print: streams.out,
      complain: streams.err,
      sleep,
      run: (inner) => execute(inner, streams),
    });
  }

  function inShell(name: string, action: () => number): number {
    const outside = shellName;
    shellName = name;
    try {
      return action();
    } finally {
      shellName = outside;
    }
  }

  /** Bash, the dash of Debian's images and busybox's ash each have their words. */
  function notFound(name: string): string {
    if (shellName === "bash") return `bash: ${name}: command not found`;
    return machine.userland === "gnu" ? `sh: 1: ${name}: not found` : `sh: ${name}: not found`;
  }

  function cannotCreate(path: string, { err }: Streams): number {
    const isDash = machine.userland === "gnu" && shellName === "sh";
    const words = shellName === "bash" ? `bash: ${path}` : isDash ? `sh: 1: cannot create ${path}` : `sh: can't create ${path}`;
    err(`${words}: Read-only file system\n`);
    return isDash ? 2 : 1;
  }

  function shell(args: readonly string[], streams: Streams): number {
    const at = args.findIndex((argument) => /^-[a-z]*c[a-z]*$/.test(argument));
    const script = at >= 0 ? args[at + 1] : streams.stdin || undefined;
    if (script === undefined) {
      if (machine.tty) throw new StillRunning();
      return 0;
    }
    try {
      const code = evaluate(parseScript(script), streams);
      // Who types at a shell sees it end; one command alone ends before.
      return isStopped && at < 0 ? KILLED : code;
    } catch (error) {
      if (error instanceof Exit) return error.code;
      if (!(error instanceof ScriptError)) throw error;
      streams.err(`sh: ${error.message}\n`);
      return 2;
    }
  }

  function assign(text: string): boolean {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(text);
    if (match) variables[match[1] ?? ""] = unquote(match[2] ?? "").join(" ");
    return match !== null;
  }

  function unquote(word: string): string[] {
    let text = "";
    let split = false;
    let quotedEmpty = false;
    for (const [part] of word.matchAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\.|\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$\{[^}]*\}|\$[\w?@*#$]+|./gs)) {
      if (part.startsWith("'")) text += part.slice(1, -1);
      else if (part.startsWith('"')) text += substitute(part.slice(1, -1)).replace(/\\(["\\$`])/g, "$1");
      else if (part.startsWith("\\")) text += part.slice(1);
      else if (part.startsWith("$") || part.startsWith("`")) {
        text += substitute(part);
        split = true;
      } else text += part;
      if (part === "''" || part === '""') quotedEmpty = true;
    }
    if (!split) return [text];
    const words = text.split(/\s+/).filter(Boolean);
    return words.length === 0 && quotedEmpty ? [""] : words;
  }

  function substitute(text: string): string {
    return text.replace(
      /\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`|\$\{(\w+)(?::?-([^}]*))?\}|\$([A-Za-z_]\w*|\?)/g,
      (_, command?: string, ticks?: string, braced?: string, otherwise?: string, name?: string) => {
        if (command !== undefined || ticks !== undefined) return captured(command ?? ticks ?? "");
        const key = braced ?? name ?? "";
        return key === "?" ? String(lastExit) : (variables[key] ?? otherwise ?? "");
      },
    );
  }

  function captured(script: string): string {
    let text = "";
    evaluate(parseScript(script), { ...outer, out: (more) => (text += more), stdin: "" });
    return text.replace(/\n+$/, "");
  }

  function evaluate(statement: Statement, streams: Streams): number {
    lastExit = evaluateOne(statement, streams);
    return lastExit;
  }

  function evaluateOne(statement: Statement, streams: Streams): number {
    switch (statement.kind) {
      case "chain": {
        let code = 0;
        for (const { when, what } of statement.parts)
          if (when === "always" || (when === "success") === (code === 0)) code = evaluate(what, streams);
        return code;
      }
      case "pipe": {
        let input = streams.stdin;
        let code = 0;
        for (const [index, part] of statement.parts.entries()) {
          let text = "";
          const last = index === statement.parts.length - 1;
          code = evaluate(part, { ...streams, stdin: input, out: last ? streams.out : (more) => (text += more) });
          input = text;
        }
        return code;
      }
      case "while": {
        let code = 0;
        while ((evaluate(statement.condition, streams) === 0) !== statement.until) {
          const before = clock;
          code = evaluate(statement.body, streams);
          // A loop that never sleeps would spin: real ones take time too.
          if (clock === before) sleep(1);
        }
        return code;
      }
      case "for": {
        let code = 0;
        for (const word of statement.words.flatMap(unquote)) {
          variables[statement.name] = word;
          code = evaluate(statement.body, streams);
        }
        return code;
      }
      case "if":
        if (evaluate(statement.condition, streams) === 0) return evaluate(statement.success, streams);
        return statement.failure ? evaluate(statement.failure, streams) : 0;
      case "command":
        return simple(statement, streams);
    }
  }

  function simple({ words, redirects }: Extract<Statement, { kind: "command" }>, streams: Streams): number {
    let negate = false;
    let rest = [...words];
    if (rest[0] === "!") {
      negate = true;
      rest = rest.slice(1);
    }
    while (rest.length > 0 && assign(rest[0] ?? "")) rest = rest.slice(1);
    if (rest.length === 0 && redirects.length === 0) return 0;
    let written = "";
    const toFile = redirects.find(({ error }) => !error);
    const target = toFile === undefined ? "" : unquote(toFile.target).join(" ");
    if (target !== "" && !/^\/(dev|proc)\//.test(target) && machine.files.isReadOnly(target)) return cannotCreate(target, streams);
    const inner = toFile ? { ...streams, out: (text: string) => (written += text) } : streams;
    const quiet = redirects.some(({ error }) => error) ? { ...inner, err: () => undefined } : inner;
    const code = rest.length === 0 ? 0 : execute(rest.flatMap(unquote), quiet);
    if (toFile && toFile.target !== "/dev/null") {
      if (target === "/dev/stdout" || target === "/proc/1/fd/1") streams.out(written);
      else if (target === "/dev/stderr") streams.err(written);
      else machine.files.write(target, (toFile.append ? (machine.files.read(target) ?? "") : "") + written);
    }
    return negate ? (code === 0 ? 1 : 0) : code;
  }

  try {
    const exitCode = execute(argv, outer);
    return { stdout, stderr, output, ended: { atMs: clock, exitCode } };
  } catch (error) {
    if (error instanceof Exit) return { stdout, stderr, output, ended: { atMs: clock, exitCode: error.code } };
    if (error instanceof StillRunning) return { stdout, stderr, output };
    if (error instanceof Serves) return { stdout, stderr, output, serves: { atMs: clock } };
    if (error instanceof NeedsNetwork) return { stdout, stderr, output, asks: { atMs: clock } };
    throw error;
  }
}

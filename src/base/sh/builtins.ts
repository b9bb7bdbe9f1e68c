import { ShellSyntaxError } from "./ast.ts";
import { arithmeticIn } from "./expand.ts";
import { type Frame, Leave, type Process } from "./process.ts";
import { formatPrintf, unescape } from "./printf.ts";
import { resolvePath, setVariable, type ShellState } from "./state.ts";
import { testWords } from "./test-command.ts";

/** A command that the shell does itself: its exit status, at once or once it has been carried out. */
export type Builtin = (args: readonly string[], frame: Frame, name: string) => Process | number;

function complain({ state, streams }: Frame, text: string, status = 1): number {
  streams.err(`${state.name}: ${text}\n`);
  return status;
}

const test: Builtin = (args, frame, name) => {
  const words = name === "[" ? args.slice(0, -1) : args;
  if (name === "[" && args.at(-1) !== "]") return complain(frame, "[: missing `]'", 2);
  const result = testWords(words, frame.state, frame.host.files);
  return typeof result === "boolean" ? Number(!result) : complain(frame, `${name}: ${result.problem}`, 2);
};

const echo: Builtin = (args, { state, streams }) => {
  let words = args;
  let newline = "\n";
  // dash's echo always knows escapes, bash's when asked.
  let escapes = state.name === "sh";
  while (/^-[neE]+$/.test(words[0] ?? "") && (state.name !== "sh" || words[0] === "-n")) {
    if (words[0]?.includes("n")) newline = "";
    if (words[0]?.includes("e")) escapes = true;
    if (words[0]?.includes("E")) escapes = false;
    words = words.slice(1);
  }
  const text = words.join(" ");
  const { text: shown, ended } = escapes ? unescape(text, true) : { text, ended: false };
  streams.out(shown + (ended ? "" : newline));
  return 0;
};

const printf: Builtin = (args, frame) => {
  const words = args[0] === "--" ? args.slice(1) : args;
  const toVariable = words[0] === "-v" ? words[1] : undefined;
  const [format, ...rest] = toVariable === undefined ? words : words.slice(2);
  if (format === undefined) return complain(frame, "printf: usage: printf [-v var] format [arguments]", 2);
  const { text, problems } = formatPrintf(format, rest);
  if (toVariable === undefined) frame.streams.out(text);
  else setVariable(frame.state, toVariable, text);
  for (const problem of problems) complain(frame, `printf: ${problem}`);
  return problems.length > 0 ? 1 : 0;
};

const cd: Builtin = (args, frame) => {
  const { state, host, streams } = frame;
  const back = args[0] === "-";
  const target = back ? state.variables.get("OLDPWD")?.value : (args[0] ?? state.variables.get("HOME")?.value);
  if (target === undefined) return complain(frame, `cd: ${back ? "OLDPWD" : "HOME"} not set`);
  const path = resolvePath(state.directory, target);
  const kind = host.files.kind(path);
  if (kind !== "directory") return complain(frame, `cd: ${target}: ${kind === "file" ? "Not a directory" : "No such file or directory"}`);
  setVariable(state, "OLDPWD", state.directory);
  setVariable(state, "PWD", path);
  state.directory = path;
  if (back) streams.out(`${path}\n`);
  return 0;
};

/** `export`, `readonly`, `declare` and `local`: names with or without a value. */
const declare: Builtin = (args, { state, streams }, name) => {
  if (name === "export" && (args.length === 0 || args[0] === "-p")) {
    const shown = [...state.variables].filter(([, { exported }]) => exported).toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, { value }] of shown) streams.out(`declare -x ${key}="${value.replace(/["\\$`]/g, "\\$&")}"\n`);
    return 0;
  }
  for (const arg of args.filter((one) => !one.startsWith("-"))) {
    const at = arg.indexOf("=");
    const key = at < 0 ? arg : arg.slice(0, at);
    if (!/^[A-Za-z_]\w*$/.test(key)) {
      streams.err(`${state.name}: ${name}: \`${arg}': not a valid identifier\n`);
      return 1;
    }
    const value = at < 0 ? (state.variables.get(key)?.value ?? "") : arg.slice(at + 1);
    setVariable(state, key, value, name === "export" || args.includes("-x"));
  }
  return 0;
};

const unset: Builtin = (args, { state }) => {
  for (const name of args.filter((one) => !one.startsWith("-"))) {
    if (!args.includes("-f")) state.variables.delete(name);
    if (!args.includes("-v")) state.functions.delete(name);
  }
  return 0;
};

const OPTION_LETTERS: Readonly<Record<string, keyof ShellState["options"]>> = { e: "exitOnError", x: "traced", u: "unset" };
const OPTION_NAMES: Readonly<Record<string, keyof ShellState["options"]>> = {
  errexit: "exitOnError",
  xtrace: "traced",
  nounset: "unset",
  pipefail: "pipefail",
};

const set: Builtin = (args, { state, streams }) => {
  if (args.length === 0)
    for (const [name, { value }] of [...state.variables].toSorted(([a], [b]) => (a < b ? -1 : 1))) streams.out(`${name}=${value}\n`);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--" || !/^[-+]/.test(arg)) {
      state.positional = args.slice(arg === "--" ? at + 1 : at);
      return 0;
    }
    const isOn = arg.startsWith("-");
    for (const letter of arg.slice(1)) {
      const option = letter === "o" ? OPTION_NAMES[args[++at] ?? ""] : OPTION_LETTERS[letter];
      if (option !== undefined) state.options[option] = isOn;
    }
  }
  return 0;
};

const shift: Builtin = (args, { state }) => {
  const count = Number(args[0] ?? 1);
  if (count > state.positional.length) return 1;
  state.positional = state.positional.slice(count);
  return 0;
};

const read: Builtin = (args, { state, streams }) => {
  const flags = args.filter((arg) => arg.startsWith("-"));
  const prompt = args[args.indexOf("-p") + 1];
  const names = args.filter((arg, index) => !arg.startsWith("-") && !(flags.includes("-p") && index === args.indexOf("-p") + 1));
  if (flags.includes("-p") && prompt !== undefined) streams.err(prompt);
  const { input } = streams;
  if (input.rest === "") {
    for (const name of names) setVariable(state, name, "");
    return 1;
  }
  const end = input.rest.indexOf("\n");
  const line = end < 0 ? input.rest : input.rest.slice(0, end);
  input.rest = end < 0 ? "" : input.rest.slice(end + 1);
  const text = flags.some((flag) => flag.includes("r")) ? line : line.replace(/\\(.)/g, "$1");
  const separators = state.variables.get("IFS")?.value ?? " \t\n";
  const splits = new RegExp(
    separators === "" ? "(?!)" : /^[ \t\n]+$/.test(separators) ? "[ \\t\\n]+" : `[${separators.replace(/[\]\\^-]/g, "\\$&")}]`,
  );
  const targets = names.length === 0 ? ["REPLY"] : names;
  let rest = /^[ \t\n]+$/.test(separators) ? text.trim() : text;
  for (const [index, name] of targets.entries()) {
    const match = index === targets.length - 1 ? null : splits.exec(rest);
    setVariable(state, name, match === null ? rest : rest.slice(0, match.index));
    rest = match === null ? "" : rest.slice(match.index + match[0].length);
  }
  return end < 0 ? 1 : 0;
};

function leaving(what: "break" | "continue" | "exit" | "return"): Builtin {
  return (args, frame) => {
    const isLoop = what === "break" || what === "continue";
    const given = args[0];
    if (given !== undefined && !/^\d+$/.test(given)) complain(frame, `${what}: ${given}: numeric argument required`);
    if (what === "exit") frame.state.isOver = true;
    throw new Leave(what, isLoop ? Math.max(1, Number(given ?? 1)) : (Number(given ?? frame.state.status) || 0) & 255);
  };
}

const evaluate: Builtin = (args, frame) => frame.interpreter.script(args.join(" "), frame);

const source: Builtin = function* (args, frame, name) {
  const { state, host } = frame;
  const [path, ...rest] = args;
  if (path === undefined) return complain(frame, `${name}: filename argument required`, 2);
  const text = host.files.read(resolvePath(state.directory, path));
  if (text === undefined) return complain(frame, `${path}: No such file or directory`);
  const before = state.positional;
  if (rest.length > 0) state.positional = rest;
  const status = yield* frame.interpreter.script(text, frame);
  state.positional = before;
  return status;
};

const alias: Builtin = (args, frame) => {
  const { aliases } = frame.state;
  let status = 0;
  const show = (name: string): void =>
    frame.streams.out(`alias ${name}='${(aliases.get(name) ?? "").replaceAll("'", String.raw`'\''`)}'\n`);
  if (args.length === 0) [...aliases.keys()].toSorted().forEach(show);
  for (const arg of args) {
    const at = arg.indexOf("=");
    if (at > 0) aliases.set(arg.slice(0, at), arg.slice(at + 1));
    else if (aliases.has(arg)) show(arg);
    else status = complain(frame, `alias: ${arg}: not found`);
  }
  return status;
};

const unalias: Builtin = (args, { state }) => {
  if (args[0] === "-a") state.aliases.clear();
  for (const name of args) state.aliases.delete(name);
  return 0;
};

/** `type`, and `command -v` / `-V`: what a name would run. */
function describe(name: string, verbose: boolean, { state, host, streams }: Frame): number {
  const alias = state.aliases.get(name);
  if (alias !== undefined) streams.out(verbose ? `${name} is aliased to \`${alias}'\n` : `alias ${name}='${alias}'\n`);
  else if (state.functions.has(name)) streams.out(verbose ? `${name} is a function\n` : `${name}\n`);
  else if (builtinNamed(name, state.name)) streams.out(verbose ? `${name} is a shell builtin\n` : `${name}\n`);
  else if (host.hasProgram(name)) streams.out(verbose ? `${name} is /usr/bin/${name}\n` : `/usr/bin/${name}\n`);
  else return 1;
  return 0;
}

const type: Builtin = (args, frame) => {
  let status = 0;
  for (const name of args) if (describe(name, true, frame) !== 0) status = complain(frame, `type: ${name}: not found`);
  return status;
};

const command: Builtin = (args, frame) =>
  args[0] === "-v" || args[0] === "-V" ? describe(args[1] ?? "", args[0] === "-V", frame) : withoutFunctions(args, frame);

function* withoutFunctions(args: readonly string[], frame: Frame): Process {
  const functions = frame.state.functions;
  frame.state.functions = new Map();
  try {
    return yield* frame.interpreter.call(args, frame);
  } finally {
    frame.state.functions = functions;
  }
}

const exec: Builtin = function* (args, frame) {
  if (args.length === 0) return 0;
  const status = yield* frame.interpreter.call(args, frame);
  frame.state.isOver = true;
  throw new Leave("exit", status);
};

const wait: Builtin = function* (args) {
  return (yield { kind: "wait", ids: args.map((arg) => Number(arg.replace(/^%/, ""))) }) as number;
};

const calculate: Builtin = (args, frame) => {
  try {
    return arithmeticIn(args.join(" "), frame.state) === 0n ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    return complain(frame, error.message);
  }
};

const POSIX: Readonly<Record<string, Builtin>> = {
  "[": test,
  test,
  echo,
  printf,
  cd,
  pwd: (_args, { state, streams }) => {
    streams.out(`${state.directory}\n`);
    return 0;
  },
  ":": () => 0,
  true: () => 0,
  false: () => 1,
  export: declare,
  readonly: declare,
  local: declare,
  unset,
  set,
  shift,
  read,
  break: leaving("break"),
  continue: leaving("continue"),
  exit: leaving("exit"),
  return: leaving("return"),
  eval: evaluate,
  ".": source,
  alias,
  unalias,
  type,
  command,
  exec,
  wait,
  // Nothing here is interrupted, limited or stopped.
  trap: () => 0,
  umask: () => 0,
  ulimit: () => 0,
  hash: () => 0,
};

const BASH: Readonly<Record<string, Builtin>> = {
  declare,
  typeset: declare,
  logout: leaving("exit"),
  let: calculate,
  source,
  builtin: command,
  shopt: () => 0,
  bind: () => 0,
  complete: () => 0,
  compopt: () => 0,
  disown: () => 0,
};

/** The names of a shell's builtins. */
export function builtinNames(shell: string): string[] {
  return [...Object.keys(POSIX), ...(shell === "sh" ? [] : Object.keys(BASH))];
}

/** The builtin of a name in that shell. */
export function builtinNamed(name: string, shell: string): Builtin | undefined {
  if (Object.hasOwn(POSIX, name)) return POSIX[name];
  return shell !== "sh" && Object.hasOwn(BASH, name) ? BASH[name] : undefined;
}

import type { Condition, ListItem, Node, Redirect, Word } from "./ast.ts";
import { type Effect, type Frame, type Interpreter, Leave, type Process, type ShellHost } from "./process.ts";
import { ShellSyntaxError } from "./ast.ts";
import { builtinNamed } from "./builtins.ts";
import { arithmeticIn, type Expander, expandPattern, expandText, expandWords, ExpansionError } from "./expand.ts";
import { parseShell } from "./parse.ts";
import { withRedirects } from "./redirects.ts";
import { matchesPattern } from "./pattern.ts";
import { environmentOf, forkState, type InputText, setVariable, type ShellState, type Streams } from "./state.ts";
import { testWords } from "./test-command.ts";

const INTERPRETER: Interpreter = {
  script: (text, { state, host, streams, depth }) => runScript(text, state, host, streams, depth + 1),
  call,
};

const LOOPS_MOST = 100_000;
/** bash's own FUNCNEST has no limit; its stack has one. */
const DEEPEST_CALL = 400;
/** What `eval` and `source` run may run others, so deep. */
const DEEPEST_SCRIPT = 100;

/** Runs a script's text in a shell, as if its lines were typed: state stays for the next. */
export function* runScript(text: string, state: ShellState, host: ShellHost, streams: Streams, depth = 0): Process {
  let script: Node;
  try {
    if (depth > DEEPEST_SCRIPT) throw new ShellSyntaxError(`maximum nesting level exceeded (${DEEPEST_SCRIPT})`);
    script = parseShell(text);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    streams.err(`${state.name}: ${error.message}\n`);
    return (state.status = 2);
  }
  return yield* runTree(script, state, host, streams, depth);
}

/** Runs a script that has been read. */
export function* runTree(script: Node, state: ShellState, host: ShellHost, streams: Streams, depth = 0): Process {
  try {
    yield* run(script, { state, host, streams, isCondition: false, depth, interpreter: INTERPRETER });
  } catch (error) {
    const complaint = complaintOf(error);
    if (complaint !== undefined) {
      streams.err(`${state.name}: ${complaint}\n`);
      return (state.status = 1);
    }
    if (!(error instanceof Leave)) throw error;
    if (error.what === "exit" || error.what === "return") state.status = error.count;
  }
  return state.status;
}

/** What a shell says of words that cannot be made, and of texts and nestings that no memory holds. */
function complaintOf(error: unknown): string | undefined {
  if (error instanceof ExpansionError || error instanceof ShellSyntaxError) return error.message;
  return error instanceof RangeError ? "cannot allocate memory" : undefined;
}

/** Runs one command whose words are known, as if they were typed quoted. */
export function* runWords(words: readonly string[], state: ShellState, host: ShellHost, streams: Streams): Process {
  return yield* call(words, { state, host, streams, isCondition: false, depth: 0, interpreter: INTERPRETER });
}

function* run(node: Node, frame: Frame): Process {
  const status = yield* runNode(node, frame);
  frame.state.status = status;
  const ends = frame.state.options.exitOnError && !frame.isCondition && status !== 0;
  if (ends && (node.kind === "simple" || node.kind === "pipeline" || (node.kind === "group" && node.subshell)))
    throw new Leave("exit", status);
  return status;
}

function* runNode(node: Node, frame: Frame): Process {
  switch (node.kind) {
    case "simple":
      return yield* runSimple(node, frame);
    case "pipeline":
      return yield* runPipeline(node, frame);
    case "list":
      return yield* runList(node.items, frame);
    case "function":
      frame.state.functions.set(node.name, node.body);
      return 0;
    case "condition":
      return (yield* holds(node.expression, frame)) ? 0 : 1;
    case "arithmetic":
      return arithmeticIn(yield* expandText(node.expression, expanderOf(frame)), frame.state) === 0n ? 1 : 0;
    default:
      return yield* withRedirects(node.redirects, frame, expanderOf(frame), (inner) => runCompound(node, inner));
  }
}

type Compound = Extract<Node, { redirects: readonly Redirect[] }>;

function* runCompound(node: Exclude<Compound, { kind: "simple" }>, frame: Frame): Process {
  switch (node.kind) {
    case "group":
      return node.subshell ? yield* inSubshell(frame, (inner) => run(node.body, inner)) : yield* run(node.body, frame);
    case "loop":
      return yield* looping(frame, function* (inner) {
        const status = yield* run(node.condition, { ...inner, isCondition: true });
        return (status === 0) !== node.until ? node.body : undefined;
      });
    case "for": {
      const words = node.words ? yield* expandWords(node.words, expanderOf(frame)) : [...frame.state.positional];
      return yield* looping(frame, () => {
        const word = words.shift();
        if (word === undefined) return undefined;
        setVariable(frame.state, node.name, word);
        return node.body;
      });
    }
    case "count":
      return yield* runCount(node, frame);
    case "if":
      for (const { condition, body } of node.branches)
        if ((yield* run(condition, { ...frame, isCondition: true })) === 0) return yield* run(body, frame);
      return node.otherwise ? yield* run(node.otherwise, frame) : 0;
    case "case":
      return yield* runCase(node, frame);
  }
}

/** Runs what `next` gives until it gives nothing; `break` and `continue` mean this loop. */
function* looping(frame: Frame, next: (frame: Frame) => Generator<Effect, Node | undefined, unknown> | Node | undefined): Process {
  let status = 0;
  for (let turn = 0; turn < LOOPS_MOST; turn++) {
    const found = next(frame);
    const body = found === undefined || "kind" in found ? found : yield* found;
    if (body === undefined) return status;
    frame.host.turn?.();
    try {
      status = yield* run(body, frame);
    } catch (error) {
      if (!(error instanceof Leave) || (error.what !== "break" && error.what !== "continue")) throw error;
      if (error.count > 1) throw new Leave(error.what, error.count - 1);
      status = 0;
      if (error.what === "break") return 0;
    }
  }
  throw new Leave("exit", 130);
}

function* runCount(node: Extract<Node, { kind: "count" }>, frame: Frame): Process {
  const by = expanderOf(frame);
  const evaluate = function* (word: Word): Generator<Effect, bigint, unknown> {
    return arithmeticIn(yield* expandText(word, by), frame.state);
  };
  yield* evaluate(node.start);
  let isFirst = true;
  return yield* looping(frame, function* () {
    if (!isFirst) yield* evaluate(node.step);
    isFirst = false;
    const goesOn = node.condition.length === 0 || (yield* evaluate(node.condition)) !== 0n;
    return goesOn ? node.body : undefined;
  });
}

function* runCase(node: Extract<Node, { kind: "case" }>, frame: Frame): Process {
  const by = expanderOf(frame);
  const text = yield* expandText(node.word, by);
  let falls = false;
  let status = 0;
  for (const clause of node.clauses) {
    let fits = falls;
    for (const pattern of fits ? [] : clause.patterns) fits ||= matchesPattern(text, yield* expandPattern(pattern, by));
    if (!fits) continue;
    status = yield* run(clause.body, frame);
    if (!clause.falls) return status;
    falls = true;
  }
  return status;
}

function* runList(items: readonly ListItem[], frame: Frame): Process {
  for (const [index, { node, when, background, text = "" }] of items.entries()) {
    const { state } = frame;
    if ((when === "success" && state.status !== 0) || (when === "failure" && state.status === 0)) continue;
    if (background) {
      const process = inSubshell({ ...frame, streams: { ...frame.streams, input: { rest: "" } } }, (inner) => run(node, inner));
      state.lastBackground = (yield { kind: "background", process, text }) as number;
      state.status = 0;
      continue;
    }
    const following = items[index + 1];
    const isCondition = frame.isCondition || (following !== undefined && following.when !== "always");
    yield* run(node, { ...frame, isCondition });
  }
  return items.length === 0 ? 0 : frame.state.status;
}

/** A pipeline's commands run one after the other, each with what the one before has printed. */
function* runPipeline({ parts, negated, timed }: Extract<Node, { kind: "pipeline" }>, frame: Frame): Process {
  const begun = frame.host.now();
  let input: InputText = frame.streams.input;
  let status = 0;
  let failed = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    let text = "";
    const streams: Streams = { ...frame.streams, input, ...(isLast ? {} : { out: (chunk: string) => void (text += chunk) }) };
    const inner = { ...frame, streams, isCondition: frame.isCondition || negated };
    status = parts.length === 1 ? yield* run(part, inner) : yield* inSubshell(inner, (sub) => run(part, sub));
    if (status !== 0) failed = status;
    input = { rest: text };
  }
  if (frame.state.options.pipefail) status = failed;
  if (timed) frame.streams.err(timeText(frame.host.now() - begun, frame.state.name));
  return negated ? Number(status === 0) : status;
}

function timeText(ms: number, name: string): string {
  const format = (part: number): string => `${Math.floor(part / 60_000)}m${((part % 60_000) / 1000).toFixed(3)}s`;
  return name === "sh" ? `real\t${format(ms)}\nuser\t0m0.000s\nsys\t0m0.000s\n` : `\nreal\t${format(ms)}\nuser\t0m0.000s\nsys\t0m0.000s\n`;
}

/** Runs in a copy of the shell: what changes there is lost, and `exit` ends no more than it. */
function* inSubshell(frame: Frame, action: (frame: Frame) => Process): Process {
  const state = forkState(frame.state);
  try {
    return yield* action({ ...frame, state, depth: frame.depth + 1 });
  } catch (error) {
    if (!(error instanceof Leave)) throw error;
    return error.what === "exit" || error.what === "return" ? error.count : 0;
  }
}

function* runSimple(node: Extract<Node, { kind: "simple" }>, frame: Frame): Process {
  const { state, streams } = frame;
  const by = expanderOf(frame);
  try {
    const words = yield* expandWords(withAliases(node.words, state), by);
    const values: [string, string][] = [];
    for (const { name, value, append } of node.assignments) {
      const text = yield* expandText(value, by);
      values.push([name, append ? (state.variables.get(name)?.value ?? "") + text : text]);
      if (words.length === 0) setVariable(state, name, values.at(-1)?.[1] ?? "");
    }
    if (state.options.traced && (words.length > 0 || values.length > 0))
      streams.err(`+ ${[...values.map(([name, value]) => `${name}=${quoteForTrace(value)}`), ...words.map(quoteForTrace)].join(" ")}\n`);
    const hasSubstitution = node.assignments.some(({ value }) => value.some(({ kind }) => kind === "command"));
    return yield* withRedirects(node.redirects, frame, by, function* (inner) {
      if (words.length === 0) return hasSubstitution ? state.status : 0;
      return yield* withVariables(values, inner, words, () => call(words, inner));
    });
  } catch (error) {
    if (!(error instanceof ExpansionError) && !(error instanceof ShellSyntaxError)) throw error;
    streams.err(`${state.name}: ${error.message}\n`);
    if (error instanceof ExpansionError) throw new Leave("exit", 1);
    return 1;
  }
}

/** The first word's alias, once, as an interactive shell replaces it. */
function withAliases(words: readonly Word[], { aliases }: ShellState): readonly Word[] {
  const [first] = words[0] ?? [];
  if (words[0]?.length !== 1 || first?.kind !== "text" || first.quoted) return words;
  const alias = aliases.get(first.text);
  if (alias === undefined) return words;
  const tree = parseShell(alias);
  const item = tree.kind === "list" && tree.items.length === 1 ? tree.items[0]?.node : undefined;
  return item?.kind === "simple" ? [...item.words, ...words.slice(1)] : words;
}

/** `NAME=value command`: the variables are the command's alone. */
function* withVariables(values: readonly [string, string][], { state }: Frame, words: readonly string[], action: () => Process): Process {
  if (values.length === 0) return yield* action();
  const before = new Map(values.map(([name]) => [name, state.variables.get(name)]));
  for (const [name, value] of values) setVariable(state, name, value, true);
  try {
    return yield* action();
  } finally {
    const [name = ""] = words;
    // What stands before a special builtin stays.
    if (!["export", "eval", ".", "set"].includes(name))
      for (const [key, old] of before) {
        if (old === undefined) state.variables.delete(key);
        else state.variables.set(key, old);
      }
  }
}

/** Runs a function, a builtin or a program. */
function* call(words: readonly string[], frame: Frame): Process {
  const { state, streams } = frame;
  const [name = "", ...args] = words;
  const body = state.functions.get(name);
  if (body !== undefined) return yield* callFunction(name, body, args, frame);
  const builtin = builtinNamed(name, state.name);
  if (builtin !== undefined) {
    const status = builtin(args, frame, name);
    return typeof status === "number" ? status : yield* status;
  }
  const answer = yield { kind: "run", argv: words, streams, environment: environmentOf(state), directory: state.directory };
  return answer as number;
}

function* callFunction(name: string, body: Node, args: string[], frame: Frame): Process {
  const { state } = frame;
  if (frame.depth >= DEEPEST_CALL) throw new ShellSyntaxError(`${name}: maximum function nesting level exceeded (${DEEPEST_CALL})`);
  const before = state.positional;
  state.positional = args;
  try {
    return yield* run(body, { ...frame, depth: frame.depth + 1 });
  } catch (error) {
    if (!(error instanceof Leave) || error.what !== "return") throw error;
    return error.count;
  } finally {
    state.positional = before;
  }
}

function expanderOf(frame: Frame): Expander<Effect> {
  return {
    state: frame.state,
    files: frame.host.files,
    *substitute(script) {
      let text = "";
      const streams: Streams = { ...frame.streams, out: (chunk) => void (text += chunk) };
      frame.state.status = yield* inSubshell({ ...frame, streams, isCondition: true }, (inner) => run(script, inner));
      return text.replace(/\n+$/, "");
    },
  };
}

function* holds(condition: Condition, frame: Frame): Generator<Effect, boolean, unknown> {
  switch (condition.kind) {
    case "and":
      return (yield* holds(condition.left, frame)) && (yield* holds(condition.right, frame));
    case "or":
      return (yield* holds(condition.left, frame)) || (yield* holds(condition.right, frame));
    case "not":
      return !(yield* holds(condition.what, frame));
    case "test":
      return yield* testHolds(condition.words, frame);
  }
}

function* testHolds(words: readonly Word[], frame: Frame): Generator<Effect, boolean, unknown> {
  const by = expanderOf(frame);
  const texts: string[] = [];
  for (const word of words) texts.push(yield* expandText(word, by));
  const [, operator = "", right = ""] = texts;
  if (texts.length === 3 && ["=", "==", "!="].includes(operator)) {
    const fits = matchesPattern(texts[0] ?? "", yield* expandPattern(words[2] ?? [], by));
    return fits === (operator !== "!=");
  }
  if (texts.length === 3 && operator === "=~") return new RegExp(right).test(texts[0] ?? "");
  if (texts.length === 3 && (operator === "<" || operator === ">"))
    return operator === "<" ? (texts[0] ?? "") < right : (texts[0] ?? "") > right;
  return testWords(texts, frame.state, frame.host.files) === true;
}

/** A word as `set -x` shows it. */
function quoteForTrace(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

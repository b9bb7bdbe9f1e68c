import { evaluateArithmetic } from "./arithmetic.ts";
import { type Node, type Parameter, type ParameterChange, type ParameterChoice, ShellSyntaxError, type Word } from "./ast.ts";
import { isPattern, patternSource, type PatternText } from "./pattern.ts";
import { resolvePath, type ShellFiles, type ShellState, setVariable } from "./state.ts";

/** A failed expansion (`${x:?text}`, an unset variable under `set -u`): the command does not run, a script ends. */
export class ExpansionError extends Error {
  override name = "ExpansionError";
}

/** Where bash puts what a process prints that stands in a file's place. */
const PROCESS_FILES = "/dev/fd/";
const LAST_DESCRIPTOR = 63;

/** What expansion needs of the interpreter. */
export interface Expander<Effect> {
  readonly state: ShellState;
  readonly files: ShellFiles;
  /** Runs a command substitution and gives what it printed, without the newlines at its end. */
  substitute(script: Node): Generator<Effect, string, unknown>;
}

/** A piece of an expanded word. `split`: unquoted, so blanks in it part words. `boundary`: the words of "$@" end here. */
interface Piece extends PatternText {
  readonly split: boolean;
  readonly boundary?: boolean;
}

type Pieces<Effect> = Generator<Effect, Piece[], unknown>;

/** The words that a command gets: braces, parameters, substitutions, splitting, file names, in this order. */
export function* expandWords<Effect>(words: readonly Word[], by: Expander<Effect>): Generator<Effect, string[], unknown> {
  const results: string[] = [];
  for (const word of words) {
    for (const one of by.state.name === "sh" ? [word] : expandBraces(word)) {
      const pieces = yield* piecesOf(one, by);
      for (const field of splitFields(pieces, by.state.variables.get("IFS")?.value)) results.push(...expandPaths(field, by));
    }
  }
  return results;
}

/** A word that stays one: an assignment's value, a redirect's target, what `case` looks at. */
export function* expandText<Effect>(word: Word, by: Expander<Effect>): Generator<Effect, string, unknown> {
  const pieces = yield* piecesOf(word, by);
  if (pieces.reduce((sum, { text }) => sum + text.length, 0) > LONGEST_TEXT) throw new ExpansionError("cannot allocate memory");
  return pieces.map(({ text, boundary }, index) => text + (boundary === true && index < pieces.length - 1 ? " " : "")).join("");
}

/** A word as a pattern: what was quoted in it means itself. */
export function* expandPattern<Effect>(word: Word, by: Expander<Effect>): Generator<Effect, PatternText[], unknown> {
  return yield* piecesOf(word, by);
}

function* piecesOf<Effect>(word: Word, by: Expander<Effect>): Pieces<Effect> {
  const pieces: Piece[] = [];
  for (const [index, part] of word.entries()) {
    switch (part.kind) {
      case "text":
        pieces.push({
          text: index === 0 && !part.quoted ? expandTilde(part.text, word.length === 1, by.state) : part.text,
          quoted: part.quoted,
          split: false,
        });
        break;
      case "command":
        pieces.push({ text: yield* by.substitute(part.script), quoted: part.quoted, split: !part.quoted });
        break;
      case "process": {
        const text = yield* by.substitute(part.script);
        const path = `${PROCESS_FILES}${LAST_DESCRIPTOR - (by.state.processFiles++ % LAST_DESCRIPTOR)}`;
        by.files.write(path, text === "" ? "" : `${text}\n`);
        pieces.push({ text: path, quoted: true, split: false });
        break;
      }
      case "arithmetic": {
        const text = yield* expandText(part.expression, by);
        pieces.push({ text: String(arithmeticIn(text, by.state)), quoted: part.quoted, split: !part.quoted });
        break;
      }
      case "parameter":
        pieces.push(...(yield* parameterPieces(part.parameter, part.quoted, by)));
        break;
    }
  }
  return pieces;
}

/** Arithmetic over a shell's variables. */
export function arithmeticIn(text: string, state: ShellState): bigint {
  return evaluateArithmetic(text, {
    get: (name) => valueOf(name, state),
    set: (name, value) => setVariable(state, name, value),
  });
}

function expandTilde(text: string, isWhole: boolean, { variables }: ShellState): string {
  const match = /^~(?=\/|$)/.exec(text);
  if (match === null || (text === "~" && !isWhole)) return text;
  return (variables.get("HOME")?.value ?? "~") + text.slice(1);
}

/** A parameter's value; undefined when it has none. `@` and `*` are joined by blanks. */
function valueOf(name: string, state: ShellState): string | undefined {
  switch (name) {
    case "@":
    case "*":
      return state.positional.length > 0 ? state.positional.join(" ") : undefined;
    case "#":
      return String(state.positional.length);
    case "?":
      return String(state.status);
    case "$":
      return String(state.processId);
    case "!":
      return state.lastBackground === 0 ? "" : String(state.lastBackground);
    case "-":
      return "";
    case "0":
      return state.variables.get("0")?.value ?? state.name;
    default:
      return /^\d+$/.test(name) ? state.positional[Number(name) - 1] : state.variables.get(name)?.value;
  }
}

function* parameterPieces<Effect>({ name, operation }: Parameter, quoted: boolean, by: Expander<Effect>): Pieces<Effect> {
  const { state } = by;
  const plain = (text: string): Piece[] => [{ text, quoted, split: !quoted }];
  if (operation === undefined && name === "@" && quoted)
    return state.positional.map((text) => ({ text, quoted, split: false, boundary: true }));
  const value = valueOf(name, state);
  if (operation === undefined) {
    if (value === undefined && state.options.unset && name !== "@" && name !== "*") throw new ExpansionError(`${name}: unbound variable`);
    return plain(value ?? "");
  }
  if (!("word" in operation)) return plain(yield* changed(operation, name, value ?? "", by));
  return yield* chosen(operation, name, value, quoted, by);
}

function* chosen<Effect>(
  { kind, colon, word }: ParameterChoice,
  name: string,
  value: string | undefined,
  quoted: boolean,
  by: Expander<Effect>,
): Pieces<Effect> {
  const plain = (text: string): Piece[] => [{ text, quoted, split: !quoted }];
  const isSet = value !== undefined && !(colon && value === "");
  if (kind === "alternative") return isSet ? yield* wordPieces(word, quoted, by) : plain("");
  if (isSet) return plain(value);
  if (kind === "default") return yield* wordPieces(word, quoted, by);
  const text = yield* expandText(word, by);
  if (kind === "error") throw new ExpansionError(`${name}: ${text || "parameter null or not set"}`);
  setVariable(by.state, name, text);
  return plain(text);
}

/** The word of `${x:-word}`: inside double quotes it is quoted as a whole. */
function* wordPieces<Effect>(word: Word, quoted: boolean, by: Expander<Effect>): Pieces<Effect> {
  const pieces = yield* piecesOf(word, by);
  return quoted
    ? pieces.map((piece) => ({ ...piece, quoted: true, split: false }))
    : pieces.map((piece) => (piece.quoted ? piece : { ...piece, split: true }));
}

function* changed<Effect>(
  operation: ParameterChange,
  name: string,
  value: string,
  by: Expander<Effect>,
): Generator<Effect, string, unknown> {
  switch (operation.kind) {
    case "length":
      return String(name === "@" || name === "*" ? by.state.positional.length : [...value].length);
    case "case": {
      const turn = (text: string): string => (operation.upper ? text.toUpperCase() : text.toLowerCase());
      return operation.all ? turn(value) : turn(value.slice(0, 1)) + value.slice(1);
    }
    case "slice": {
      const offset = Number(arithmeticIn(yield* expandText(operation.offset, by), by.state));
      const from = offset < 0 ? Math.max(0, value.length + offset) : offset;
      if (operation.length === undefined) return value.slice(from);
      const length = Number(arithmeticIn(yield* expandText(operation.length, by), by.state));
      return value.slice(from, length < 0 ? value.length + length : from + length);
    }
    case "prefix":
    case "suffix": {
      const pattern = yield* expandPattern(operation.pattern, by);
      const source = patternSource(pattern, { lazy: operation.kind === "prefix" && !operation.longest });
      if (operation.kind === "prefix") return value.replace(new RegExp(`^(?:${source})`, "u"), "");
      return withoutSuffix(value, source, operation.longest);
    }
    case "replace": {
      const source = patternSource(yield* expandPattern(operation.pattern, by));
      const text = yield* expandText(operation.replacement, by);
      if (source === "") return value;
      return value.replace(new RegExp(source, operation.all ? "gu" : "u"), () => text);
    }
  }
}

function withoutSuffix(value: string, source: string, longest: boolean): string {
  const whole = new RegExp(`^(?:${source})$`, "u");
  const lengths = Array.from({ length: value.length + 1 }, (_, index) => index);
  const found = (longest ? lengths : lengths.toReversed()).find((from) => whole.test(value.slice(from)));
  return found === undefined ? value : value.slice(0, found);
}

interface Field {
  readonly parts: readonly PatternText[];
}

/** Parts pieces at the blanks of unquoted expansions. */
function splitFields(pieces: readonly Piece[], separators = " \t\n"): Field[] {
  const fields: { parts: PatternText[] }[] = [];
  let current: PatternText[] | undefined;
  const close = (): void => {
    if (current !== undefined) fields.push({ parts: current });
    current = undefined;
  };
  for (const piece of pieces) {
    const { text, quoted, split } = piece;
    if (!split || separators === "") {
      if (text !== "" || quoted) (current ??= []).push({ text, quoted });
    } else {
      splitText(text, separators).forEach((chunk, index) => {
        if (index > 0) close();
        if (chunk !== "") (current ??= []).push({ text: chunk, quoted: false });
      });
    }
    if (piece.boundary === true && piece !== pieces.at(-1)) close();
  }
  close();
  return fields;
}

/** Blanks in a row part once; other separators each for themselves. */
function splitText(text: string, separators: string): string[] {
  const isBlank = /^[ \t\n]+$/.test(separators);
  const escaped = separators.replace(/[\]\\^-]/g, "\\$&");
  if (isBlank) return text.split(new RegExp(`[${escaped}]+`));
  const blanks = [...separators].filter((char) => /[ \t\n]/.test(char)).join("");
  const others = escaped.replace(/[ \t\n]/g, "");
  return text.split(new RegExp(blanks === "" ? `[${others}]` : `[${blanks}]*[${others}][${blanks}]*|[${blanks}]+`));
}

/** File names for a pattern, itself where none fits. */
function expandPaths<Effect>({ parts }: Field, { state, files }: Expander<Effect>): string[] {
  const plain = parts.map(({ text }) => text).join("");
  if (!isPattern(parts)) return [plain];
  const isAbsolute = plain.startsWith("/");
  const segments = splitSegments(parts);
  let found = [isAbsolute ? "/" : ""];
  for (const [index, segment] of segments.entries()) {
    const name = segment.map(({ text }) => text).join("");
    if (name === "" && index === 0) continue;
    const expression = isPattern(segment) ? new RegExp(`^(?:${patternSource(segment, { path: true })})$`, "u") : undefined;
    found = found.flatMap((base) => {
      const join = (entry: string): string => (base === "" || base.endsWith("/") ? base + entry : `${base}/${entry}`);
      if (expression === undefined) return files.kind(resolvePath(state.directory, join(name))) === undefined ? [] : [join(name)];
      const hidden = name.startsWith(".");
      return files
        .list(resolvePath(state.directory, base === "" ? "." : base))
        .filter((entry) => (hidden || !entry.startsWith(".")) && expression.test(entry))
        .map(join);
    });
  }
  return found.length === 0 ? [plain] : found;
}

function splitSegments(parts: readonly PatternText[]): PatternText[][] {
  const segments: PatternText[][] = [[]];
  for (const { text, quoted } of parts) {
    text.split("/").forEach((piece, index) => {
      if (index > 0) segments.push([]);
      if (piece !== "") segments.at(-1)?.push({ text: piece, quoted });
    });
  }
  return segments;
}

/** So many words one word may become, and so long may a text be. */
const MOST_WORDS = 100_000;
const LONGEST_TEXT = 2 ** 24;

/** bash's `a{1,2}b` and `{1..3}`. */
function expandBraces(word: Word): Word[] {
  const expanded: Word[] = [];
  const open: Word[] = [word];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const choices = firstBraces(next);
    if (choices === undefined) expanded.push(next);
    else open.push(...choices.toReversed());
    if (expanded.length + open.length > MOST_WORDS) throw new ShellSyntaxError("brace expansion: too many words");
  }
  return expanded;
}

/** The words that a word's first braces make; undefined for one without any. */
function firstBraces(word: Word): Word[] | undefined {
  for (const [index, part] of word.entries()) {
    if (part.kind !== "text" || part.quoted) continue;
    const found = findBraces(part.text);
    if (found === undefined) continue;
    const { before, choices, after } = found;
    return choices.map((choice) => [...word.slice(0, index), { ...part, text: before + choice + after }, ...word.slice(index + 1)]);
  }
  return undefined;
}

function findBraces(text: string): { before: string; choices: string[]; after: string } | undefined {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, before = "", inside = "", after = ""] = match;
  const range = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(inside) ?? /^([a-zA-Z])\.\.([a-zA-Z])$/.exec(inside);
  const choices = range ? rangeOf(range) : inside.includes(",") ? inside.split(",") : undefined;
  return choices === undefined ? undefined : { before, choices, after };
}

function rangeOf([, from = "", to = "", by = "1"]: RegExpExecArray): string[] {
  const isNumber = /\d/.test(from);
  const [start, end] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const step = Math.max(1, Math.abs(Number(by)));
  const width = /^-?0\d|^-?0$/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0;
  const count = Math.floor(Math.abs(end - start) / step) + 1;
  if (count > MOST_WORDS) throw new ShellSyntaxError(`{${from}..${to}}: too many words`);
  return Array.from({ length: count }, (_, index) => {
    const value = start + (end >= start ? index : -index) * step;
    return isNumber ? String(value).padStart(width, "0") : String.fromCharCode(value);
  });
}

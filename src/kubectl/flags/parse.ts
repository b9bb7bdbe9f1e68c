import { goQuote } from "../../base/go-format.ts";
import { defaultOf, type FlagSpec, type FlagValue, noOptDefaultOf } from "./spec.ts";
import { parseFlagValue } from "./values.ts";

/** The command line does not fit the flags; the message is pflag's. */
export class FlagError extends Error {
  override name = "FlagError";
}

/** A flag as it was given, in order of appearance. */
export interface FlagOccurrence {
  readonly name: string;
  readonly value: string;
}

/** What a command line says. */
export interface ParsedLine {
  readonly flags: Flags;
  /** Everything that is no flag, without `--`. */
  readonly positionals: readonly string[];
  /** How many positionals stood before `--`; -1 without one. */
  readonly lengthAtDash: number;
  readonly occurrences: readonly FlagOccurrence[];
  /** `--help` or `-h` was met; parsing ended there. */
  readonly help: boolean;
}

/** Typed access to flags by name. Asking for a flag that the command has not is our own fault and throws. */
export interface Flags {
  bool(name: string): boolean;
  /** A text flag's value. */
  text(name: string): string;
  /** A number, or a duration in ms. */
  number(name: string): number;
  list(name: string): readonly string[];
  /** Whether the user gave it. */
  changed(name: string): boolean;
  /** Whether this command has such a flag in this release. */
  has(name: string): boolean;
}

/** The flags that a command knows, by long name and by shorthand. */
export interface FlagTable {
  readonly specs: readonly FlagSpec[];
  byName(name: string): FlagSpec | undefined;
  byShorthand(letter: string): FlagSpec | undefined;
}

const tables = new WeakMap<readonly FlagSpec[], FlagTable>();

/** The table of a command's flags; the first of two with one name wins, as pflag's merge of parents does. */
export function flagTable(specs: readonly FlagSpec[]): FlagTable {
  let table = tables.get(specs);
  if (table === undefined) tables.set(specs, (table = makeTable(specs)));
  return table;
}

function makeTable(specs: readonly FlagSpec[]): FlagTable {
  const names = new Map<string, FlagSpec>();
  const letters = new Map<string, FlagSpec>();
  for (const spec of specs) {
    if (names.has(spec.name)) continue;
    names.set(spec.name, spec);
    if (spec.shorthand !== undefined && !letters.has(spec.shorthand)) letters.set(spec.shorthand, spec);
  }
  return {
    specs: [...names.values()],
    // WordSepNormalizeFunc: an underscore is as good as a dash.
    byName: (name) => names.get(name.replaceAll("_", "-")),
    byShorthand: (letter) => letters.get(letter),
  };
}

interface Cursor {
  readonly table: FlagTable;
  readonly args: readonly string[];
  next: number;
  readonly values: Map<string, FlagValue>;
  readonly occurrences: FlagOccurrence[];
  readonly onDeprecated: (text: string) => void;
}

class HelpWanted extends Error {}

/**
 * Parses a command line. Throws {@link FlagError}. `onDeprecated` gets a line for each use of a deprecated flag.
 * `interspersed` false ends the flags at the first positional.
 */
// spf13/pflag 1.0.5 flag.go
export function parseFlags(table: FlagTable, args: readonly string[], onDeprecated: (text: string) => void): ParsedLine {
  const cursor: Cursor = { table, args, next: 0, values: new Map(), occurrences: [], onDeprecated };
  const positionals: string[] = [];
  let lengthAtDash = -1;
  let help = false;
  try {
    while (cursor.next < args.length) {
      const arg = args[cursor.next++] as string;
      if (arg === "--") {
        lengthAtDash = positionals.length;
        positionals.push(...args.slice(cursor.next));
        break;
      }
      if (arg.startsWith("--")) parseLong(cursor, arg);
      else if (arg.startsWith("-") && arg.length > 1) parseShorts(cursor, arg.slice(1));
      else positionals.push(arg);
    }
  } catch (error) {
    if (!(error instanceof HelpWanted)) throw error;
    help = true;
  }
  return { flags: flagsOf(table, cursor.values), positionals, lengthAtDash, occurrences: cursor.occurrences, help };
}

function parseLong(cursor: Cursor, arg: string): void {
  const body = arg.slice(2);
  if (body.startsWith("-") || body.startsWith("=")) throw new FlagError(`bad flag syntax: ${arg}`);
  const equals = body.indexOf("=");
  const name = equals < 0 ? body : body.slice(0, equals);
  const spec = cursor.table.byName(name);
  if (spec === undefined) {
    if (name === "help") throw new HelpWanted();
    throw new FlagError(`unknown flag: --${name}`);
  }
  const alone = noOptDefaultOf(spec);
  if (equals >= 0) setFlag(cursor, spec, body.slice(equals + 1));
  else if (alone !== undefined) setFlag(cursor, spec, alone);
  else if (cursor.next < cursor.args.length) setFlag(cursor, spec, cursor.args[cursor.next++] as string);
  else throw new FlagError(`flag needs an argument: ${arg}`);
}

function parseShorts(cursor: Cursor, bundle: string): void {
  for (let rest = bundle; rest !== "";) {
    const letter = [...rest][0] as string;
    const spec = cursor.table.byShorthand(letter);
    if (spec === undefined) {
      if (letter === "h") throw new HelpWanted();
      throw new FlagError(`unknown shorthand flag: '${letter}' in -${rest}`);
    }
    const alone = noOptDefaultOf(spec);
    const after = rest.slice(letter.length);
    if (after.length > 1 && after.startsWith("=")) {
      setFlag(cursor, spec, after.slice(1));
      return;
    }
    if (alone !== undefined) {
      setFlag(cursor, spec, alone);
      rest = after;
      continue;
    }
    if (after !== "") setFlag(cursor, spec, after);
    else if (cursor.next < cursor.args.length) setFlag(cursor, spec, cursor.args[cursor.next++] as string);
    else throw new FlagError(`flag needs an argument: '${letter}' in -${rest}`);
    return;
  }
}

function setFlag(cursor: Cursor, spec: FlagSpec, text: string): void {
  try {
    cursor.values.set(spec.name, parseFlagValue(spec, text, cursor.values.get(spec.name)));
  } catch (error) {
    const shown = spec.shorthand === undefined ? `--${spec.name}` : `-${spec.shorthand}, --${spec.name}`;
    throw new FlagError(`invalid argument ${goQuote(text)} for ${goQuote(shown)} flag: ${(error as Error).message}`);
  }
  cursor.occurrences.push({ name: spec.name, value: text });
  if (spec.deprecated !== undefined) cursor.onDeprecated(`Flag --${spec.name} has been deprecated, ${spec.deprecated}\n`);
}

function flagsOf(table: FlagTable, values: ReadonlyMap<string, FlagValue>): Flags {
  function valueOf(name: string): FlagValue {
    const spec = table.byName(name);
    if (spec === undefined) throw new TypeError(`the command has no flag --${name}`);
    return values.get(spec.name) ?? defaultOf(spec);
  }
  return {
    bool: (name) => valueOf(name) === true,
    text: (name) => String(valueOf(name)),
    number: (name) => Number(valueOf(name)),
    list: (name) => valueOf(name) as readonly string[],
    changed: (name) => values.has(name),
    has: (name) => table.byName(name) !== undefined,
  };
}

/** The flags as what lies behind them sees them: a global flag that a command has under the same name for itself stands unset. */
export function withoutShadowed(flags: Flags, own: readonly FlagSpec[]): Flags {
  const shadowed = new Set(own.map((spec) => spec.name));
  return {
    bool: (name) => !shadowed.has(name) && flags.bool(name),
    text: (name) => (shadowed.has(name) ? "" : flags.text(name)),
    number: (name) => (shadowed.has(name) ? 0 : flags.number(name)),
    list: (name) => (shadowed.has(name) ? [] : flags.list(name)),
    changed: (name) => !shadowed.has(name) && flags.changed(name),
    has: flags.has,
  };
}

import { escapeRegex } from "../regex-source.ts";
import { linesOf, readInputs } from "./inputs.ts";
import { readOptions, refuseOption, type UserlandCall, type UserlandProgram } from "./program.ts";
import { posixRegex } from "./regex.ts";

const LONG: Readonly<Record<string, string>> = {
  "ignore-case": "i",
  "invert-match": "v",
  count: "c",
  "line-number": "n",
  "only-matching": "o",
  quiet: "q",
  silent: "q",
  "extended-regexp": "E",
  "fixed-strings": "F",
  "word-regexp": "w",
  "line-regexp": "x",
  "files-with-matches": "l",
  "no-filename": "h",
  "with-filename": "H",
  "after-context": "A",
  "before-context": "B",
  context: "C",
  "max-count": "m",
  regexp: "e",
  color: "k",
  colour: "k",
  "no-messages": "s",
  "perl-regexp": "P",
};

/** grep, egrep and fgrep. Nothing is coloured. */
export const grep: UserlandProgram = (call) => {
  const { streams, name } = call;
  // `-5` is a context of five lines.
  const args = call.args.map((arg) => arg.replace(/^-(\d+)$/, "-C$1"));
  // `--color` needs no value.
  const { flags, operands, unknown } = readOptions(
    args.filter((arg) => !/^--colou?r(=|$)/.test(arg)),
    "ivcnoqEFGPwxlhHsra",
    "eABCmf",
    LONG,
  );
  if (unknown !== undefined) return refuseOption(call, unknown, 2);
  const [first, ...rest] = operands;
  const pattern = flags.get("e") ?? first;
  if (pattern === undefined) {
    streams.err(`Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.\n`);
    return 2;
  }
  let expression: RegExp;
  try {
    expression = expressionOf(pattern, flags, name);
  } catch (error) {
    streams.err(`${name}: ${(error as Error).message.replace(/^Invalid regular expression: /, "")}\n`);
    return 2;
  }
  return search(call, expression, flags, flags.has("e") ? operands : rest);
};

function expressionOf(pattern: string, flags: ReadonlyMap<string, string>, name: string): RegExp {
  const isFixed = flags.has("F") || name === "fgrep";
  const one = (text: string): string =>
    isFixed ? escapeRegex(text) : flags.has("P") ? text : posixRegex(text, flags.has("E") || name === "egrep");
  let source = pattern.split("\n").map(one).join("|");
  if (flags.has("w")) source = `(?<!\\w)(?:${source})(?!\\w)`;
  if (flags.has("x")) source = `^(?:${source})$`;
  return new RegExp(source, flags.has("i") ? "gi" : "g");
}

function search(call: UserlandCall, expression: RegExp, flags: ReadonlyMap<string, string>, operands: readonly string[]): number {
  const { streams } = call;
  const { inputs, failures } = readInputs(call, operands);
  const showsName = (flags.has("H") || operands.length > 1) && !flags.has("h");
  const around = Number(flags.get("C") ?? 0);
  const before = Number(flags.get("B") ?? around);
  const after = Number(flags.get("A") ?? around);
  let found = false;
  for (const { name, text } of inputs) {
    const lines = linesOf(text);
    const label = name === "-" ? "(standard input)" : name;
    const hits = lines
      .flatMap((line, index) => (matches(expression, line) !== flags.has("v") ? [index] : []))
      .slice(0, Number(flags.get("m") ?? Infinity));
    if (hits.length > 0) found = true;
    if (flags.has("q")) continue;
    if (flags.has("c")) streams.out(`${showsName ? `${label}:` : ""}${hits.length}\n`);
    else if (flags.has("l")) streams.out(hits.length > 0 ? `${label}\n` : "");
    else
      show(
        lines,
        hits,
        { before, after, prefix: (index, mark) => `${showsName ? label + mark : ""}${flags.has("n") ? `${index + 1}${mark}` : ""}` },
        flags.has("o") ? expression : undefined,
        streams.out,
      );
  }
  return failures > 0 && !(found && flags.has("q")) ? 2 : found ? 0 : 1;
}

function matches(expression: RegExp, line: string): boolean {
  expression.lastIndex = 0;
  return expression.test(line);
}

interface Layout {
  readonly before: number;
  readonly after: number;
  prefix(index: number, mark: string): string;
}

function show(
  lines: readonly string[],
  hits: readonly number[],
  layout: Layout,
  only: RegExp | undefined,
  out: (text: string) => void,
): void {
  let shown = -1;
  for (const hit of hits) {
    if (only !== undefined) {
      for (const [piece] of (lines[hit] ?? "").matchAll(only)) if (piece !== "") out(`${layout.prefix(hit, ":")}${piece}\n`);
      continue;
    }
    const from = Math.max(shown + 1, hit - layout.before);
    if (shown >= 0 && from > shown + 1 && (layout.before > 0 || layout.after > 0)) out("--\n");
    for (let index = from; index <= Math.min(lines.length - 1, hit + layout.after); index++) {
      if (index > hit && hits.includes(index)) break;
      out(`${layout.prefix(index, index === hit ? ":" : "-")}${lines[index]}\n`);
      shown = index;
    }
  }
}

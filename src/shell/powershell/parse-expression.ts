import { command } from "./parse-command.ts";
import { need, type Reader, take, unsupported } from "./reader.ts";
import type { Expression } from "./syntax.ts";

/** Operators from the loosest to the tightest; `-replace` and `-f` are read by themselves. about_Operator_Precedence */
const LEVELS: readonly RegExp[] = [
  /\s*-(and|or)\b\s*/iy,
  /\s*-(eq|ne|gt|ge|lt|le)\b\s*/iy,
  /[ \t]*([-+])(?![-+A-Za-z])[ \t]*/y,
  /[ \t]*([*/%])[ \t]*(?!\{)/y,
];
const COMPARING = 1;

/** What is worked out: operators, texts, variables, calls in parentheses. */
export function expression(reader: Reader, level = 0): Expression {
  const pattern = LEVELS[level];
  if (pattern === undefined) return formatted(reader);
  let left = expression(reader, level + 1);
  for (;;) {
    const operator = take(reader, pattern)?.[1]?.toLowerCase();
    if (operator !== undefined) left = { kind: "binary", operator, left, right: expression(reader, level + 1) };
    else if (level === COMPARING && take(reader, /[ \t]*-replace[ \t]*/iy)) left = replaced(reader, left);
    else return left;
  }
}

function replaced(reader: Reader, target: Expression): Expression {
  const pattern = quoted(reader);
  return { kind: "replace", target, pattern, replacement: take(reader, /[ \t]*,[ \t]*/y) ? quoted(reader) : "" };
}

/** `"{0} of {1}" -f $i, $n` */
function formatted(reader: Reader): Expression {
  const pattern = ranged(reader);
  if (!take(reader, /[ \t]*-f\b[ \t]*/iy)) return pattern;
  const values = [ranged(reader)];
  while (take(reader, /[ \t]*,[ \t]*/y)) values.push(ranged(reader));
  return { kind: "format", pattern, values };
}

function ranged(reader: Reader): Expression {
  const left = unary(reader);
  return take(reader, /[ \t]*\.\.[ \t]*/y) ? { kind: "binary", operator: "..", left, right: unary(reader) } : left;
}

function unary(reader: Reader): Expression {
  return take(reader, /(?:!|-not\b)[ \t]*/iy) ? { kind: "not", operand: unary(reader) } : operand(reader);
}

/** One value: a variable, a text, a number, or what parentheses hold, with its members. */
function operand(reader: Reader): Expression {
  let found = bare(reader);
  for (;;) {
    const member = take(reader, /\.([A-Za-z]\w*)(?!\()/y);
    if (!member) return found;
    found = { kind: "member", target: found, name: member[1]?.toLowerCase() ?? "" };
  }
}

function bare(reader: Reader): Expression {
  if (take(reader, /\$?\(\s*/y)) {
    const inner = expression(reader);
    need(reader, /\s*\)/y);
    return inner;
  }
  const step = take(reader, /\$(\w+)(\+\+|--)/y);
  if (step) return { kind: "step", name: step[1]?.toLowerCase() ?? "", by: step[2] === "++" ? 1 : -1 };
  const variable = take(reader, /\$(\w+)/y);
  if (variable) return variableOf(variable[1] ?? "");
  if (/["']/.test(reader.text[reader.at] ?? "")) return textOperand(reader);
  const number = take(reader, /-?\d+(?:\.\d+)?(?![\w])/y);
  if (number) return { kind: "literal", value: Number(number[0]) };
  return call(reader);
}

/** A command up to the end of its statement. */
export function call(reader: Reader): Expression {
  return command(reader, { operand, textOperand });
}

/** A variable, or one of those that always have the same value. */
export function variableOf(name: string): Expression {
  const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
  const lower = name.toLowerCase();
  return Object.hasOwn(constants, lower) ? { kind: "literal", value: constants[lower] ?? null } : { kind: "variable", name: lower };
}

/** What a backtick and a letter stand for. about_Special_Characters */
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", 0: "\0" };

/** A text; in double quotes variables and `$(…)` stand for their values. */
function textOperand(reader: Reader): Expression {
  if (reader.text[reader.at] === "'") return { kind: "literal", value: quoted(reader) };
  need(reader, /"/y);
  const parts: (string | Expression)[] = [];
  for (;;) {
    if (take(reader, /"(?!")/y)) return { kind: "text", parts };
    const escaped = take(reader, /`([\s\S])|"(")/y);
    const variable = escaped ? null : take(reader, /\$\{?(\w+)\}?/y);
    if (escaped) parts.push(ESCAPES[escaped[1] ?? ""] ?? escaped[1] ?? escaped[2] ?? "");
    else if (variable) parts.push(variableOf(variable[1] ?? ""));
    else if (take(reader, /(?=\$\()/y)) parts.push(bare(reader));
    else parts.push(need(reader, /\$|[^"`$]+/y)[0]);
  }
}

/** The contents of a quoted text, as written. */
function quoted(reader: Reader): string {
  const match = take(reader, /'([^']*)'|"((?:[^"`]|`.)*)"/y);
  if (!match) throw unsupported(reader);
  return match[1] ?? match[2] ?? "";
}

import type { Comprehension, Expression, Issue } from "./ast.ts";
import { tokenize, type Token } from "./lexer.ts";

/** Words with which an expression can begin, as ANTLR lists them. */
const BEGINNINGS = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const BEGINNING_KINDS: ReadonlySet<string> = new Set(["[", "{", "(", ".", "-", "!", "literal", "ident"]);
const RELATIONS: ReadonlySet<string> = new Set(["<", "<=", ">=", ">", "==", "!=", "in"]);
const SUMS: ReadonlySet<string> = new Set(["+", "-"]);
const PRODUCTS: ReadonlySet<string> = new Set(["*", "/", "%"]);
const COMPREHENSIONS: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "map", "filter"]);
const RESERVED: ReadonlySet<string> = new Set(
  "as break const continue else for function if import let loop package namespace return var void while".split(" "),
);

class SyntaxProblem extends Error {
  override name = "SyntaxProblem";
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

interface Reading {
  readonly tokens: readonly Token[];
  readonly issues: Issue[];
  readonly hasOptionals: boolean;
  next: number;
}

/** Reads an expression; undefined, with `issues`, for a text that is none. Operators are calls of `_+_` and the like. */
// cel-go/parser/parser.go, parser/macro.go
export function parse(source: string, issues: Issue[], hasOptionals: boolean): Expression | undefined {
  const reading: Reading = { tokens: tokenize(source, issues), issues, hasOptionals, next: 0 };
  try {
    const expression = conditional(reading);
    const after = peek(reading);
    if (after.kind !== "end") {
      const isLast = reading.tokens[reading.next + 1]?.kind === "end";
      throw problem(after, `${isLast ? "extraneous" : "mismatched"} input '${after.text}' expecting <EOF>`);
    }
    return issues.length > 0 ? undefined : expression;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    issues.push({ at: error.at, message: error.message });
    issues.sort((left, right) => left.at - right.at);
    return undefined;
  }
}

function problem({ at }: Token, text: string): SyntaxProblem {
  return new SyntaxProblem(at, `Syntax error: ${text}`);
}

function peek({ tokens, next }: Reading): Token {
  return tokens[next] as Token;
}

function take(reading: Reading): Token {
  const token = peek(reading);
  if (token.kind !== "end") reading.next++;
  return token;
}

function takeIf(reading: Reading, kind: string): Token | undefined {
  return peek(reading).kind === kind ? take(reading) : undefined;
}

function expect(reading: Reading, kind: string): Token {
  const token = takeIf(reading, kind);
  if (token) return token;
  const found = peek(reading);
  const name = kind === "ident" ? "IDENTIFIER" : `'${kind}'`;
  throw problem(found, `mismatched input '${found.text}' expecting ${name}`);
}

function conditional(reading: Reading): Expression {
  const condition = chain(reading, "||", (inner) => chain(inner, "&&", relation));
  const mark = takeIf(reading, "?");
  if (!mark) return condition;
  const then = chain(reading, "||", (inner) => chain(inner, "&&", relation));
  expect(reading, ":");
  return call("_?_:_", mark, [condition, then, conditional(reading)]);
}

function call(name: string, { at }: Token, args: readonly Expression[]): Expression {
  return { kind: "call", name, args, at };
}

/** `a && b && c` becomes a balanced tree. parser/helper.go balancer */
function chain(reading: Reading, operator: string, below: (reading: Reading) => Expression): Expression {
  const terms = [below(reading)];
  const marks: Token[] = [];
  for (let mark = takeIf(reading, operator); mark; mark = takeIf(reading, operator)) {
    marks.push(mark);
    terms.push(below(reading));
  }
  return balanced(`_${operator}_`, terms, marks, 0, marks.length - 1);
}

function balanced(name: string, terms: readonly Expression[], marks: readonly Token[], low: number, high: number): Expression {
  if (high < low) return terms[low] as Expression;
  const middle = Math.floor((low + high + 1) / 2);
  const left = middle === low ? (terms[middle] as Expression) : balanced(name, terms, marks, low, middle - 1);
  const right = middle === high ? (terms[middle + 1] as Expression) : balanced(name, terms, marks, middle + 1, high);
  return call(name, marks[middle] as Token, [left, right]);
}

function leftToRight(reading: Reading, operators: ReadonlySet<string>, below: (reading: Reading) => Expression): Expression {
  let left = below(reading);
  while (operators.has(peek(reading).kind)) {
    const mark = take(reading);
    left = call(mark.kind === "in" ? "@in" : `_${mark.kind}_`, mark, [left, below(reading)]);
  }
  return left;
}

function relation(reading: Reading): Expression {
  return leftToRight(reading, RELATIONS, (sums) => leftToRight(sums, SUMS, (products) => leftToRight(products, PRODUCTS, unary)));
}

/** Two signs cancel each other out; one before a number is part of it. */
function unary(reading: Reading): Expression {
  const sign = peek(reading);
  if (sign.kind !== "!" && sign.kind !== "-") return member(reading);
  let count = 0;
  while (takeIf(reading, sign.kind)) count++;
  const { literal } = peek(reading);
  if (sign.kind === "-" && count === 1 && literal && (literal.type === "int" || literal.type === "double")) {
    const operand = member(reading);
    return negated(operand, sign);
  }
  const operand = member(reading);
  return count % 2 === 0 ? operand : call(sign.kind === "!" ? "!_" : "-_", sign, [operand]);
}

function negated(operand: Expression, sign: Token): Expression {
  if (operand.kind !== "literal") return call("-_", sign, [operand]);
  const { literal } = operand;
  if (literal.type === "int") return { ...operand, at: sign.at, literal: { type: "int", value: -(literal.value as bigint) } };
  return { ...operand, at: sign.at, literal: { type: "double", value: -(literal.value as number) } };
}

function member(reading: Reading): Expression {
  let operand = primary(reading);
  for (;;) {
    const mark = peek(reading);
    if (mark.kind === ".") operand = selection(reading, operand);
    else if (mark.kind === "[") operand = index(reading, operand);
    else if (mark.kind === "{" && messageName(operand) !== undefined) operand = message(reading, operand);
    else return operand;
  }
}

function selection(reading: Reading, operand: Expression): Expression {
  const dot = take(reading);
  const optional = reading.hasOptionals && takeIf(reading, "?") !== undefined;
  const { text: field } = expect(reading, "ident");
  const open = peek(reading);
  if (open.kind !== "(" || optional) return { kind: "select", operand, field, optional, at: dot.at };
  take(reading);
  return memberCall(reading, operand, field, { open, args: argumentsOf(reading, ")") });
}

function index(reading: Reading, operand: Expression): Expression {
  const open = take(reading);
  const optional = reading.hasOptionals && takeIf(reading, "?") !== undefined;
  const key = conditional(reading);
  expect(reading, "]");
  return call(optional ? "_[?_]" : "_[_]", open, [operand, key]);
}

function messageName(operand: Expression): string | undefined {
  if (operand.kind === "ident") return operand.name;
  const before = operand.kind === "select" && !operand.optional ? messageName(operand.operand) : undefined;
  return operand.kind === "select" && before !== undefined ? `${before}.${operand.field}` : undefined;
}

function message(reading: Reading, operand: Expression): Expression {
  const open = take(reading);
  while (peek(reading).kind !== "}" && peek(reading).kind !== "end") {
    expect(reading, "ident");
    expect(reading, ":");
    conditional(reading);
    if (!takeIf(reading, ",")) break;
  }
  expect(reading, "}");
  return { kind: "message", name: messageName(operand) ?? "", at: open.at };
}

function argumentsOf(reading: Reading, close: string): Expression[] {
  const args: Expression[] = [];
  while (peek(reading).kind !== close) {
    args.push(conditional(reading));
    if (!takeIf(reading, ",")) break;
    // A list may end in a comma, a call may not.
    if (close === ")" && peek(reading).kind === close) throw unexpected(reading);
  }
  expect(reading, close);
  return args;
}

function unexpected(reading: Reading): SyntaxProblem {
  const found = peek(reading);
  const follows = reading.tokens[reading.next + 1]?.kind ?? "";
  const what = found.kind !== "end" && BEGINNING_KINDS.has(follows) ? "extraneous" : "mismatched";
  return problem(found, `${what} input '${found.text}' expecting ${BEGINNINGS}`);
}

function primary(reading: Reading): Expression {
  const token = peek(reading);
  const { at } = token;
  if (token.literal) return { kind: "literal", literal: take(reading).literal ?? token.literal, at };
  switch (token.kind) {
    case "(": {
      take(reading);
      const inner = conditional(reading);
      expect(reading, ")");
      return inner;
    }
    case "[":
      take(reading);
      return { kind: "list", items: argumentsOf(reading, "]"), at };
    case "{":
      take(reading);
      return { kind: "map", entries: entriesOf(reading), at };
    case ".":
      take(reading);
      return name(reading);
    case "ident":
      return name(reading);
    default:
      throw unexpected(reading);
  }
}

function entriesOf(reading: Reading): { key: Expression; value: Expression; at: number }[] {
  const entries: { key: Expression; value: Expression; at: number }[] = [];
  while (peek(reading).kind !== "}") {
    const key = conditional(reading);
    const { at } = expect(reading, ":");
    entries.push({ key, value: conditional(reading), at });
    if (!takeIf(reading, ",")) break;
  }
  expect(reading, "}");
  return entries;
}

function name(reading: Reading): Expression {
  const word = expect(reading, "ident");
  if (RESERVED.has(word.text)) throw new SyntaxProblem(word.at, `reserved identifier: ${word.text}`);
  const open = takeIf(reading, "(");
  if (!open) return { kind: "ident", name: word.text, at: word.at };
  const args = argumentsOf(reading, ")");
  const [only] = args;
  if (word.text !== "has" || args.length !== 1 || !only) return call(word.text, open, args);
  if (only.kind !== "select") throw new SyntaxProblem(open.at, "invalid argument to has() macro");
  return { kind: "has", operand: only.operand, field: only.field, at: open.at };
}

function memberCall(
  { hasOptionals }: Reading,
  target: Expression,
  method: string,
  { open, args }: { open: Token; args: readonly Expression[] },
): Expression {
  const { at } = open;
  const [variable, ...rest] = args;
  const body = rest.at(-1);
  const isOptional = hasOptionals && (method === "optMap" || method === "optFlatMap") && args.length === 2;
  const isMacro = COMPREHENSIONS.has(method) && (args.length === 2 || (args.length === 3 && method === "map"));
  if (!variable || !body || !(isMacro || isOptional)) return { kind: "call", name: method, target, args, at };
  if (variable.kind !== "ident")
    throw new SyntaxProblem(
      variable.at,
      isOptional ? `${method}() variable name must be a simple identifier` : "argument must be a simple name",
    );
  if (isOptional) return { kind: "optMap", target, variable: variable.name, body, flat: method === "optFlatMap", at };
  const filter = args.length === 3 ? args[1] : undefined;
  return {
    kind: "comprehension",
    macro: method as Comprehension,
    range: target,
    variable: variable.name,
    ...(filter ? { filter } : {}),
    body,
    at,
  };
}

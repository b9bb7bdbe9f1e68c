import { AwkError, type Token, tokenizeAwk } from "./awk-tokens.ts";
import { posixRegex } from "./regex.ts";

/** An awk expression. */
export type AwkExpression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "regex"; readonly expression: RegExp }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "element"; readonly name: string; readonly keys: readonly AwkExpression[] }
  | { readonly kind: "field"; readonly index: AwkExpression }
  | { readonly kind: "assign"; readonly target: AwkExpression; readonly operator: string; readonly value: AwkExpression }
  | { readonly kind: "step"; readonly target: AwkExpression; readonly by: number; readonly before: boolean }
  | { readonly kind: "unary"; readonly operator: string; readonly value: AwkExpression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: AwkExpression; readonly right: AwkExpression }
  | { readonly kind: "choice"; readonly condition: AwkExpression; readonly yes: AwkExpression; readonly no: AwkExpression }
  | { readonly kind: "in"; readonly keys: readonly AwkExpression[]; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly AwkExpression[] };

export type AwkStatement =
  | { readonly kind: "print"; readonly formatted: boolean; readonly args: readonly AwkExpression[] }
  | { readonly kind: "expression"; readonly value: AwkExpression }
  | { readonly kind: "block"; readonly body: readonly AwkStatement[] }
  | { readonly kind: "if"; readonly condition: AwkExpression; readonly yes: AwkStatement; readonly no?: AwkStatement }
  | {
      readonly kind: "loop";
      readonly condition?: AwkExpression;
      readonly body: AwkStatement;
      readonly step?: AwkStatement;
      readonly bodyFirst: boolean;
    }
  | { readonly kind: "each"; readonly variable: string; readonly name: string; readonly body: AwkStatement }
  | { readonly kind: "delete"; readonly name: string; readonly keys?: readonly AwkExpression[] }
  | { readonly kind: "break" | "continue" | "next" }
  | { readonly kind: "exit"; readonly value?: AwkExpression };

/** A pattern with what is done for it. */
export interface AwkRule {
  readonly when: "begin" | "end" | "line";
  readonly pattern?: AwkExpression;
  /** The last line of a range. */
  readonly until?: AwkExpression;
  /** Absent: the line is printed. */
  readonly body?: AwkStatement;
}

/** Reads an awk program. Throws {@link AwkError}. */
export function parseAwk(source: string): AwkRule[] {
  const tokens = tokenizeAwk(source);
  let at = 0;
  const peek = (): Token => tokens[at] as Token;
  const isAt = (text: string): boolean =>
    peek().text === text && (peek().kind === "operator" || peek().kind === "name" || peek().kind === "newline");
  const accept = (text: string): boolean => {
    if (!isAt(text)) return false;
    at++;
    return true;
  };
  const fail = (): AwkError => new AwkError(`syntax error at or near ${peek().kind === "end" ? "end of file" : peek().text}`);
  const expect = (text: string): void => {
    if (!accept(text)) throw fail();
  };
  const skipEnds = (): void => {
    while (isAt("\n") || isAt(";")) at++;
  };
  const skipLines = (): void => {
    while (isAt("\n")) at++;
  };

  function rule(): AwkRule {
    if (isAt("function") || isAt("func") || isAt("getline")) throw new AwkError(`k8sim's awk does not know ${peek().text}`);
    const when = accept("BEGIN") ? "begin" : accept("END") ? "end" : "line";
    const pattern = when === "line" && !isAt("{") ? expression() : undefined;
    const until = pattern !== undefined && accept(",") ? expression() : undefined;
    const body = isAt("{") ? block() : undefined;
    return { when, ...(pattern ? { pattern } : {}), ...(until ? { until } : {}), ...(body ? { body } : {}) };
  }

  function block(): AwkStatement {
    expect("{");
    const body: AwkStatement[] = [];
    for (skipEnds(); !isAt("}"); skipEnds()) body.push(statement());
    at++;
    return { kind: "block", body };
  }

  function statement(): AwkStatement {
    if (isAt("{")) return block();
    if (accept("if")) return choice();
    if (accept("while")) {
      expect("(");
      const condition = expression();
      expect(")");
      return { kind: "loop", condition, body: inner(), bodyFirst: false };
    }
    if (accept("do")) {
      const body = inner();
      skipEnds();
      expect("while");
      expect("(");
      const condition = expression();
      expect(")");
      return { kind: "loop", condition, body, bodyFirst: true };
    }
    if (accept("for")) return loop();
    return simple();
  }

  /** The body of a loop or a choice, which may be empty. */
  function inner(): AwkStatement {
    skipLines();
    if (accept(";")) return { kind: "block", body: [] };
    return statement();
  }

  function choice(): AwkStatement {
    expect("(");
    const condition = expression();
    expect(")");
    const yes = inner();
    const start = at;
    skipEnds();
    if (accept("else")) return { kind: "if", condition, yes, no: inner() };
    at = start;
    return { kind: "if", condition, yes };
  }

  function loop(): AwkStatement {
    expect("(");
    const [variable, word, name] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    if (variable?.kind === "name" && word?.text === "in" && tokens[at + 3]?.text === ")") {
      at += 4;
      return { kind: "each", variable: variable.text, name: name?.text ?? "", body: inner() };
    }
    const start = isAt(";") ? undefined : simple();
    expect(";");
    const condition = isAt(";") ? undefined : expression();
    expect(";");
    const step = isAt(")") ? undefined : simple();
    expect(")");
    const again: AwkStatement = {
      kind: "loop",
      ...(condition ? { condition } : {}),
      body: inner(),
      ...(step ? { step } : {}),
      bodyFirst: false,
    };
    return start === undefined ? again : { kind: "block", body: [start, again] };
  }

  function simple(): AwkStatement {
    if (isAt("print") || isAt("printf")) return printing(tokens[at++]?.text === "printf");
    for (const kind of ["next", "break", "continue"] as const) if (accept(kind)) return { kind };
    if (accept("exit")) return isEnd() ? { kind: "exit" } : { kind: "exit", value: expression() };
    if (accept("delete")) {
      const name = tokens[at++]?.text ?? "";
      return accept("[") ? { kind: "delete", name, keys: keys() } : { kind: "delete", name };
    }
    return { kind: "expression", value: expression() };
  }

  function isEnd(): boolean {
    return isAt(";") || isAt("\n") || isAt("}") || peek().kind === "end";
  }

  function printing(formatted: boolean): AwkStatement {
    const args: AwkExpression[] = [];
    if (!isEnd()) {
      do args.push(expression(true));
      while (accept(","));
    }
    // print (a, b) puts its list in parentheses.
    const [only] = args;
    if (isAt(">") || isAt("|")) throw new AwkError("k8sim's awk does not print to files or commands");
    return { kind: "print", formatted, args: args.length === 1 && only?.kind === "call" && only.name === "" ? only.args : args };
  }

  function keys(): AwkExpression[] {
    const found = [expression()];
    while (accept(",")) found.push(expression());
    expect("]");
    return found;
  }

  /** `noGreater`: `>` redirects in print. */
  function expression(noGreater = false): AwkExpression {
    const left = ternary(noGreater);
    const operator = /^(?:[-+*/%^]?=)$/.exec(peek().kind === "operator" ? peek().text : "")?.[0];
    if (operator === undefined || !["variable", "element", "field"].includes(left.kind)) return left;
    at++;
    skipLines();
    return { kind: "assign", target: left, operator: operator.slice(0, -1), value: expression(noGreater) };
  }

  function ternary(noGreater: boolean): AwkExpression {
    const condition = binary(0, noGreater);
    if (!accept("?")) return condition;
    const yes = expression(noGreater);
    expect(":");
    return { kind: "choice", condition, yes, no: expression(noGreater) };
  }

  const LEVELS: readonly (readonly string[])[] = [
    ["||"],
    ["&&"],
    ["in"],
    ["~", "!~"],
    ["<", "<=", "==", "!=", ">", ">="],
    [" "],
    ["+", "-"],
    ["*", "/", "%"],
  ];

  function binary(level: number, noGreater: boolean): AwkExpression {
    const operators = LEVELS[level];
    if (operators === undefined) return unary(noGreater);
    let left = binary(level + 1, noGreater);
    for (;;) {
      if (operators[0] === " ") {
        if (!beginsValue()) return left;
        left = { kind: "binary", operator: " ", left, right: binary(level + 1, noGreater) };
        continue;
      }
      const { text, kind } = peek();
      if (!operators.includes(text) || (kind !== "operator" && text !== "in") || (noGreater && text === ">")) return left;
      at++;
      skipLines();
      if (text === "in")
        left = { kind: "in", keys: left.kind === "call" && left.name === "" ? left.args : [left], name: tokens[at++]?.text ?? "" };
      else left = { kind: "binary", operator: text, left, right: binary(level + 1, noGreater) };
    }
  }

  /** Whether a value stands here that is joined to the one before. */
  function beginsValue(): boolean {
    const { kind, text } = peek();
    return (
      kind === "number" ||
      kind === "string" ||
      (kind === "name" && text !== "in") ||
      (kind === "operator" && ["$", "(", "-", "+", "!", "++", "--"].includes(text) && text !== "-" && text !== "+" && text !== "!")
    );
  }

  function unary(noGreater: boolean): AwkExpression {
    for (const operator of ["!", "-", "+"]) if (accept(operator)) return { kind: "unary", operator, value: unary(noGreater) };
    return power(noGreater);
  }

  function power(noGreater: boolean): AwkExpression {
    const base = postfix();
    if (!accept("^") && !accept("**")) return base;
    return { kind: "binary", operator: "^", left: base, right: unary(noGreater) };
  }

  function postfix(): AwkExpression {
    for (const [operator, by] of [
      ["++", 1],
      ["--", -1],
    ] as const)
      if (accept(operator)) return { kind: "step", target: primary(), by, before: true };
    const value = primary();
    if (!["variable", "element", "field"].includes(value.kind)) return value;
    for (const [operator, by] of [
      ["++", 1],
      ["--", -1],
    ] as const)
      if (accept(operator)) return { kind: "step", target: value, by, before: false };
    return value;
  }

  function primary(): AwkExpression {
    const token = peek();
    at++;
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text) };
      case "string":
        return { kind: "string", value: token.text };
      case "regex":
        return { kind: "regex", expression: new RegExp(posixRegex(token.text, true)) };
      case "name":
        return named(token);
      default:
        break;
    }
    if (token.text === "$") {
      const isStep = isAt("++") || isAt("--");
      return { kind: "field", index: isStep ? postfix() : primary() };
    }
    if (token.text === "(") {
      const first = expression();
      if (!isAt(",")) {
        expect(")");
        return first.kind === "binary" || first.kind === "choice" ? { kind: "unary", operator: "", value: first } : first;
      }
      const args = [first];
      while (accept(",")) args.push(expression());
      expect(")");
      return { kind: "call", name: "", args };
    }
    at--;
    throw fail();
  }

  function named({ text }: Token): AwkExpression {
    if (isAt("(") && peek().tight) {
      at++;
      const args: AwkExpression[] = [];
      if (!isAt(")")) {
        do args.push(expression());
        while (accept(","));
      }
      expect(")");
      return { kind: "call", name: text, args };
    }
    if (accept("[")) return { kind: "element", name: text, keys: keys() };
    return text === "length" ? { kind: "call", name: text, args: [] } : { kind: "variable", name: text };
  }

  const rules: AwkRule[] = [];
  for (skipEnds(); peek().kind !== "end"; skipEnds()) rules.push(rule());
  return rules;
}

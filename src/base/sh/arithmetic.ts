import { ShellSyntaxError } from "./ast.ts";

/** Variables as arithmetic sees and sets them. */
export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+)|([A-Za-z_]\w*)|(\+\+|--|<<=|>>=|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>!~&^|?:=(),]))/y;

const BINARY: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  ">": 7,
  "<=": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
  "**": 11,
};

interface Operand {
  readonly value: bigint;
  /** The variable that it is, for assignments. */
  readonly name?: string;
}

/**
 * The value of an arithmetic expression in 64 bits, as bash counts; names without a value are 0. Throws {@link ShellSyntaxError} with bash's
 * words for what is no expression, and for a division by zero.
 */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  const tokens = tokenize(text);
  let at = 0;
  if (depth > 64) throw new ShellSyntaxError(`${text}: expression recursion level exceeded`);
  if (tokens.length === 0) return 0n;

  const peek = (): string | undefined => tokens[at];
  const fail = (why: string): ShellSyntaxError =>
    new ShellSyntaxError(`${text.trim()}: ${why} (error token is "${tokens.slice(at).join("") || text.trim()}")`);

  function valueOf(name: string): bigint {
    const value = variables.get(name) ?? "";
    if (value.trim() === "") return 0n;
    return /^-?(?:0[xX][0-9a-fA-F]+|\d+)$/.test(value.trim()) ? numberOf(value.trim()) : evaluateArithmetic(value, variables, depth + 1);
  }

  function assign(name: string, value: bigint): Operand {
    const whole = BigInt.asIntN(64, value);
    variables.set(name, String(whole));
    return { value: whole };
  }

  function primary(): Operand {
    const token = tokens[at++];
    if (token === undefined) throw fail("syntax error: operand expected");
    if (token === "(") {
      const inside = comma();
      if (tokens[at++] !== ")") throw fail("missing `)'");
      return { value: inside.value };
    }
    if (token === "++" || token === "--") {
      const operand = primary();
      if (operand.name === undefined) throw fail("syntax error: operand expected");
      return assign(operand.name, operand.value + (token === "++" ? 1n : -1n));
    }
    if (token === "-") return { value: -primary().value };
    if (token === "+") return { value: primary().value };
    if (token === "!") return { value: primary().value === 0n ? 1n : 0n };
    if (token === "~") return { value: ~primary().value };
    if (/^\d/.test(token)) return { value: numberOf(token) };
    if (!/^[A-Za-z_]/.test(token)) {
      at--;
      throw fail("syntax error: operand expected");
    }
    const before = valueOf(token);
    if (peek() === "++" || peek() === "--") {
      assign(token, before + (tokens[at++] === "++" ? 1n : -1n));
      return { value: before };
    }
    return { value: before, name: token };
  }

  function binary(least: number): Operand {
    let left = primary();
    for (;;) {
      const operator = peek() ?? "";
      const strength = BINARY[operator] ?? 0;
      if (strength === 0 || strength < least) return left;
      at++;
      const start = at;
      const right = binary(operator === "**" ? strength : strength + 1);
      const failHere = (why: string): ShellSyntaxError => {
        at = start;
        return fail(why);
      };
      left = { value: BigInt.asIntN(64, apply(operator, left.value, right.value, failHere)) };
    }
  }

  function choice(): Operand {
    const condition = binary(1);
    if (peek() !== "?") return condition;
    at++;
    const success = assignment();
    if (tokens[at++] !== ":") throw fail("`:' expected for conditional expression");
    const failure = assignment();
    return { value: condition.value === 0n ? failure.value : success.value };
  }

  function assignment(): Operand {
    const left = choice();
    const operator = peek() ?? "";
    if (operator !== "=" && !/^(?:[-+*/%&^|]|<<|>>)=$/.test(operator)) return left;
    if (left.name === undefined) throw fail("attempted assignment to non-variable");
    at++;
    const right = assignment().value;
    return assign(left.name, operator === "=" ? right : apply(operator.slice(0, -1), left.value, right, fail));
  }

  function comma(): Operand {
    let result = assignment();
    while (peek() === ",") {
      at++;
      result = assignment();
    }
    return result;
  }

  const result = comma();
  if (at < tokens.length) throw fail("syntax error in expression");
  return BigInt.asIntN(64, result.value);
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null)
      throw new ShellSyntaxError(`${text.trim()}: syntax error: invalid arithmetic operator (error token is "${text.slice(from).trim()}")`);
    tokens.push(match[1] ?? match[2] ?? match[3] ?? "");
  }
  return tokens;
}

function numberOf(text: string): bigint {
  const isNegative = text.startsWith("-");
  const digits = isNegative ? text.slice(1) : text;
  const isOctal = /^0\d/.test(digits);
  if (isOctal && /[89]/.test(digits)) throw new ShellSyntaxError(`${digits}: value too great for base (error token is "${digits}")`);
  const value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  return isNegative ? -value : value;
}

function apply(operator: string, left: bigint, right: bigint, fail: (why: string) => Error): bigint {
  const truth = (holds: boolean): bigint => (holds ? 1n : 0n);
  switch (operator) {
    case "||":
      return truth(left !== 0n || right !== 0n);
    case "&&":
      return truth(left !== 0n && right !== 0n);
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "&":
      return left & right;
    case "==":
      return truth(left === right);
    case "!=":
      return truth(left !== right);
    case "<":
      return truth(left < right);
    case ">":
      return truth(left > right);
    case "<=":
      return truth(left <= right);
    case ">=":
      return truth(left >= right);
    case "<<":
      return left << BigInt.asUintN(6, right);
    case ">>":
      return left >> BigInt.asUintN(6, right);
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "**":
      if (right < 0n) throw fail("exponent less than 0");
      return left ** BigInt.asUintN(16, right);
    default:
      if (right === 0n) throw fail("division by 0");
      return operator === "/" ? left / right : left % right;
  }
}

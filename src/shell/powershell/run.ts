import { type Expression, type PowerShellValue, type Statement, UnsupportedScript, type WebAnswer } from "./syntax.ts";
import { asText, combined, formatted, isTrue, memberOf } from "./values.ts";

/** What a script asks of the machine that it runs on. */
export type PowerShellEffect =
  | { readonly kind: "write"; readonly text: string }
  | { readonly kind: "sleep"; readonly seconds: number }
  /** The answer is a web server's; undefined when nobody answers. */
  | { readonly kind: "get"; readonly url: string }
  /** The answer is what the program prints. */
  | { readonly kind: "program"; readonly words: readonly string[] };

/** What is answered to an effect. */
export type PowerShellAnswer = WebAnswer | string | undefined;

export type Variables = Map<string, PowerShellValue>;
type Running<T> = Generator<PowerShellEffect, T, PowerShellAnswer>;

/** The first endless loop of a script and what stands before it; a script without one is all prelude. */
export function splitLoop(script: readonly Statement[]): { prelude: readonly Statement[]; body?: readonly Statement[] } {
  const index = script.findIndex(({ kind }) => kind === "forever");
  const loop = script[index];
  return loop?.kind === "forever" ? { prelude: script.slice(0, index), body: loop.body } : { prelude: script };
}

/** So many turns of loops no reader waits for. */
const MAX_TURNS = 100_000;

/** Runs statements once. Values that nobody takes go to the output, a line each. */
export function* runStatements(body: readonly Statement[], variables: Variables): Running<void> {
  for (const statement of body) yield* runStatement(statement, variables);
}

function* runStatement(statement: Statement, variables: Variables): Running<void> {
  switch (statement.kind) {
    case "assign": {
      const value = yield* evaluate(statement.value, variables);
      const { name, operator } = statement;
      variables.set(name, operator === "" ? value : combined(operator, variables.get(name) ?? null, value));
      return;
    }
    case "block":
      return yield* runStatements(statement.body, variables);
    case "forever":
      throw new UnsupportedScript("PowerShell: an endless loop inside another one");
    case "if": {
      const isMet = isTrue(yield* evaluate(statement.test, variables));
      return yield* runStatements(isMet ? statement.met : statement.otherwise, variables);
    }
    case "while":
      return yield* turns(statement.test, statement.body, variables);
    case "for":
      yield* runStatement(statement.first, variables);
      return yield* turns(statement.test, [...statement.body, statement.step], variables);
    case "each": {
      const input = yield* evaluate(statement.input, variables);
      for (const item of Array.isArray(input) ? (input as readonly PowerShellValue[]) : [input]) {
        variables.set("_", item);
        yield* runStatements(statement.body, variables);
      }
      variables.delete("_");
      return;
    }
    case "expression":
      return yield* printed(statement.value, variables);
  }
}

function* turns(test: Expression, body: readonly Statement[], variables: Variables): Running<void> {
  for (let turn = 0; isTrue(yield* evaluate(test, variables)); turn++) {
    if (turn >= MAX_TURNS) throw new UnsupportedScript("PowerShell: a loop that does not end");
    yield* runStatements(body, variables);
  }
}

function* printed(from: Expression, variables: Variables): Running<void> {
  const value = yield* evaluate(from, variables);
  // `$i++` as a statement and cmdlets that write by themselves leave nothing in the pipeline
  if (value === null || from.kind === "step") return;
  // A program's lines are there with their ends.
  if (from.kind === "program") return void (yield { kind: "write", text: asText(value) });
  for (const one of Array.isArray(value) ? (value as readonly PowerShellValue[]) : [value])
    yield { kind: "write", text: `${asText(one)}\n` };
}

function* evaluate(expression: Expression, variables: Variables): Running<PowerShellValue> {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "variable":
      return variables.get(expression.name) ?? null;
    case "text": {
      let text = "";
      for (const part of expression.parts) text += typeof part === "string" ? part : asText(yield* evaluate(part, variables));
      return text;
    }
    case "step": {
      const before = Number(variables.get(expression.name) ?? 0);
      variables.set(expression.name, before + expression.by);
      return before;
    }
    case "member":
      return memberOf(yield* evaluate(expression.target, variables), expression.name);
    case "not":
      return !isTrue(yield* evaluate(expression.operand, variables));
    case "binary": {
      const left = yield* evaluate(expression.left, variables);
      return combined(expression.operator, left, yield* evaluate(expression.right, variables));
    }
    case "format": {
      const pattern = asText(yield* evaluate(expression.pattern, variables));
      return formatted(pattern, yield* all(expression.values, variables));
    }
    case "replace": {
      const target = yield* evaluate(expression.target, variables);
      return target === null ? null : asText(target).replace(new RegExp(expression.pattern, "gi"), expression.replacement);
    }
    case "program": {
      const words = (yield* all(expression.words, variables)).map(asText);
      return asText((yield { kind: "program", words }) ?? null);
    }
    case "command":
      return yield* command(expression, variables);
  }
}

function* all(expressions: readonly Expression[], variables: Variables): Running<PowerShellValue[]> {
  const values: PowerShellValue[] = [];
  for (const one of expressions) values.push(yield* evaluate(one, variables));
  return values;
}

function* command(call: Extract<Expression, { kind: "command" }>, variables: Variables): Running<PowerShellValue> {
  const args = yield* all(call.args, variables);
  const options = new Map<string, PowerShellValue>();
  for (const [name, value] of call.options) options.set(name, yield* evaluate(value, variables));
  switch (call.name) {
    case "write-host":
      yield { kind: "write", text: [...args, ...given(options, "object")].map(asText).join(" ") + (options.has("nonewline") ? "" : "\n") };
      return null;
    case "write-output": {
      const values = [...args, ...given(options, "inputobject")];
      return values.length === 1 ? (values[0] ?? null) : values;
    }
    case "start-sleep": {
      const ms = options.get("milliseconds") ?? options.get("m");
      const seconds = ms === undefined ? Number(options.get("seconds") ?? options.get("s") ?? args[0] ?? 0) : Number(ms) / 1000;
      yield { kind: "sleep", seconds };
      return null;
    }
    default:
      return yield* request(call.name, args, options);
  }
}

function given(options: ReadonlyMap<string, PowerShellValue>, name: string): PowerShellValue[] {
  const value = options.get(name);
  return value === undefined ? [] : [value];
}

/** From here on web cmdlets end with an error. */
const FIRST_ERROR = 400;

function* request(name: string, args: readonly PowerShellValue[], options: ReadonlyMap<string, PowerShellValue>): Running<PowerShellValue> {
  const method = asText(options.get("method") ?? "GET");
  if (method.toUpperCase() !== "GET") throw new UnsupportedScript(`PowerShell's ${name} -Method ${method}`);
  const url = asText(options.get("uri") ?? args[0] ?? "");
  const answer = yield { kind: "get", url: /^https?:/i.test(url) ? url : `http://${url}` };
  if (typeof answer !== "object") return null;
  if (name === "invoke-restmethod") return answer.content;
  if (answer.statusCode >= FIRST_ERROR)
    throw new UnsupportedScript(`PowerShell's error of a web request that ends with ${answer.statusCode}`);
  return answer;
}

import { UnsupportedScript, type Expression, type PowerShellValue, type Statement } from "./syntax.ts";

/** What a script may touch outside itself. */
export interface PowerShellHost {
  write(text: string): void;
  /** Body of a GET, as Invoke-RestMethod returns text; undefined when nobody answers. */
  get(url: string): string | undefined;
  sleep(seconds: number): void;
}

export type Variables = Map<string, PowerShellValue>;

/** The first endless loop of a script and what stands before it; a script without one is all prelude. */
export function splitLoop(script: readonly Statement[]): { prelude: readonly Statement[]; body?: readonly Statement[] } {
  const index = script.findIndex(({ kind }) => kind === "forever");
  const loop = script[index];
  return loop?.kind === "forever" ? { prelude: script.slice(0, index), body: loop.body } : { prelude: script };
}

/** Runs statements once. Values that nobody takes go to the output, a line each. */
export function runStatements(body: readonly Statement[], variables: Variables, host: PowerShellHost): void {
  for (const statement of body) {
    if (statement.kind === "assign") variables.set(statement.name, evaluate(statement.value, variables, host));
    else if (statement.kind === "block") runStatements(statement.body, variables, host);
    else if (statement.kind === "forever") throw new UnsupportedScript("PowerShell: an endless loop inside another one");
    else printed(evaluate(statement.value, variables, host), statement.value, host);
  }
}

function printed(value: PowerShellValue, from: Expression, host: PowerShellHost): void {
  // `$i++` as a statement and cmdlets that write by themselves leave nothing in the pipeline
  if (value !== null && from.kind !== "increment") host.write(`${asText(value)}\n`);
}

function evaluate(expression: Expression, variables: Variables, host: PowerShellHost): PowerShellValue {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "variable":
      return variables.get(expression.name) ?? null;
    case "text":
      return expression.parts.map((part) => (typeof part === "string" ? part : asText(variables.get(part.variable) ?? null))).join("");
    case "increment": {
      const before = Number(variables.get(expression.name) ?? 0);
      variables.set(expression.name, before + 1);
      return before;
    }
    case "replace": {
      const target = evaluate(expression.target, variables, host);
      return target === null ? null : asText(target).replace(new RegExp(expression.pattern, "gi"), expression.replacement);
    }
    case "command":
      return command(expression, variables, host);
  }
}

function command(call: Extract<Expression, { kind: "command" }>, variables: Variables, host: PowerShellHost): PowerShellValue {
  const args = call.args.map((arg) => evaluate(arg, variables, host));
  switch (call.name) {
    case "write-host":
      host.write(args.map(asText).join(" ") + (call.switches.includes("nonewline") ? "" : "\n"));
      return null;
    case "write-output":
    case "echo":
      return args.map(asText).join("\n");
    case "start-sleep":
    case "sleep":
      host.sleep(Number(args[0] ?? 0));
      return null;
    case "invoke-restmethod":
    case "irm":
      return host.get(asText(args[0] ?? "")) ?? null;
    default:
      throw new UnsupportedScript(`PowerShell's ${call.name}`);
  }
}

function asText(value: PowerShellValue): string {
  if (value === null) return "";
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

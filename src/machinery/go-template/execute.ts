import { sortedKeys } from "../../base/bytewise.ts";
import { goQuote, goValueV } from "../../base/go-format.ts";
import { isJsonObject } from "../../base/json.ts";
import { arityComplaint, callTemplateFunction, FunctionError, isTrue } from "./functions.ts";
import { lineAt } from "./lex.ts";
import { GoTemplateError, type Command, type GoTemplate, type Operand, type Pipe, type Place, type TemplateNode } from "./nodes.ts";

/** How to run a template. */
export interface GoTemplateOptions {
  /** A missing key prints `<no value>` (the default of kubectl); otherwise it is an error. */
  readonly allowMissingKeys: boolean;
}

interface Run {
  readonly template: GoTemplate;
  readonly options: GoTemplateOptions;
  readonly out: string[];
  readonly name: string;
  readonly variables: Array<[name: string, value: unknown]>;
  readonly depth: number;
}

type Jump = "break" | "continue" | undefined;

const MAX_DEPTH = 1000;

/** What was printed before the error, if any: kubectl prints both. */
export interface GoTemplateResult {
  readonly output: string;
  readonly error: GoTemplateError | undefined;
}

/** Runs a template over data. An error keeps what was printed up to it. */
// Go text/template/exec.go, 1.15
export function executeGoTemplate(template: GoTemplate, data: unknown, options: GoTemplateOptions): GoTemplateResult {
  const out: string[] = [];
  const run: Run = { template, options, out, name: "output", variables: [["$", data]], depth: 0 };
  try {
    runNodes(run, template.root, data);
    return { output: out.join(""), error: undefined };
  } catch (error) {
    if (!(error instanceof GoTemplateError)) throw error;
    return { output: out.join(""), error };
  }
}

function fail(run: Run, place: Place, message: string): GoTemplateError {
  const { source } = run.template;
  const lineStart = source.lastIndexOf("\n", place.offset - 1) + 1;
  const column = new TextEncoder().encode(source.slice(lineStart, place.offset)).length;
  const where = `output:${lineAt(source, place.offset)}:${column}`;
  return new GoTemplateError(`template: ${where}: executing ${goQuote(run.name)} at <${place.shown}>: ${message}`);
}

function runNodes(run: Run, nodes: readonly TemplateNode[], dot: unknown): Jump {
  for (const node of nodes) {
    const jump = runNode(run, node, dot);
    if (jump !== undefined) return jump;
  }
  return undefined;
}

function runNode(run: Run, node: TemplateNode, dot: unknown): Jump {
  switch (node.kind) {
    case "text":
      run.out.push(node.text);
      return undefined;
    case "action": {
      const value = evaluatePipe(run, node.pipe, dot);
      if (node.pipe.variables.length === 0) run.out.push(printed(value));
      return undefined;
    }
    case "jump":
      return node.word;
    case "template":
      runCall(run, node, dot);
      return undefined;
    case "branch": {
      const mark = run.variables.length;
      const jump = node.word === "range" ? runRange(run, node, dot) : runCondition(run, node, dot);
      run.variables.length = mark;
      return jump;
    }
  }
}

function printed(value: unknown): string {
  return value === null || value === undefined ? "<no value>" : goValueV(value);
}

function runCondition(run: Run, node: Extract<TemplateNode, { kind: "branch" }>, dot: unknown): Jump {
  const value = evaluatePipe(run, node.pipe, dot);
  if (!isTrue(value)) return runNodes(run, node.otherwise, dot);
  return runNodes(run, node.body, node.word === "with" ? value : dot);
}

function runRange(run: Run, node: Extract<TemplateNode, { kind: "branch" }>, dot: unknown): Jump {
  const { pipe } = node;
  const value = evaluatePipe(run, { ...pipe, variables: [] }, dot);
  const entries = rangeEntries(value);
  if (entries === undefined) throw fail(run, pipe, `range can't iterate over ${goValueV(value)}`);
  if (entries.length === 0) return runNodes(run, node.otherwise, dot);
  for (const [key, item] of entries) {
    const mark = run.variables.length;
    const [first, second] = pipe.variables;
    if (second !== undefined) {
      setVariable(run, pipe, first ?? "", key);
      setVariable(run, pipe, second, item);
    } else if (first !== undefined) setVariable(run, pipe, first, item);
    const jump = runNodes(run, node.body, item);
    run.variables.length = mark;
    if (jump === "break") break;
  }
  return undefined;
}

function rangeEntries(value: unknown): Array<[unknown, unknown]> | undefined {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (isJsonObject(value)) return sortedKeys(value).map((key) => [key, value[key]]);
  return undefined;
}

function setVariable(run: Run, pipe: Pipe, name: string, value: unknown): void {
  const known = pipe.assigns ? run.variables.findLast(([other]) => other === name) : undefined;
  if (known === undefined) run.variables.push([name, value]);
  else known[1] = value;
}

function runCall(run: Run, node: Extract<TemplateNode, { kind: "template" }>, dot: unknown): void {
  const nodes = run.template.defined.get(node.name);
  if (nodes === undefined) throw fail(run, node.place, `template ${goQuote(node.name)} not defined`);
  if (run.depth === MAX_DEPTH) throw fail(run, node.place, `exceeded maximum template depth (${MAX_DEPTH})`);
  const value = node.pipe === undefined ? undefined : evaluatePipe(run, node.pipe, dot);
  runNodes({ ...run, name: node.name, variables: [["$", value]], depth: run.depth + 1 }, nodes, value);
}

function evaluatePipe(run: Run, pipe: Pipe, dot: unknown): unknown {
  let value: unknown;
  pipe.commands.forEach((command, index) => {
    value = evaluateCommand(run, command, dot, index > 0 ? [value] : []);
  });
  for (const name of pipe.variables) setVariable(run, pipe, name, value);
  return value;
}

function evaluateCommand(run: Run, command: Command, dot: unknown, piped: readonly unknown[]): unknown {
  const [first, ...rest] = command.operands;
  if (first === undefined) return undefined;
  if (first.kind === "function") {
    const args = rest.map((operand) => evaluateOperand(run, operand, dot));
    return callFunction(run, first, command, [...args, ...piped]);
  }
  if (rest.length > 0 || piped.length > 0) {
    if (first.kind === "field" || first.kind === "chain") {
      const name = first.names.at(-1) ?? "";
      throw fail(run, first, `${name} is not a method but has arguments`);
    }
    throw fail(run, first, `can't give argument to non-function ${first.shown}`);
  }
  if (first.kind === "nil") throw fail(run, command, "nil is not a command");
  return evaluateOperand(run, first, dot);
}

function callFunction(run: Run, operand: Operand & { name: string }, place: Place, args: readonly unknown[]): unknown {
  const complaint = arityComplaint(operand.name, args.length);
  if (complaint !== undefined) throw fail(run, operand, complaint);
  try {
    return callTemplateFunction(operand.name, args);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw fail(run, place, `error calling ${operand.name}: ${error.message}`);
  }
}

function evaluateOperand(run: Run, operand: Operand, dot: unknown): unknown {
  switch (operand.kind) {
    case "dot":
      return dot;
    case "nil":
      return null;
    case "literal":
      return operand.value;
    case "field":
      return evaluateFields(run, operand, dot, operand.names);
    case "variable": {
      const value = run.variables.findLast(([name]) => name === operand.name)?.[1];
      return evaluateFields(run, operand, value, operand.names);
    }
    case "chain":
      return evaluateFields(run, operand, evaluateOperand(run, operand.base, dot), operand.names);
    case "pipe":
      return evaluatePipe(run, operand.pipe, dot);
    case "function":
      return callFunction(run, operand, operand, []);
  }
}

function evaluateFields(run: Run, place: Place, start: unknown, names: readonly string[]): unknown {
  let value = start;
  names.forEach((name) => {
    value = evaluateField(run, place, value, name);
  });
  return value;
}

function evaluateField(run: Run, place: Place, value: unknown, name: string): unknown {
  if (value === undefined) {
    if (run.options.allowMissingKeys) return undefined;
    throw fail(run, place, `nil data; no entry for key ${goQuote(name)}`);
  }
  if (value === null) throw fail(run, place, `nil pointer evaluating interface {}.${name}`);
  if (!isJsonObject(value)) throw fail(run, place, `can't evaluate field ${name} in type interface {}`);
  if (Object.hasOwn(value, name)) return value[name];
  if (run.options.allowMissingKeys) return undefined;
  throw fail(run, place, `map has no entry for key ${goQuote(name)}`);
}

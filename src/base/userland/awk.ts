import { type AwkExpression, parseAwk, type AwkRule, type AwkStatement } from "./awk-parse.ts";
import { AwkError, unescapeAwk } from "./awk-tokens.ts";
import { resolvePath } from "../sh/state.ts";
import { linesOf, readInputs } from "./inputs.ts";
import { formatPrintf } from "../sh/printf.ts";
import type { UserlandCall, UserlandProgram } from "./program.ts";
import { posixRegex } from "./regex.ts";
import { calculate, compares, EMPTY, input, isTrue, number, splitFields, text, truth, unary, type Value } from "./awk-values.ts";

class Leave extends Error {
  readonly what: "break" | "continue" | "exit" | "next";
  constructor(what: Leave["what"]) {
    super(what);
    this.what = what;
  }
}

/** awk: -F, -v, -f; patterns, ranges, BEGIN and END, statements, arrays and the usual functions. */
export const awk: UserlandProgram = (call) => {
  const variables: string[] = [];
  let separator: string | undefined;
  let source: string | undefined;
  let at = 0;
  for (; at < call.args.length && /^-./.test(call.args[at] ?? ""); at++) {
    const arg = call.args[at] ?? "";
    if (arg === "--") {
      at++;
      break;
    }
    const value = arg.length > 2 ? arg.slice(2) : (call.args[++at] ?? "");
    if (arg.startsWith("-F")) separator = value;
    else if (arg.startsWith("-v")) variables.push(value);
    else if (arg.startsWith("-f")) source = call.files.read(resolvePath(call.directory, value));
    else {
      call.streams.err(`${call.name}: unknown option ${arg} ignored\n`);
    }
  }
  source ??= call.args[at++];
  if (source === undefined) {
    call.streams.err(`usage: ${call.name} [-F fs][-v var=value][prog | -f progfile][file ...]\n`);
    return 2;
  }
  try {
    return run(parseAwk(source), call, call.args.slice(at), separator, variables);
  } catch (error) {
    if (!(error instanceof AwkError) && !(error instanceof SyntaxError)) throw error;
    call.streams.err(`${call.name}: ${error.message}\n`);
    return 2;
  }
};

const LOOPS_MOST = 1_000_000;

function run(
  rules: readonly AwkRule[],
  call: UserlandCall,
  operands: readonly string[],
  separator: string | undefined,
  given: readonly string[],
): number {
  const scalars = new Map<string, Value>();
  const arrays = new Map<string, Map<string, Value>>();
  let fields: string[] = [];
  let line = "";
  let exitCode = 0;
  const inRange = new Set<AwkRule>();
  const set = (name: string, value: Value): void => void scalars.set(name, value);
  const get = (name: string): Value => scalars.get(name) ?? EMPTY;
  const array = (name: string): Map<string, Value> => {
    let found = arrays.get(name);
    if (found === undefined) arrays.set(name, (found = new Map()));
    return found;
  };
  set("FS", text(separator === undefined ? " " : separator === "t" ? "\t" : unescapeAwk(separator)));
  set("OFS", text(" "));
  set("ORS", text("\n"));
  set("NR", number(0));
  set("SUBSEP", text("\u001c"));
  for (const assignment of given) {
    const [name = "", value = ""] = assignment.split(/=(.*)/s);
    set(name, input(unescapeAwk(value)));
  }
  for (const [name, value] of Object.entries(call.environment)) array("ENVIRON").set(name, input(value));

  function setLine(next: string): void {
    line = next;
    fields = splitFields(next, get("FS").text);
    set("NF", number(fields.length));
  }

  function field(index: number): Value {
    return index === 0 ? input(line) : input(fields[index - 1] ?? "");
  }

  function indexOf(expression: AwkExpression): number {
    const index = Math.trunc(evaluate(expression).number);
    if (index < 0) throw new AwkError(`run time error: negative field index $${index}`);
    return index;
  }

  function setField(index: number, value: Value): void {
    if (index === 0) return setLine(value.text);
    while (fields.length < index) fields.push("");
    fields[index - 1] = value.text;
    set("NF", number(fields.length));
    line = fields.join(get("OFS").text);
  }

  function assign(target: AwkExpression, value: Value): Value {
    if (target.kind === "field") setField(indexOf(target.index), value);
    else if (target.kind === "element") array(target.name).set(keyOf(target.keys), value);
    else if (target.kind === "variable") {
      set(target.name, value);
      if (target.name === "NF") {
        fields = Array.from({ length: value.number }, (_, index) => fields[index] ?? "");
        line = fields.join(get("OFS").text);
      }
    }
    return value;
  }

  function keyOf(keys: readonly AwkExpression[]): string {
    return keys.map((key) => evaluate(key).text).join(get("SUBSEP").text);
  }

  function evaluate(expression: AwkExpression): Value {
    switch (expression.kind) {
      case "number":
        return number(expression.value);
      case "string":
        return text(expression.value);
      case "regex":
        return truth(expression.expression.test(line));
      case "variable":
        return get(expression.name);
      case "element": {
        const found = array(expression.name);
        const key = keyOf(expression.keys);
        if (!found.has(key)) found.set(key, EMPTY);
        return found.get(key) ?? EMPTY;
      }
      case "field":
        return field(indexOf(expression.index));
      case "assign": {
        const value = evaluate(expression.value);
        return assign(
          expression.target,
          expression.operator === "" ? value : number(calculate(expression.operator, evaluate(expression.target).number, value.number)),
        );
      }
      case "step": {
        const before = evaluate(expression.target).number;
        assign(expression.target, number(before + expression.by));
        return number(expression.before ? before + expression.by : before);
      }
      case "unary":
        return unary(expression.operator, evaluate(expression.value));
      case "binary":
        return binary(expression.operator, expression.left, expression.right);
      case "choice":
        return isTrue(evaluate(expression.condition)) ? evaluate(expression.yes) : evaluate(expression.no);
      case "in":
        return truth(array(expression.name).has(keyOf(expression.keys)));
      case "call":
        return callFunction(expression.name, expression.args);
    }
  }

  function binary(operator: string, left: AwkExpression, right: AwkExpression): Value {
    if (operator === "&&") return truth(isTrue(evaluate(left)) && isTrue(evaluate(right)));
    if (operator === "||") return truth(isTrue(evaluate(left)) || isTrue(evaluate(right)));
    if (operator === "~" || operator === "!~") return truth(regexOf(right).test(evaluate(left).text) === (operator === "~"));
    const [a, b] = [evaluate(left), evaluate(right)];
    if (operator === " ") return text(a.text + b.text);
    if (/^[<>=!]/.test(operator)) return truth(compares(operator, a, b));
    return number(calculate(operator, a.number, b.number));
  }

  function regexOf(expression: AwkExpression, flags = ""): RegExp {
    return new RegExp(expression.kind === "regex" ? expression.expression.source : posixRegex(evaluate(expression).text, true), flags);
  }

  function callFunction(name: string, args: readonly AwkExpression[]): Value {
    const value = (index: number): Value => (args[index] === undefined ? EMPTY : evaluate(args[index]));
    switch (name) {
      case "length": {
        const [of] = args;
        if (of?.kind === "variable" && arrays.has(of.name)) return number(array(of.name).size);
        return number([...(of === undefined ? line : evaluate(of).text)].length);
      }
      case "substr": {
        const from = Math.max(1, Math.round(value(1).number));
        const count = args[2] === undefined ? Infinity : Math.round(value(2).number) - (from - Math.round(value(1).number));
        return text([...value(0).text].slice(from - 1, count === Infinity ? undefined : from - 1 + Math.max(0, count)).join(""));
      }
      case "index":
        return number(value(0).text.indexOf(value(1).text) + 1);
      case "split": {
        const [, target, by] = args;
        const separatorOf = by === undefined ? get("FS").text : by.kind === "regex" ? by.expression.source : evaluate(by).text;
        const parts = splitFields(value(0).text, separatorOf);
        const found = array(target?.kind === "variable" ? target.name : "");
        found.clear();
        parts.forEach((part, index) => found.set(String(index + 1), input(part)));
        return number(parts.length);
      }
      case "sub":
      case "gsub":
        return substitute(args, name === "gsub");
      case "match": {
        const found = regexOf(args[1] as AwkExpression).exec(value(0).text);
        set("RSTART", number(found === null ? 0 : found.index + 1));
        set("RLENGTH", number(found === null ? -1 : found[0].length));
        return get("RSTART");
      }
      case "toupper":
        return text(value(0).text.toUpperCase());
      case "tolower":
        return text(value(0).text.toLowerCase());
      case "sprintf":
        return text(format(args));
      case "int":
        return number(Math.trunc(value(0).number));
      case "sqrt":
        return number(Math.sqrt(value(0).number));
      case "log":
        return number(Math.log(value(0).number));
      case "exp":
        return number(Math.exp(value(0).number));
      default:
        throw new AwkError(name === "" ? "syntax error: a list stands where a value is wanted" : `calling undefined function ${name}`);
    }
  }

  function substitute([pattern, replacement, target]: readonly AwkExpression[], all: boolean): Value {
    if (pattern === undefined || replacement === undefined) throw new AwkError("syntax error in sub");
    const place: AwkExpression = target ?? { kind: "field", index: { kind: "number", value: 0 } };
    const by = evaluate(replacement).text;
    let count = 0;
    const changed = evaluate(place).text.replace(regexOf(pattern, all ? "g" : ""), (whole) => {
      count++;
      return by.replace(/\\&|&/g, (piece) => (piece === "&" ? whole : "&"));
    });
    if (count > 0) assign(place, text(changed));
    return number(count);
  }

  function format(args: readonly AwkExpression[]): string {
    const [first, ...rest] = args.map((arg) => evaluate(arg).text);
    // %i is %d, and %c takes a number as a character.
    return formatPrintf((first ?? "").replace(/\\/g, "\\\\"), rest).text;
  }

  function execute(statement: AwkStatement): void {
    switch (statement.kind) {
      case "block":
        statement.body.forEach(execute);
        break;
      case "expression":
        evaluate(statement.value);
        break;
      case "print":
        if (statement.formatted) call.streams.out(format(statement.args));
        else
          call.streams.out(
            (statement.args.length === 0 ? line : statement.args.map((arg) => evaluate(arg).text).join(get("OFS").text)) + get("ORS").text,
          );
        break;
      case "if":
        if (isTrue(evaluate(statement.condition))) execute(statement.yes);
        else if (statement.no) execute(statement.no);
        break;
      case "loop":
        loop(statement);
        break;
      case "each":
        for (const key of Array.from(array(statement.name).keys())) {
          set(statement.variable, input(key));
          if (!turn(statement.body)) break;
        }
        break;
      case "delete":
        if (statement.keys) array(statement.name).delete(keyOf(statement.keys));
        else array(statement.name).clear();
        break;
      case "exit":
        exitCode = statement.value ? evaluate(statement.value).number : exitCode;
        throw new Leave("exit");
      default:
        throw new Leave(statement.kind);
    }
  }

  function loop(statement: Extract<AwkStatement, { kind: "loop" }>): void {
    for (let turns = 0; turns < LOOPS_MOST; turns++) {
      const isChecked = !statement.bodyFirst || turns > 0;
      if (isChecked && statement.condition && !isTrue(evaluate(statement.condition))) return;
      if (!turn(statement.body)) return;
      if (statement.step) execute(statement.step);
    }
    throw new AwkError("a loop is never done");
  }

  /** One turn of a loop; false when it breaks. */
  function turn(body: AwkStatement): boolean {
    try {
      execute(body);
    } catch (error) {
      if (!(error instanceof Leave) || (error.what !== "break" && error.what !== "continue")) throw error;
      return error.what === "continue";
    }
    return true;
  }

  function runRules(when: AwkRule["when"]): void {
    for (const rule of rules) {
      if (rule.when !== when || !applies(rule)) continue;
      if (rule.body) execute(rule.body);
      else call.streams.out(`${line}\n`);
    }
  }

  function applies(rule: AwkRule): boolean {
    if (rule.pattern === undefined) return true;
    if (rule.until === undefined) return isTrue(evaluate(rule.pattern));
    if (!inRange.has(rule) && !isTrue(evaluate(rule.pattern))) return false;
    inRange.add(rule);
    if (isTrue(evaluate(rule.until))) inRange.delete(rule);
    return true;
  }

  function runLine(next: string, name: string): void {
    set("NR", number(get("NR").number + 1));
    set("FNR", number(get("FNR").number + 1));
    set("FILENAME", text(name));
    setLine(next);
    try {
      runRules("line");
    } catch (error) {
      if (!(error instanceof Leave) || error.what !== "next") throw error;
    }
  }

  try {
    runRules("begin");
    if (rules.some(({ when }) => when !== "begin")) {
      const { inputs, failures } = readInputs(call, operands);
      if (failures > 0) exitCode = 2;
      for (const { name, text: content } of inputs) {
        set("FNR", number(0));
        for (const next of linesOf(content)) runLine(next, name === "-" ? "" : name);
      }
    }
  } catch (error) {
    if (!(error instanceof Leave) || error.what !== "exit") throw error;
  }
  try {
    runRules("end");
  } catch (error) {
    if (!(error instanceof Leave)) throw error;
  }
  return exitCode;
}

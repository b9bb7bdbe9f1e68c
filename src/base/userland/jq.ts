import type { Json } from "../json.ts";
import { type Filter, JqError, parseJq } from "./jq-parse.ts";
import { addJson, compareJson, entriesOf, FUNCTIONS, isTrue, typeOf } from "./jq-functions.ts";
import { readInputs } from "./inputs.ts";
import { readOptions, type UserlandProgram } from "./program.ts";

type Variables = ReadonlyMap<string, Json>;

/** Everything that a filter gives for an input. Throws JqError. */
export function runJq(filter: Filter, input: Json, variables: Variables = new Map()): Json[] {
  const run = (inner: Filter, value: Json = input): Json[] => runJq(inner, value, variables);
  switch (filter.kind) {
    case "identity":
      return [input];
    case "every":
      return every(input);
    case "literal":
      return [filter.value];
    case "variable":
      if (!variables.has(filter.name)) throw new JqError(`${filter.name} is not defined`);
      return [variables.get(filter.name) ?? null];
    case "text":
      return [filter.parts.map((part) => (typeof part === "string" ? part : textOf(run(part)[0] ?? null))).join("")];
    case "field":
      return run(filter.of).flatMap((value) => run(filter.key).flatMap((key) => fieldOf(value, key, filter.isOptional)));
    case "slice":
      return run(filter.of).map((value) => sliceOf(value, filter.from && run(filter.from)[0], filter.to && run(filter.to)[0]));
    case "iterate":
      return run(filter.of).flatMap((value) => iterate(value, filter.isOptional));
    case "pipe":
      return run(filter.left).flatMap((value) => run(filter.right, value));
    case "comma":
      return [...run(filter.left), ...run(filter.right)];
    case "alternative": {
      const found = attempted(() => run(filter.left)).filter(isTrue);
      return found.length > 0 ? found : run(filter.right);
    }
    case "and":
      return run(filter.left).flatMap((left) => (isTrue(left) ? run(filter.right).map(isTrue) : [false]));
    case "or":
      return run(filter.left).flatMap((left) => (isTrue(left) ? [true] : run(filter.right).map(isTrue)));
    case "operator":
      return run(filter.right).flatMap((right) => run(filter.left).map((left) => operate(filter.operator, left, right)));
    case "array":
      return [filter.inside === undefined ? [] : run(filter.inside)];
    case "object":
      return objects(filter.entries, run);
    case "if":
      return run(filter.condition).flatMap((value) => run(isTrue(value) ? filter.yes : filter.no));
    case "bind":
      return run(filter.source).flatMap((value) => runJq(filter.body, input, new Map([...variables, [filter.name, value]])));
    case "call":
      return call(filter, input, run);
  }
}

function call({ name, args }: Extract<Filter, { kind: "call" }>, input: Json, run: (filter: Filter, value?: Json) => Json[]): Json[] {
  const found = Object.hasOwn(FUNCTIONS, `${name}/${args.length}`) ? FUNCTIONS[`${name}/${args.length}`] : undefined;
  if (found === undefined) throw new JqError(`${name}/${args.length} is not defined, or not emulated`);
  return found(
    input,
    args.map((arg) => (value: Json) => run(arg, value)),
  );
}

function attempted(action: () => Json[]): Json[] {
  try {
    return action();
  } catch (error) {
    if (error instanceof JqError) return [];
    throw error;
  }
}

function every(value: Json): Json[] {
  return [value, ...(typeof value === "object" && value !== null ? Object.values(value).flatMap((inner) => every(inner as Json)) : [])];
}

function fieldOf(value: Json, key: Json, isOptional: boolean): Json[] {
  if (value === null) return [null];
  if (Array.isArray(value) && typeof key === "number") return [(value[key < 0 ? value.length + key : key] as Json | undefined) ?? null];
  if (!Array.isArray(value) && typeof value === "object" && typeof key === "string")
    return [Object.hasOwn(value, key) ? ((value as Record<string, Json>)[key] ?? null) : null];
  if (isOptional) return [];
  throw new JqError(`Cannot index ${typeOf(value)} with ${typeof key === "string" ? `"${key}"` : typeOf(key)}`);
}

function sliceOf(value: Json, from: Json | undefined, to: Json | undefined): Json {
  if (value === null) return null;
  if (typeof value !== "string" && !Array.isArray(value)) throw new JqError(`Cannot index ${typeOf(value)} with object`);
  return value.slice(from === undefined ? undefined : Number(from), to === undefined ? undefined : Number(to)) as Json;
}

function iterate(value: Json, isOptional: boolean): Json[] {
  if (typeof value === "object" && value !== null) return entriesOf(value).map(([, inner]) => inner);
  if (isOptional) return [];
  throw new JqError(`Cannot iterate over ${typeOf(value)}${value === null ? " (null)" : ""}`);
}

function operate(operator: string, left: Json, right: Json): Json {
  const order = compareJson(left, right);
  const compared: Readonly<Record<string, boolean>> = {
    "==": order === 0,
    "!=": order !== 0,
    "<": order < 0,
    "<=": order <= 0,
    ">": order > 0,
    ">=": order >= 0,
  };
  const found = compared[operator];
  if (found !== undefined) return found;
  if (operator === "+") return addJson(left, right);
  if (typeof left === "number" && typeof right === "number")
    return operator === "-"
      ? left - right
      : operator === "*"
        ? left * right
        : operator === "/"
          ? left / right
          : Math.trunc(left) % Math.trunc(right);
  if (operator === "-" && Array.isArray(left) && Array.isArray(right))
    return left.filter((one) => !right.some((other) => compareJson(one as Json, other as Json) === 0)) as Json;
  if (operator === "/" && typeof left === "string" && typeof right === "string") return left.split(right);
  throw new JqError(`${typeOf(left)} and ${typeOf(right)} cannot be combined with ${operator}`);
}

function objects(entries: Extract<Filter, { kind: "object" }>["entries"], run: (filter: Filter) => Json[]): Json[] {
  return entries.reduce<Json[]>(
    (all, { key, value }) =>
      all.flatMap((made) =>
        run(key).flatMap((name) => run(value).map((inner) => ({ ...(made as object), [String(name)]: inner }) as Json)),
      ),
    [{}],
  );
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** jq [-r] [-c] [-s] [-n] [-e] [-S] [--arg NAME VALUE] FILTER [FILE…]; output as without a terminal. */
export const jq: UserlandProgram = (call) => {
  const args: string[] = [];
  const variables = new Map<string, Json>();
  for (let at = 0; at < call.args.length; at++) {
    const arg = call.args[at] ?? "";
    if (arg === "--arg") variables.set(`$${call.args[++at] ?? ""}`, call.args[++at] ?? "");
    else if (arg === "--argjson") variables.set(`$${call.args[++at] ?? ""}`, JSON.parse(call.args[++at] ?? "null") as Json);
    else args.push(arg);
  }
  const { flags, operands, unknown } = readOptions(args, "rcsneSMCj", "", {
    "raw-output": "r",
    "compact-output": "c",
    slurp: "s",
    "null-input": "n",
    "exit-status": "e",
    "sort-keys": "S",
    "monochrome-output": "M",
    "color-output": "C",
    "join-output": "j",
  });
  const fail = (text: string, status: number): number => {
    call.streams.err(`jq: ${text}\n`);
    return status;
  };
  if (unknown !== undefined)
    return fail(
      `Unknown arguments\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://stedolan.github.io/jq`,
      2,
    );
  const [text = ".", ...files] = operands;
  let filter: Filter;
  try {
    filter = parseJq(text);
  } catch (error) {
    if (!(error instanceof JqError) && !(error instanceof SyntaxError)) throw error;
    return fail(`error: ${(error as Error).message}\njq: 1 compile error`, 3);
  }
  const { inputs, failures } = flags.has("n") ? { inputs: [], failures: 0 } : readInputs(call, files);
  let last: Json | undefined;
  try {
    const values = inputs.flatMap((input) => documents(input.text));
    for (const value of flags.has("n") ? [null] : flags.has("s") ? [values as Json] : values)
      for (const result of runJq(filter, value, variables)) {
        last = result;
        call.streams.out(shown(result, flags) + (flags.has("j") ? "" : "\n"));
      }
  } catch (error) {
    if (error instanceof JqError) return fail(`error (at <stdin>:0): ${error.message}`, 5);
    if (error instanceof SyntaxError) return fail("error (at <stdin>:0): Invalid numeric literal", 2);
    throw error;
  }
  if (failures > 0) return 2;
  return flags.has("e") && (last === undefined || !isTrue(last)) ? 1 : 0;
};

function shown(value: Json, flags: ReadonlyMap<string, string>): string {
  if ((flags.has("r") || flags.has("j")) && typeof value === "string") return value;
  return JSON.stringify(flags.has("S") ? sorted(value) : value, undefined, flags.has("c") ? undefined : 2);
}

function sorted(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => sorted(inner as Json));
  return Object.fromEntries(
    entriesOf(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  ) as Json;
}

/** JSON values one behind the other. */
function documents(text: string): Json[] {
  if (text.trim() === "") return [];
  try {
    return [JSON.parse(text) as Json];
  } catch (error) {
    const lines = text.trim().split("\n");
    if (lines.length === 1) throw error;
    return lines.map((line) => JSON.parse(line) as Json);
  }
}

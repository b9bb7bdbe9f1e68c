import { compareBytewise } from "../../base/bytewise.ts";
import { isGoInteger } from "../../base/go-format.ts";
import { goSprint, goSprintf, goSprintln, goTypeOf } from "../../base/go-printf.ts";
import { isJsonObject } from "../../base/json.ts";

type TemplateFunction = (args: readonly unknown[]) => unknown;

interface Signature {
  readonly run: TemplateFunction;
  readonly least: number;
  readonly most: number;
}

const SCRIPT: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};
const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\0": "\ufffd",
};

/** A template function refused its arguments; the message goes behind `error calling NAME: `. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
}

const FUNCTIONS = new Map<string, Signature>([
  ["and", { run: (args) => args.find((arg) => !isTrue(arg)) ?? falsyOr(args), least: 1, most: Infinity }],
  ["or", { run: (args) => args.find(isTrue) ?? args.at(-1), least: 1, most: Infinity }],
  ["not", { run: ([value]) => !isTrue(value), least: 1, most: 1 }],
  ["len", { run: ([value]) => lengthOf(value), least: 1, most: 1 }],
  ["index", { run: ([value, ...keys]) => keys.reduce(indexInto, value), least: 1, most: Infinity }],
  ["slice", { run: ([value, ...bounds]) => sliceOf(value, bounds), least: 1, most: 4 }],
  ["print", { run: goSprint, least: 0, most: Infinity }],
  ["println", { run: goSprintln, least: 0, most: Infinity }],
  ["printf", { run: ([format, ...args]) => goSprintf(text(format), args), least: 1, most: Infinity }],
  ["html", { run: (args) => joined(args).replace(/[&<>"'\0]/g, (character) => HTML[character] ?? ""), least: 0, most: Infinity }],
  ["js", { run: (args) => joined(args).replace(/[\\'"<>&=]/g, (character) => SCRIPT[character] ?? ""), least: 0, most: Infinity }],
  ["urlquery", { run: (args) => queryEscape(joined(args)), least: 0, most: Infinity }],
  ["eq", { run: ([first, ...rest]) => equalsAny(first, rest), least: 1, most: Infinity }],
  ["ne", { run: ([left, right]) => !equals(left, right), least: 2, most: 2 }],
  ["lt", { run: ([left, right]) => isLess(left, right), least: 2, most: 2 }],
  ["le", { run: ([left, right]) => isLess(left, right) || equals(left, right), least: 2, most: 2 }],
  ["gt", { run: ([left, right]) => !(isLess(left, right) || equals(left, right)), least: 2, most: 2 }],
  ["ge", { run: ([left, right]) => !isLess(left, right), least: 2, most: 2 }],
  ["exists", { run: ([value, ...keys]) => exists(value, keys), least: 1, most: Infinity }],
  ["base64decode", { run: ([value]) => decodeBase64(text(value)), least: 1, most: 1 }],
]);

/** True for a function that kubectl's templates know. */
export function isTemplateFunction(name: string): boolean {
  return FUNCTIONS.has(name);
}

/** Calls a function. Throws FunctionError with the reason in Go's words. */
export function callTemplateFunction(name: string, args: readonly unknown[]): unknown {
  return FUNCTIONS.get(name)?.run(args);
}

/** Go's complaint about the number of arguments, or undefined when it fits. */
export function arityComplaint(name: string, count: number): string | undefined {
  const { least, most } = FUNCTIONS.get(name) ?? { least: 0, most: Infinity };
  if (count < least && most === Infinity) return `wrong number of args for ${name}: want at least ${least} got ${count}`;
  return count < least || count > most ? `wrong number of args for ${name}: want ${least} got ${count}` : undefined;
}

/** Go's truth: everything but nil, false, zero and what is empty. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

function falsyOr(args: readonly unknown[]): unknown {
  // `find` cannot tell a nil argument from no argument.
  return args.every(isTrue) ? args.at(-1) : null;
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new FunctionError(`wrong type for value; expected string; got ${goTypeOf(value)}`);
}

function joined(args: readonly unknown[]): string {
  return args.length === 1 && typeof args[0] === "string" ? args[0] : goSprint(args);
}

function queryEscape(value: string): string {
  return encodeURIComponent(value)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") return new TextEncoder().encode(value).length;
  if (Array.isArray(value)) return value.length;
  if (isJsonObject(value)) return Object.keys(value).length;
  throw new FunctionError(
    value === null || value === undefined ? "reflect: call of reflect.Value.Type on zero Value" : `len of type ${goTypeOf(value)}`,
  );
}

function indexInto(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) throw new FunctionError("index of untyped nil");
  if (isJsonObject(value)) {
    if (typeof key !== "string") throw new FunctionError(`value has type ${goTypeOf(key).replace("int64", "int")}; should be string`);
    return Object.hasOwn(value, key) ? value[key] : undefined;
  }
  if (!Array.isArray(value) && typeof value !== "string") throw new FunctionError(`can't index item of type ${goTypeOf(value)}`);
  if (typeof key !== "number") throw new FunctionError(`cannot index slice/array with type ${goTypeOf(key)}`);
  const items = typeof value === "string" ? [...new TextEncoder().encode(value)] : value;
  if (key < 0 || key >= items.length) throw new FunctionError(`index out of range: ${key}`);
  return items[key];
}

function sliceOf(value: unknown, bounds: readonly unknown[]): unknown {
  if (!Array.isArray(value) && typeof value !== "string") throw new FunctionError(`can't slice item of type ${goTypeOf(value)}`);
  for (const bound of bounds) {
    if (typeof bound !== "number") throw new FunctionError(`cannot index slice/array with type ${goTypeOf(bound)}`);
    if (bound < 0 || bound > value.length) throw new FunctionError(`index out of range: ${bound}`);
  }
  const [start = 0, end = value.length] = bounds as readonly number[];
  if (start > end) throw new FunctionError(`invalid slice index: ${start} > ${end}`);
  return value.slice(start, end);
}

function kindOf(value: unknown): string {
  if (typeof value === "number") return isGoInteger(value) ? "int" : "float";
  if (typeof value === "string" || typeof value === "boolean") return typeof value;
  throw new FunctionError("invalid type for comparison");
}

function equalsAny(first: unknown, rest: readonly unknown[]): boolean {
  if (rest.length === 0) throw new FunctionError("missing argument for comparison");
  return rest.some((other) => equals(first, other));
}

function equals(left: unknown, right: unknown): boolean {
  if (kindOf(left) !== kindOf(right)) throw new FunctionError("incompatible types for comparison");
  return left === right;
}

function isLess(left: unknown, right: unknown): boolean {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) throw new FunctionError("incompatible types for comparison");
  if (kind === "boolean") throw new FunctionError("invalid type for comparison");
  if (typeof left === "string" && typeof right === "string") return compareBytewise(left, right) < 0;
  return Number(left) < Number(right);
}

function exists(value: unknown, keys: readonly unknown[]): boolean {
  let current = value;
  for (const key of keys) {
    if (isJsonObject(current) && typeof key === "string") current = Object.hasOwn(current, key) ? current[key] : undefined;
    else if (Array.isArray(current) && typeof key === "number") current = current[key];
    else return false;
    if (current === undefined) return false;
  }
  return current !== undefined && current !== null;
}

function decodeBase64(encoded: string): string {
  const clean = encoded.replace(/[\r\n]/g, "");
  const bad = /[^A-Za-z0-9+/=]/.exec(clean)?.index ?? (clean.length % 4 === 0 ? -1 : clean.length - (clean.length % 4));
  if (bad >= 0) throw new FunctionError(`base64 decode failed: illegal base64 data at input byte ${bad}`);
  return new TextDecoder().decode(Uint8Array.from(atob(clean), (character) => character.charCodeAt(0)));
}

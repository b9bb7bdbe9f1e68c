import type { Json } from "../json.ts";
import { JqError } from "./jq-parse.ts";

type Argument = (value: Json) => Json[];
type JqFunction = (input: Json, args: readonly Argument[]) => Json[];

/** jq's name for a value's type. */
export function typeOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** What conditions take for true: all but null and false. */
export function isTrue(value: Json): boolean {
  return value !== null && value !== false;
}

/** Members of an object or array, with their keys. */
export function entriesOf(value: Json): [string, Json][] {
  return Object.entries(membersOf(value));
}

/** An object or array, which has members. Throws JqError for anything else. */
function membersOf(value: Json): Record<string, Json> {
  if (typeof value !== "object" || value === null) throw new JqError(`${typeOf(value)} (${JSON.stringify(value)}) has no keys`);
  return value as Record<string, Json>;
}

const ORDER = ["null", "false", "true", "number", "string", "array", "object"];

/** jq's order of all values. */
export function compareJson(left: Json, right: Json): number {
  const rank = (value: Json): number => ORDER.indexOf(typeof value === "boolean" ? String(value) : typeOf(value));
  if (rank(left) !== rank(right)) return rank(left) - rank(right);
  if (typeof left === "number") return left - (right as number);
  if (typeof left === "string") return left < (right as string) ? -1 : Number(left > (right as string));
  if (Array.isArray(left) && Array.isArray(right)) {
    for (const [index, one] of left.entries()) {
      if (index >= right.length) return 1;
      const order = compareJson(one as Json, right[index] as Json);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  }
  if (rank(left) < ORDER.length - 1) return 0;
  const keys = (value: Json): string[] => Object.keys(value as object).toSorted();
  const byKeys = compareJson(keys(left), keys(right));
  if (byKeys !== 0) return byKeys;
  const values = (value: Json): Json[] => keys(value).map((key) => (value as Record<string, Json>)[key] ?? null);
  return compareJson(values(left), values(right));
}

/** What jq's `+` gives. */
export function addJson(left: Json, right: Json): Json {
  if (left === null) return right;
  if (right === null) return left;
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right] as Json;
  if (typeOf(left) === "object" && typeOf(right) === "object") return { ...(left as object), ...(right as object) } as Json;
  throw new JqError(`${typeOf(left)} (${JSON.stringify(left)}) and ${typeOf(right)} (${JSON.stringify(right)}) cannot be added`);
}

function listOf(value: Json): Json[] {
  if (!Array.isArray(value)) throw new JqError(`Cannot iterate over ${typeOf(value)}`);
  return value as Json[];
}

function textOf(value: Json, what: string): string {
  if (typeof value !== "string") throw new JqError(`${typeOf(value)} (${JSON.stringify(value)}) ${what}`);
  return value;
}

const first = (arg: Argument | undefined, value: Json): Json => arg?.(value)[0] ?? null;
const sortedBy = (list: readonly Json[], by: Argument | undefined): Json[] =>
  list.toSorted((one, other) => compareJson(by ? by(one) : one, by ? by(other) : other));

function grouped(list: readonly Json[], by: Argument | undefined): Json[][] {
  const groups: Json[][] = [];
  for (const one of sortedBy(list, by)) {
    const last = groups.at(-1);
    const key = (value: Json): Json => (by ? by(value) : value);
    if (last !== undefined && compareJson(key(last[0] ?? null), key(one)) === 0) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

function expression(args: readonly Argument[], input: Json): RegExp {
  const flags = args[1] === undefined ? "" : textOf(first(args[1], input), "is not a string");
  return new RegExp(textOf(first(args[0], input), "cannot be matched, as it is not a string"), flags.replace(/[^gimsu]/g, ""));
}

const toEntries: JqFunction = (input) => [entriesOf(input).map(([key, value]) => ({ key, value }))];
const fromEntries = (list: Json): Json =>
  Object.fromEntries(
    listOf(list).map((entry) => {
      const { key, name, k, value, v } = entry as Record<string, Json>;
      return [String(key ?? name ?? k ?? null), value ?? v ?? null];
    }),
  ) as Json;

function containsJson(outer: Json, inner: Json): boolean {
  if (typeof outer === "string" && typeof inner === "string") return outer.includes(inner);
  if (Array.isArray(outer) && Array.isArray(inner))
    return inner.every((one) => outer.some((other) => containsJson(other as Json, one as Json)));
  if (typeOf(outer) === "object" && typeOf(inner) === "object")
    return entriesOf(inner).every(
      ([key, value]) => Object.hasOwn(outer as object, key) && containsJson((outer as Record<string, Json>)[key] ?? null, value),
    );
  return compareJson(outer, inner) === 0;
}

function row(input: Json, cell: (value: Json) => string, separator: string): Json[] {
  return [listOf(input).map(cell).join(separator)];
}

/** Functions by name and number of arguments. */
export const FUNCTIONS: Readonly<Record<string, JqFunction>> = {
  "@base64/0": (input) => [btoa(textOf(input, "cannot be encoded"))],
  "@base64d/0": (input) => [atob(textOf(input, "cannot be decoded"))],
  "@csv/0": (input) => row(input, (value) => (typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : String(value ?? "")), ","),
  "@tsv/0": (input) => row(input, (value) => String(value ?? ""), "\t"),
  "add/0": (input) => [listOf(input).reduce<Json>((sum, value) => addJson(sum, value), null)],
  "all/0": (input) => [listOf(input).every(isTrue)],
  "any/0": (input) => [listOf(input).some(isTrue)],
  "all/1": (input, [test]) => [listOf(input).every((value) => isTrue(first(test, value)))],
  "any/1": (input, [test]) => [listOf(input).some((value) => isTrue(first(test, value)))],
  "ascii_downcase/0": (input) => [textOf(input, "cannot be changed").toLowerCase()],
  "ascii_upcase/0": (input) => [textOf(input, "cannot be changed").toUpperCase()],
  "contains/1": (input, [what]) => [containsJson(input, first(what, input))],
  "empty/0": () => [],
  "endswith/1": (input, [end]) => [textOf(input, "is not a string").endsWith(String(first(end, input)))],
  "first/0": (input) => [listOf(input)[0] ?? null],
  "first/1": (input, [filter]) => (filter?.(input) ?? []).slice(0, 1),
  "flatten/0": (input) => [flat(input)],
  "floor/0": (input) => [Math.floor(Number(input))],
  "from_entries/0": (input) => [fromEntries(input)],
  "fromjson/0": (input) => [JSON.parse(textOf(input, "cannot be parsed")) as Json],
  "group_by/1": (input, [by]) => [grouped(listOf(input), by)],
  "has/1": (input, [key]) => [Object.hasOwn(membersOf(input), String(first(key, input)))],
  "index/1": (input, [what]) => {
    const found = textOf(input, "is not a string").indexOf(String(first(what, input)));
    return [found < 0 ? null : found];
  },
  "join/1": (input, [separator]) => row(input, (value) => String(value ?? ""), String(first(separator, input))),
  "keys/0": (input) => [Array.isArray(input) ? [...input.keys()] : Object.keys(membersOf(input)).toSorted()],
  "keys_unsorted/0": (input) => [Object.keys(membersOf(input))],
  "last/0": (input) => [listOf(input).at(-1) ?? null],
  "length/0": (input) => [
    input === null
      ? 0
      : typeof input === "number"
        ? Math.abs(input)
        : typeof input === "string"
          ? [...input].length
          : entriesOf(input).length,
  ],
  "ltrimstr/1": (input, [start]) => {
    const prefix = String(first(start, input));
    return [typeof input === "string" && input.startsWith(prefix) ? input.slice(prefix.length) : input];
  },
  "map/1": (input, [filter]) => [listOf(input).flatMap((value) => filter?.(value) ?? [])],
  "map_values/1": (input, [filter]) => [Object.fromEntries(entriesOf(input).map(([key, value]) => [key, first(filter, value)])) as Json],
  "match/1": (input, args) =>
    [...textOf(input, "cannot be matched").matchAll(new RegExp(expression(args, input), "g"))].map((found) => found[0]),
  "max/0": (input) => [sortedBy(listOf(input), undefined).at(-1) ?? null],
  "max_by/1": (input, [by]) => [sortedBy(listOf(input), by).at(-1) ?? null],
  "min/0": (input) => [sortedBy(listOf(input), undefined)[0] ?? null],
  "min_by/1": (input, [by]) => [sortedBy(listOf(input), by)[0] ?? null],
  "not/0": (input) => [!isTrue(input)],
  "range/1": (input, [to]) => Array.from({ length: Number(first(to, input)) }, (_, index) => index),
  "reverse/0": (input) => [typeof input === "string" ? [...input].toReversed().join("") : listOf(input).toReversed()],
  "rtrimstr/1": (input, [end]) => {
    const suffix = String(first(end, input));
    return [typeof input === "string" && suffix !== "" && input.endsWith(suffix) ? input.slice(0, -suffix.length) : input];
  },
  "select/1": (input, [test]) => (test?.(input) ?? []).filter(isTrue).map(() => input),
  "sort/0": (input) => [sortedBy(listOf(input), undefined)],
  "sort_by/1": (input, [by]) => [sortedBy(listOf(input), by)],
  "split/1": (input, [by]) => [textOf(input, "cannot be split").split(String(first(by, input)))],
  "startswith/1": (input, [start]) => [textOf(input, "is not a string").startsWith(String(first(start, input)))],
  "sub/2": (input, [what, by]) => [
    textOf(input, "cannot be matched").replace(expression([what as Argument], input), String(first(by, input))),
  ],
  "gsub/2": (input, [what, by]) => [
    textOf(input, "cannot be matched").replace(new RegExp(expression([what as Argument], input), "g"), String(first(by, input))),
  ],
  "test/1": (input, args) => [expression(args, input).test(textOf(input, "cannot be matched, as it is not a string"))],
  "test/2": (input, args) => [expression(args, input).test(textOf(input, "cannot be matched, as it is not a string"))],
  "to_entries/0": toEntries,
  "arrays/0": (input) => (Array.isArray(input) ? [input] : []),
  "numbers/0": (input) => (typeof input === "number" ? [input] : []),
  "objects/0": (input) => (typeOf(input) === "object" ? [input] : []),
  "strings/0": (input) => (typeof input === "string" ? [input] : []),
  "tojson/0": (input) => [JSON.stringify(input)],
  "tonumber/0": (input) => {
    const number = Number(input);
    if (Number.isNaN(number)) throw new JqError(`Cannot parse '${String(input)}' as number`);
    return [number];
  },
  "tostring/0": (input) => [typeof input === "string" ? input : JSON.stringify(input)],
  "type/0": (input) => [typeOf(input)],
  "unique/0": (input) => [grouped(listOf(input), undefined).map((group) => group[0] ?? null)],
  "unique_by/1": (input, [by]) => [grouped(listOf(input), by).map((group) => group[0] ?? null)],
  "values/0": (input) => (input === null ? [] : [input]),
  "with_entries/1": (input, [filter]) => [fromEntries((toEntries(input, [])[0] as Json[]).flatMap((entry) => filter?.(entry) ?? []))],
};

function flat(value: Json): Json[] {
  return listOf(value).flatMap((inner) => (Array.isArray(inner) ? flat(inner as Json) : [inner]));
}

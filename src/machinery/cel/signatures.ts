import { type CelType, simple } from "./types.ts";

/** One form of a function: what it takes and what it gives. A method's first parameter is what it is called on. */
export interface Signature {
  readonly isMethod: boolean;
  readonly params: readonly CelType[];
  readonly result: CelType;
}

/** The functions of a set of libraries, by name. */
export type Functions = ReadonlyMap<string, readonly Signature[]>;

/** Forms of functions: `string.(string) bool` is a method of strings; a single capital stands for any type. */
type Table = Readonly<Record<string, readonly string[]>>;

// cel-go/checker/decls, ext/strings.go; apiserver/pkg/cel/library.
const STANDARD: Table = {
  "!_": ["(bool) bool"],
  "-_": ["(int) int", "(double) double"],
  "_&&_": ["(bool, bool) bool"],
  "_||_": ["(bool, bool) bool"],
  "_?_:_": ["(bool, A, A) A"],
  "_==_": ["(A, A) bool"],
  "_!=_": ["(A, A) bool"],
  "_+_": [
    "(int, int) int",
    "(uint, uint) uint",
    "(double, double) double",
    "(string, string) string",
    "(bytes, bytes) bytes",
    "(list(A), list(A)) list(A)",
    "(timestamp, duration) timestamp",
    "(duration, timestamp) timestamp",
    "(duration, duration) duration",
  ],
  "_-_": [
    "(int, int) int",
    "(uint, uint) uint",
    "(double, double) double",
    "(timestamp, duration) timestamp",
    "(timestamp, timestamp) duration",
    "(duration, duration) duration",
  ],
  "_*_": ["(int, int) int", "(uint, uint) uint", "(double, double) double"],
  "_/_": ["(int, int) int", "(uint, uint) uint", "(double, double) double"],
  "_%_": ["(int, int) int", "(uint, uint) uint"],
  "_[_]": ["(list(A), int) A", "(map(A, B), A) B"],
  "@in": ["(A, list(A)) bool", "(A, map(A, B)) bool"],
  size: [
    "(string) int",
    "(bytes) int",
    "(list(A)) int",
    "(map(A, B)) int",
    "string.() int",
    "bytes.() int",
    "list(A).() int",
    "map(A, B).() int",
  ],
  contains: ["string.(string) bool"],
  startsWith: ["string.(string) bool"],
  endsWith: ["string.(string) bool"],
  matches: ["(string, string) bool", "string.(string) bool"],
  type: ["(A) type(A)"],
  dyn: ["(A) dyn"],
  int: ["(int) int", "(uint) int", "(double) int", "(string) int", "(timestamp) int", "(duration) int"],
  uint: ["(uint) uint", "(int) uint", "(double) uint", "(string) uint"],
  double: ["(double) double", "(int) double", "(uint) double", "(string) double"],
  string: [
    "(string) string",
    "(bool) string",
    "(int) string",
    "(uint) string",
    "(double) string",
    "(bytes) string",
    "(timestamp) string",
    "(duration) string",
  ],
  bytes: ["(bytes) bytes", "(string) bytes"],
  bool: ["(bool) bool", "(string) bool"],
  timestamp: ["(timestamp) timestamp", "(string) timestamp", "(int) timestamp"],
  duration: ["(duration) duration", "(string) duration", "(int) duration"],
};

const PARTS_OF_TIME = ["FullYear", "Month", "Date", "DayOfMonth", "DayOfWeek", "DayOfYear", "Hours", "Minutes", "Seconds", "Milliseconds"];
const TIMES: Table = Object.fromEntries(
  PARTS_OF_TIME.map((part, at) => [
    `get${part}`,
    ["timestamp.() int", "timestamp.(string) int", ...(at >= PARTS_OF_TIME.indexOf("Hours") ? ["duration.() int"] : [])],
  ]),
);

const STRINGS: Table = {
  charAt: ["string.(int) string"],
  indexOf: ["string.(string) int", "string.(string, int) int"],
  lastIndexOf: ["string.(string) int", "string.(string, int) int"],
  join: ["list(string).() string", "list(string).(string) string"],
  lowerAscii: ["string.() string"],
  upperAscii: ["string.() string"],
  trim: ["string.() string"],
  replace: ["string.(string, string) string", "string.(string, string, int) string"],
  split: ["string.(string) list(string)", "string.(string, int) list(string)"],
  substring: ["string.(int) string", "string.(int, int) string"],
};

const KUBERNETES: Table = {
  indexOf: ["list(A).(A) int"],
  lastIndexOf: ["list(A).(A) int"],
  find: ["string.(string) string"],
  findAll: ["string.(string) list(string)", "string.(string, int) list(string)"],
  isIP: ["(string) bool"],
  isURL: ["(string) bool"],
  url: ["(string) kubernetes.URL"],
  getScheme: ["kubernetes.URL.() string"],
  getHost: ["kubernetes.URL.() string"],
  getHostname: ["kubernetes.URL.() string"],
  getPort: ["kubernetes.URL.() string"],
  getEscapedPath: ["kubernetes.URL.() string"],
  getQuery: ["kubernetes.URL.() map(string, list(string))"],
};

/** Lists of these can be compared, and some summed. apiserver/pkg/cel/library/lists.go */
const COMPARED = ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"];
const SUMMED = ["int", "uint", "double", "duration"];

const QUANTITY: Table = {
  quantity: ["(string) kubernetes.Quantity"],
  isQuantity: ["(string) bool"],
  isInteger: ["kubernetes.Quantity.() bool"],
  asInteger: ["kubernetes.Quantity.() int"],
  asApproximateFloat: ["kubernetes.Quantity.() double"],
  sign: ["kubernetes.Quantity.() int"],
  add: ["kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity", "kubernetes.Quantity.(int) kubernetes.Quantity"],
  sub: ["kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity", "kubernetes.Quantity.(int) kubernetes.Quantity"],
  isGreaterThan: ["kubernetes.Quantity.(kubernetes.Quantity) bool"],
  isLessThan: ["kubernetes.Quantity.(kubernetes.Quantity) bool"],
  compareTo: ["kubernetes.Quantity.(kubernetes.Quantity) int"],
};

const OPTIONALS: Table = {
  "optional.none": ["() optional_type(A)"],
  "optional.of": ["(A) optional_type(A)"],
  "optional.ofNonZeroValue": ["(A) optional_type(A)"],
  hasValue: ["optional_type(A).() bool"],
  value: ["optional_type(A).() A"],
  or: ["optional_type(A).(optional_type(A)) optional_type(A)"],
  orValue: ["optional_type(A).(A) A"],
  "_[_]": ["(optional_type(list(A)), int) optional_type(A)", "(optional_type(map(A, B)), A) optional_type(B)"],
  "_[?_]": [
    "(list(A), int) optional_type(A)",
    "(map(A, B), A) optional_type(B)",
    "(optional_type(list(A)), int) optional_type(A)",
    "(optional_type(map(A, B)), A) optional_type(B)",
  ],
};

const SETS: Table = {
  "sets.contains": ["(list(A), list(A)) bool"],
  "sets.equivalent": ["(list(A), list(A)) bool"],
  "sets.intersects": ["(list(A), list(A)) bool"],
};

const LISTS: Table = {
  isSorted: COMPARED.map((type) => `list(${type}).() bool`),
  min: COMPARED.map((type) => `list(${type}).() ${type}`),
  max: COMPARED.map((type) => `list(${type}).() ${type}`),
  sum: SUMMED.map((type) => `list(${type}).() ${type}`),
};

function orders(mixed: boolean): Table {
  const across = mixed
    ? NUMBERS.flatMap((left) => NUMBERS.filter((right) => right !== left).map((right) => `(${left}, ${right}) bool`))
    : [];
  const forms = [...COMPARED.map((type) => `(${type}, ${type}) bool`), ...across];
  return { "_<_": forms, "_<=_": forms, "_>_": forms, "_>=_": forms };
}

/** What an environment has beyond what all have. */
export interface Libraries {
  /** Quantities, optional values and comparisons of different numbers. */
  readonly quantities: boolean;
  readonly sets: boolean;
}

const NUMBERS = ["int", "uint", "double"];
const built = new Map<string, Functions>();

/** The functions of some libraries. */
export function functionsOf({ quantities, sets }: Libraries): Functions {
  const key = `${quantities} ${sets}`;
  let functions = built.get(key);
  if (!functions) {
    const own = [STANDARD, STRINGS, KUBERNETES, TIMES, LISTS, orders(quantities)];
    built.set(key, (functions = readTables([...own, ...(quantities ? [QUANTITY, OPTIONALS] : []), ...(sets ? [SETS] : [])])));
  }
  return functions;
}

function readTables(tables: readonly Table[]): Functions {
  const functions = new Map<string, Signature[]>();
  for (const table of tables) {
    for (const [name, forms] of Object.entries(table)) functions.set(name, [...(functions.get(name) ?? []), ...forms.map(readSignature)]);
  }
  return functions;
}

function readSignature(form: string): Signature {
  const isMethod = !form.startsWith("(");
  const [own, rest] = isMethod ? readType(form) : [undefined, form];
  const [params, result] = readTypes(rest.replace(/^\.?\(/, ""));
  return { isMethod, params: own ? [own, ...params] : params, result: readType(result.trim())[0] };
}

/** Types up to a closing bracket, and what comes behind it. */
function readTypes(text: string): [CelType[], string] {
  const types: CelType[] = [];
  let rest = text;
  while (!rest.startsWith(")")) {
    const [type, after] = readType(rest);
    types.push(type);
    rest = after.replace(/^,\s*/, "");
  }
  return [types, rest.slice(1)];
}

function readType(text: string): [CelType, string] {
  const [name = ""] = /^\w+(\.\w+)*/.exec(text) ?? [];
  const after = text.slice(name.length);
  if (after.startsWith("(")) {
    const [params, rest] = readTypes(after.slice(1));
    return [parametric(name, params), rest];
  }
  if (/^[A-Z]$/.test(name)) return [{ kind: "param", name }, after];
  return [name.includes(".") ? { kind: "opaque", name, params: [] } : simple(name as "int"), after];
}

function parametric(name: string, params: readonly CelType[]): CelType {
  const [first = simple("dyn"), second = simple("dyn")] = params;
  if (name === "list") return { kind: "list", of: first };
  if (name === "map") return { kind: "map", key: first, value: second };
  if (name === "type") return { kind: "type", of: first };
  return { kind: "opaque", name, params };
}

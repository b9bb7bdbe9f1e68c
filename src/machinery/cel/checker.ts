import type { Expression, Issue, Literal } from "./ast.ts";
import type { Functions, Signature } from "./signatures.ts";
import { type Bindings, BOOL, type CelType, DYN, ERROR, formatType, isAssignable, optionalOf, simple, substituted } from "./types.ts";

/** What an expression may speak of. */
export interface Environment {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly functions: Functions;
  /** Variables that there are, but that are not emulated. */
  readonly refused?: ReadonlySet<string>;
}

const INT = simple("int");
/** The types that an expression can name. */
export const TYPE_NAMES: readonly string[] = ["bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type"];
const TYPES: ReadonlyMap<string, CelType> = new Map(
  TYPE_NAMES.map((name): [string, CelType] => {
    if (name === "list") return [name, { kind: "type", of: { kind: "list", of: DYN } }];
    if (name === "map") return [name, { kind: "type", of: { kind: "map", key: DYN, value: DYN } }];
    if (name === "type") return [name, { kind: "type", of: { kind: "type", of: DYN } }];
    return [name, { kind: "type", of: simple(name === "null_type" ? "null" : (name as "int")) }];
  }),
);

/** Functions of some releases' libraries that are refused by name. */
const NOT_EMULATED: ReadonlySet<string> = new Set([
  "ip",
  "ip.isCanonical",
  "isCIDR",
  "cidr",
  "format",
  "format.named",
  "reverse",
  "strings.quote",
  "transformList",
  "transformMap",
  "transformMapEntry",
]);

interface Checking {
  readonly environment: Environment;
  readonly issues: Issue[];
  readonly scope: ReadonlyMap<string, CelType>;
  /** Names of variables that were met. */
  readonly used: Set<string>;
}

/** The type of an expression; what is wrong with it goes into `issues`. `used` gets the variables that it speaks of. */
// cel-go/checker/checker.go
export function check(expression: Expression, environment: Environment, issues: Issue[], used: Set<string>): CelType {
  return typeOf(expression, { environment, issues, scope: new Map(), used });
}

function wrong({ issues }: Checking, at: number, message: string): CelType {
  issues.push({ at, message });
  return ERROR;
}

function typeOf(expression: Expression, checking: Checking): CelType {
  switch (expression.kind) {
    case "literal":
      return literalType(expression.literal);
    case "ident":
      return identType(expression.name, expression.at, checking);
    case "select":
      return selectType(expression, checking);
    case "has":
      fieldType(typeOf(expression.operand, checking), expression.field, expression.at, checking);
      return BOOL;
    case "call":
      return callType(expression, checking);
    case "list":
      return {
        kind: "list",
        of: joined(
          expression.items.map((item) => ({ type: typeOf(item, checking), at: item.at })),
          checking,
        ),
      };
    case "map":
      return mapType(expression.entries, checking);
    case "message":
      return wrong(checking, expression.at, `undeclared reference to '${expression.name}' (in container '')`);
    case "comprehension":
      return comprehensionType(expression, checking);
    case "optMap": {
      const target = typeOf(expression.target, checking);
      const inner = target.kind === "opaque" && target.name === "optional_type" ? (target.params[0] ?? DYN) : DYN;
      const body = typeOf(expression.body, within(checking, expression.variable, inner));
      return expression.flat ? body : optionalOf(body);
    }
  }
}

function within(checking: Checking, name: string, type: CelType): Checking {
  return { ...checking, scope: new Map([...checking.scope, [name, type]]) };
}

function literalType({ type }: Literal): CelType {
  return simple(type);
}

function identType(name: string, at: number, checking: Checking): CelType {
  const local = checking.scope.get(name);
  if (local) return local;
  const variable = checking.environment.variables.get(name);
  if (variable) {
    checking.used.add(name);
    return variable;
  }
  if (checking.environment.refused?.has(name)) return wrong(checking, at, `k8sim does not emulate the variable '${name}'`);
  return TYPES.get(name) ?? wrong(checking, at, `undeclared reference to '${name}' (in container '')`);
}

function selectType(expression: Expression & { kind: "select" }, checking: Checking): CelType {
  const name = qualifiedName(expression);
  if (name === "google.protobuf.Timestamp" || name === "google.protobuf.Duration")
    return { kind: "type", of: simple(name.endsWith("Duration") ? "duration" : "timestamp") };
  const operand = typeOf(expression.operand, checking);
  const inner = operand.kind === "opaque" && operand.name === "optional_type" ? (operand.params[0] ?? DYN) : undefined;
  const field = fieldType(inner ?? operand, expression.field, expression.at, checking);
  return field.kind !== "error" && (inner || expression.optional) ? optionalOf(field) : field;
}

function fieldType(operand: CelType, field: string, at: number, checking: Checking): CelType {
  if (operand.kind === "map") return operand.value;
  if (operand.kind === "dyn" || operand.kind === "error") return operand;
  if (operand.kind !== "object") return wrong(checking, at, `type '${formatType(operand)}' does not support field selection`);
  return operand.fields.get(field) ?? wrong(checking, at, `undefined field '${field}'`);
}

/** `a.b.c` as one name. */
export function qualifiedName(expression: Expression): string | undefined {
  if (expression.kind === "ident") return expression.name;
  const before = expression.kind === "select" && !expression.optional ? qualifiedName(expression.operand) : undefined;
  return expression.kind === "select" && before !== undefined ? `${before}.${expression.field}` : undefined;
}

/** The function that a call on a name means: `sets.contains(a, b)` is no method. */
export function namespacedFunction({ target, name }: Expression & { kind: "call" }, functions: Functions): string | undefined {
  const before = target && qualifiedName(target);
  const whole = before === undefined ? undefined : `${before}.${name}`;
  return whole !== undefined && functions.has(whole) ? whole : undefined;
}

function callType(expression: Expression & { kind: "call" }, checking: Checking): CelType {
  const { functions } = checking.environment;
  const whole = namespacedFunction(expression, functions);
  const target = whole === undefined ? expression.target : undefined;
  const name = whole ?? expression.name;
  const args = [...(target ? [target] : []), ...expression.args].map((arg) => typeOf(arg, checking));
  const signatures = functions.get(name);
  if (!signatures && NOT_EMULATED.has(name)) return wrong(checking, expression.at, `k8sim does not emulate the function '${name}'`);
  if (!signatures) return wrong(checking, expression.at, `undeclared reference to '${name}' (in container '')`);
  if (args.some(({ kind }) => kind === "error")) return ERROR;
  return (
    overloadType(name, signatures, args, target !== undefined) ??
    wrong(checking, expression.at, noOverload(name, args, target !== undefined))
  );
}

function overloadType(name: string, signatures: readonly Signature[], args: readonly CelType[], isMethod: boolean): CelType | undefined {
  let result: CelType | undefined;
  for (const signature of signatures) {
    if (signature.isMethod !== isMethod || signature.params.length !== args.length) continue;
    const bindings: Bindings = new Map();
    if (!signature.params.every((param, at) => isAssignable(param, args[at] ?? DYN, bindings))) continue;
    const own = substituted(signature.result, bindings, true);
    if (result && formatType(result) !== formatType(own)) return DYN;
    result = own;
  }
  // Types that differ only in what is dynamic may meet in one parameter.
  return result && (name === "_?_:_" ? joinedPair(args[1] ?? DYN, args[2] ?? DYN) : result);
}

function joinedPair(left: CelType, right: CelType): CelType {
  return left.kind === "dyn" || right.kind === "dyn" ? DYN : left.kind === "null" ? right : left;
}

function noOverload(name: string, args: readonly CelType[], isMethod: boolean): string {
  const [first, ...rest] = args.map(formatType);
  const signature = isMethod ? `${first ?? ""}.(${rest.join(", ")})` : `(${args.map(formatType).join(", ")})`;
  return `found no matching overload for '${name}' applied to '${signature}'`;
}

/** The type that all have. */
function joined(parts: readonly { readonly type: CelType; readonly at: number }[], checking: Checking): CelType {
  let common: CelType | undefined;
  for (const { type, at } of parts) {
    if (common === undefined || common.kind === "error") common = type;
    else if (isAssignable(common, type, new Map())) common = joinedPair(common, type);
    else return wrong(checking, at, `expected type '${formatType(common)}' but found '${formatType(type)}'`);
  }
  return common ?? DYN;
}

function mapType(entries: (Expression & { kind: "map" })["entries"], checking: Checking): CelType {
  const key = joined(
    entries.map((entry) => ({ type: typeOf(entry.key, checking), at: entry.key.at })),
    checking,
  );
  const value = joined(
    entries.map((entry) => ({ type: typeOf(entry.value, checking), at: entry.value.at })),
    checking,
  );
  return { kind: "map", key, value };
}

function comprehensionType(expression: Expression & { kind: "comprehension" }, checking: Checking): CelType {
  const { range, variable, body, filter, macro, at } = expression;
  const over = typeOf(range, checking);
  const element = elementType(over, range.at, checking);
  const inside = within(checking, variable, element);
  const result: CelType = macro === "filter" ? { kind: "list", of: element } : DYN;
  const condition = (type: CelType, name: string, args: readonly CelType[]): void => {
    if (type.kind !== "bool" && type.kind !== "dyn" && type.kind !== "error") wrong(checking, at, noOverload(name, args, false));
  };
  if (filter) {
    const type = typeOf(filter, inside);
    condition(type, "_?_:_", [type, { kind: "list", of: DYN }, { kind: "list", of: DYN }]);
  }
  const type = typeOf(body, inside);
  switch (macro) {
    case "map":
      return { kind: "list", of: type };
    case "filter":
      condition(type, "_?_:_", [type, result, result]);
      return result;
    case "exists_one":
      condition(type, "_?_:_", [type, INT, INT]);
      return BOOL;
    default:
      condition(type, macro === "all" ? "_&&_" : "_||_", [BOOL, type]);
      return BOOL;
  }
}

function elementType(over: CelType, at: number, checking: Checking): CelType {
  if (over.kind === "list") return over.of;
  if (over.kind === "map") return over.key;
  if (over.kind === "dyn" || over.kind === "error") return DYN;
  return wrong(checking, at, `expression of type '${formatType(over)}' cannot be range of a comprehension (must be list, map, or dynamic)`);
}

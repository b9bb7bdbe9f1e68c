import type { Expression, Literal } from "./ast.ts";
import { TYPE_NAMES, namespacedFunction, qualifiedName } from "./checker.ts";
import { callFunction } from "./functions.ts";
import type { Functions } from "./signatures.ts";
import { CelError, CelList, CelMap, CelOptional, CelTypeValue, CelUint, type CelValue } from "./values.ts";

/** What names stand for while an expression is worked out. */
export interface Scope {
  lookup(name: string): CelValue | undefined;
  readonly functions: Functions;
}

/** The value of a checked expression. Throws CelError. */
// cel-go/interpreter/interpretable.go
export function evaluate(expression: Expression, scope: Scope): CelValue {
  switch (expression.kind) {
    case "literal":
      return literalValue(expression.literal);
    case "ident":
      return identValue(expression.name, scope);
    case "select":
      return selectValue(expression, scope);
    case "has":
      return has(evaluate(expression.operand, scope), expression.field);
    case "call":
      return callValue(expression, scope);
    case "list":
      return new CelList(expression.items.map((item) => evaluate(item, scope)));
    case "map":
      return new CelMap(expression.entries.map(({ key, value }) => [evaluate(key, scope), evaluate(value, scope)] as const));
    case "message":
      throw new CelError(`unknown type: ${expression.name}`);
    case "comprehension":
      return comprehend(expression, scope);
    case "optMap":
      return mapOptional(expression, scope);
  }
}

function literalValue(literal: Literal): CelValue {
  if (literal.type === "uint") return new CelUint(literal.value as bigint);
  return literal.value;
}

function identValue(name: string, scope: Scope): CelValue {
  const value = scope.lookup(name);
  if (value !== undefined) return value;
  if (TYPE_NAMES.includes(name)) return new CelTypeValue(name);
  throw new CelError(`no such attribute(s): ${name}`);
}

function selectValue(expression: Expression & { kind: "select" }, scope: Scope): CelValue {
  const { operand, field, optional } = expression;
  const name = field === "Timestamp" || field === "Duration" ? qualifiedName(expression) : undefined;
  if (name?.startsWith("google.protobuf.")) return new CelTypeValue(name);
  const value = evaluate(operand, scope);
  if (value instanceof CelOptional) {
    return value.value === undefined ? value : new CelOptional(value.value instanceof CelMap ? value.value.get(field) : undefined);
  }
  if (!(value instanceof CelMap)) throw new CelError("no such overload");
  const found = value.get(field);
  if (optional) return new CelOptional(found);
  if (found === undefined) throw new CelError(`no such key: ${field}`);
  return found;
}

function has(value: CelValue, field: string): boolean {
  const inner = value instanceof CelOptional ? value.value : value;
  if (inner === undefined) return false;
  if (!(inner instanceof CelMap)) throw new CelError("no such overload");
  return inner.get(field) !== undefined;
}

function callValue(expression: Expression & { kind: "call" }, scope: Scope): CelValue {
  const { name, target, args } = expression;
  const [first, second, third] = args;
  if (name === "_&&_" && first && second) return logical(first, second, false, scope);
  if (name === "_||_" && first && second) return logical(first, second, true, scope);
  if (name === "_?_:_" && first && second && third) {
    const condition = evaluate(first, scope);
    if (typeof condition !== "boolean") throw new CelError("no such overload");
    return evaluate(condition ? second : third, scope);
  }
  const whole = namespacedFunction(expression, scope.functions);
  const values = [...(target && whole === undefined ? [target] : []), ...args].map((arg) => evaluate(arg, scope));
  return callFunction(whole ?? name, values);
}

/** `&&` and `||` forgive a side that fails where the other decides. */
function logical(left: Expression, right: Expression, decisive: boolean, scope: Scope): boolean {
  const sides = [left, right];
  let failure: CelError | undefined;
  for (const side of sides) {
    const value = attempt(() => evaluate(side, scope));
    if (value === decisive) return decisive;
    if (typeof value !== "boolean") failure ??= value instanceof CelError ? value : new CelError("no such overload");
  }
  if (failure) throw failure;
  return !decisive;
}

function attempt(work: () => CelValue): CelValue | CelError {
  try {
    return work();
  } catch (error) {
    if (error instanceof CelError) return error;
    throw error;
  }
}

function itemsOf(range: CelValue): readonly CelValue[] {
  if (range instanceof CelList) return range.items;
  if (range instanceof CelMap) return [...range.entries.values()].map(([key]) => key);
  throw new CelError("no such overload");
}

function inScope(scope: Scope, name: string, value: CelValue): Scope {
  return { functions: scope.functions, lookup: (wanted) => (wanted === name ? value : scope.lookup(wanted)) };
}

function comprehend(expression: Expression & { kind: "comprehension" }, scope: Scope): CelValue {
  const { macro, range, variable, filter, body } = expression;
  const items = itemsOf(evaluate(range, scope));
  const at = (item: CelValue): Scope => inScope(scope, variable, item);
  if (macro === "map") {
    const kept = filter ? items.filter((item) => truth(evaluate(filter, at(item)))) : items;
    return new CelList(kept.map((item) => evaluate(body, at(item))));
  }
  if (macro === "filter") return new CelList(items.filter((item) => truth(evaluate(body, at(item)))));
  if (macro === "exists_one") return items.filter((item) => truth(evaluate(body, at(item)))).length === 1;
  return quantify(items, (item) => evaluate(body, at(item)), macro === "exists");
}

function truth(value: CelValue): boolean {
  if (typeof value !== "boolean") throw new CelError("no such overload");
  return value;
}

function quantify(items: readonly CelValue[], predicate: (item: CelValue) => CelValue, decisive: boolean): boolean {
  let failure: CelError | undefined;
  for (const item of items) {
    const value = attempt(() => predicate(item));
    if (value === decisive) return decisive;
    if (typeof value !== "boolean") failure = value instanceof CelError ? value : new CelError("no such overload");
  }
  if (failure) throw failure;
  return !decisive;
}

function mapOptional({ target, variable, body, flat }: Expression & { kind: "optMap" }, scope: Scope): CelValue {
  const value = evaluate(target, scope);
  if (!(value instanceof CelOptional)) throw new CelError("no such overload");
  if (value.value === undefined) return value;
  const mapped = evaluate(body, inScope(scope, variable, value.value));
  return flat ? mapped : new CelOptional(mapped);
}

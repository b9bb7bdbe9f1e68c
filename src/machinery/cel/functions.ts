import { arithmetic } from "./functions-arithmetic.ts";
import { conversions } from "./functions-conversions.ts";
import { kubernetesFunctions } from "./functions-kubernetes.ts";
import { stringFunctions } from "./functions-strings.ts";
import { timeFunctions } from "./functions-time.ts";
import {
  CelDuration,
  CelTimestamp,
  celCompare,
  CelError,
  celEqual,
  CelList,
  CelMap,
  CelOptional,
  CelUint,
  type CelValue,
} from "./values.ts";

/** A function; undefined for arguments that it has no form for. Throws CelError. */
export type CelFunction = (args: readonly CelValue[]) => CelValue | undefined;

/** 0001-01-01, Go's time before all. */
const YEAR_ONE_NANOS = -62_135_596_800_000_000_000n;

const ORDER: Readonly<Record<string, CelFunction>> = {
  "_<_": ordered((order) => order < 0),
  "_<=_": ordered((order) => order <= 0),
  "_>_": ordered((order) => order > 0),
  "_>=_": ordered((order) => order >= 0),
};

const FUNCTIONS: ReadonlyMap<string, CelFunction> = new Map(
  Object.entries<CelFunction>({
    "!_": ([value]) => (typeof value === "boolean" ? !value : undefined),
    "_==_": ([left = null, right = null]) => celEqual(left, right),
    "_!=_": ([left = null, right = null]) => !celEqual(left, right),
    ...ORDER,
    "_[_]": ([from = null, key = null]) => (from instanceof CelOptional ? optionalIndex(from, key) : indexed(from, key)),
    "_[?_]": ([from = null, key = null]) => optionalIndex(from instanceof CelOptional ? from : new CelOptional(from), key),
    "@in": ([value = null, within]) => isIn(value, within),
    size: ([value]) => sizeOf(value),
    "optional.none": () => new CelOptional(undefined),
    "optional.of": ([value = null]) => new CelOptional(value),
    "optional.ofNonZeroValue": ([value = null]) => new CelOptional(isZero(value) ? undefined : value),
    hasValue: ([value]) => (value instanceof CelOptional ? value.value !== undefined : undefined),
    value: ([value]) => (value instanceof CelOptional ? dereferenced(value) : undefined),
    or: ([value, other]) => (value instanceof CelOptional && other !== undefined ? (value.value === undefined ? other : value) : undefined),
    orValue: ([value, other]) => (value instanceof CelOptional ? (value.value ?? other) : undefined),
    ...arithmetic,
    ...conversions,
    ...stringFunctions,
    ...timeFunctions,
    ...kubernetesFunctions,
  }),
);

/** Calls a function by name; a method's first argument is what it is called on. Throws CelError. */
export function callFunction(name: string, args: readonly CelValue[]): CelValue {
  const result = FUNCTIONS.get(name)?.(args);
  if (result === undefined) throw new CelError("no such overload");
  return result;
}

function ordered(holds: (order: number) => boolean): CelFunction {
  return ([left = null, right = null]) => {
    const order = celCompare(left, right);
    return order === undefined ? undefined : holds(order);
  };
}

function positionOf(key: CelValue): number | undefined {
  if (typeof key === "bigint" || typeof key === "number") return Number(key);
  return key instanceof CelUint ? Number(key.value) : undefined;
}

function indexed(from: CelValue, key: CelValue): CelValue | undefined {
  if (from instanceof CelList) {
    const at = positionOf(key);
    if (at === undefined) return undefined;
    const item = from.items[at];
    if (item === undefined) throw new CelError(`index out of bounds: ${at}`);
    return item;
  }
  if (!(from instanceof CelMap)) return undefined;
  const value = from.get(key);
  if (value === undefined) throw new CelError(`no such key: ${typeof key === "string" ? key : String(positionOf(key) ?? key)}`);
  return value;
}

function optionalIndex({ value }: CelOptional, key: CelValue): CelOptional | undefined {
  if (value === undefined) return new CelOptional(undefined);
  if (value instanceof CelList) return new CelOptional(value.items[positionOf(key) ?? -1]);
  return value instanceof CelMap ? new CelOptional(value.get(key)) : undefined;
}

function isIn(value: CelValue, within: CelValue | undefined): boolean | undefined {
  if (within instanceof CelList) return within.items.some((item) => celEqual(item, value));
  return within instanceof CelMap ? within.get(value) !== undefined : undefined;
}

function sizeOf(value: CelValue | undefined): bigint | undefined {
  if (typeof value === "string") return BigInt([...value].length);
  if (value instanceof Uint8Array) return BigInt(value.length);
  if (value instanceof CelList) return BigInt(value.items.length);
  return value instanceof CelMap ? BigInt(value.entries.size) : undefined;
}

function dereferenced({ value }: CelOptional): CelValue {
  if (value === undefined) throw new CelError("optional.none() dereference");
  return value;
}

function isZero(value: CelValue): boolean {
  if (value instanceof CelList) return value.items.length === 0;
  if (value instanceof CelMap) return value.entries.size === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof CelUint) return value.value === 0n;
  if (value instanceof CelDuration) return value.nanos === 0n;
  if (value instanceof CelTimestamp) return value.nanos === YEAR_ONE_NANOS;
  return value === null || value === false || value === "" || value === 0n || value === 0;
}

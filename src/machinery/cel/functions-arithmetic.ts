import type { CelFunction } from "./functions.ts";
import { CelDuration, CelError, CelList, CelTimestamp, CelUint, type CelValue } from "./values.ts";

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;

/** A 64-bit integer. Throws CelError beyond. */
export function int(value: bigint): bigint {
  if (value < INT_MIN || value > INT_MAX) throw new CelError("integer overflow");
  return value;
}

/** An unsigned 64-bit integer. Throws CelError beyond. */
export function uint(value: bigint): CelUint {
  if (value < 0n || value > UINT_MAX) throw new CelError("unsigned integer overflow");
  return new CelUint(value);
}

interface Operation {
  readonly whole: (left: bigint, right: bigint) => bigint;
  readonly broken?: (left: number, right: number) => number;
}

function byNumber({ whole, broken }: Operation): CelFunction {
  return ([left, right]) => {
    if (typeof left === "bigint" && typeof right === "bigint") return int(whole(left, right));
    if (left instanceof CelUint && right instanceof CelUint) return uint(whole(left.value, right.value));
    return typeof left === "number" && typeof right === "number" ? broken?.(left, right) : undefined;
  };
}

function divided(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new CelError("division by zero");
  return left / right;
}

function remainder(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new CelError("modulus by zero");
  return left % right;
}

const sum = byNumber({ whole: (left, right) => left + right, broken: (left, right) => left + right });
const difference = byNumber({ whole: (left, right) => left - right, broken: (left, right) => left - right });

/** `+`, also of texts, lists and times. */
export function added(left: CelValue, right: CelValue): CelValue | undefined {
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (left instanceof CelList && right instanceof CelList) return new CelList([...left.items, ...right.items]);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Uint8Array.from([...left, ...right]);
  if (left instanceof CelTimestamp && right instanceof CelDuration) return new CelTimestamp(left.nanos + right.nanos);
  if (left instanceof CelDuration && right instanceof CelTimestamp) return new CelTimestamp(left.nanos + right.nanos);
  if (left instanceof CelDuration && right instanceof CelDuration) return new CelDuration(left.nanos + right.nanos);
  return sum([left, right]);
}

function subtracted(left: CelValue, right: CelValue): CelValue | undefined {
  if (left instanceof CelTimestamp && right instanceof CelDuration) return new CelTimestamp(left.nanos - right.nanos);
  if (left instanceof CelTimestamp && right instanceof CelTimestamp) return new CelDuration(left.nanos - right.nanos);
  if (left instanceof CelDuration && right instanceof CelDuration) return new CelDuration(left.nanos - right.nanos);
  return difference([left, right]);
}

/** CEL's operators on numbers, texts, lists and times. cel-go/common/types */
export const arithmetic: Readonly<Record<string, CelFunction>> = {
  "-_": ([value]) => (typeof value === "bigint" ? int(-value) : typeof value === "number" ? -value : undefined),
  "_+_": ([left = null, right = null]) => added(left, right),
  "_-_": ([left = null, right = null]) => subtracted(left, right),
  "_*_": byNumber({ whole: (left, right) => left * right, broken: (left, right) => left * right }),
  "_/_": byNumber({ whole: divided, broken: (left, right) => left / right }),
  "_%_": byNumber({ whole: remainder }),
};

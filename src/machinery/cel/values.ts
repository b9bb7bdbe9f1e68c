import { compareBytewise } from "../../base/bytewise.ts";
import { compareQuantities, type Quantity } from "../quantity.ts";

/** A value of the Common Expression Language: int is bigint, double is number. */
export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | CelUint
  | CelList
  | CelMap
  | CelTimestamp
  | CelDuration
  | CelTypeValue
  | CelOptional
  | CelQuantity
  | CelUrl;

/** An unsigned integer. */
export class CelUint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A list; one whose order does not count is a set, by its items or by keys of theirs. */
export class CelList {
  readonly items: readonly CelValue[];
  readonly keys: readonly string[] | undefined;
  readonly isSet: boolean;
  constructor(items: readonly CelValue[], kind: { isSet?: boolean; keys?: readonly string[] } = {}) {
    this.items = items;
    this.keys = kind.keys;
    this.isSet = kind.isSet === true;
  }
}

/** A map, or an object of known fields, which is one to expressions. */
export class CelMap {
  readonly entries: ReadonlyMap<string, readonly [CelValue, CelValue]>;
  constructor(pairs: Iterable<readonly [CelValue, CelValue]>) {
    this.entries = new Map([...pairs].map((pair) => [keyText(pair[0]), pair]));
  }
  get(key: CelValue): CelValue | undefined {
    return this.entries.get(keyText(key))?.[1];
  }
}

/** Nanoseconds since the Unix epoch. */
export class CelTimestamp {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class CelDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class CelTypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A value that may be missing. */
export class CelOptional {
  readonly value: CelValue | undefined;
  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

export class CelQuantity {
  readonly quantity: Quantity;
  constructor(quantity: Quantity) {
    this.quantity = quantity;
  }
}

export class CelUrl {
  readonly url: URL;
  readonly text: string;
  constructor(url: URL, text: string) {
    this.url = url;
    this.text = text;
  }
}

/** A failure while an expression is worked out, in cel-go's words. */
export class CelError extends Error {
  override name = "CelError";
}

/** Keys of maps that are equal have the same text; numbers of all types are compared by value. */
function keyText(key: CelValue): string {
  if (typeof key === "string") return `s${key}`;
  if (typeof key === "boolean") return `b${key}`;
  const number = numberOf(key);
  if (number === undefined) throw new CelError(`unsupported key type`);
  return `n${number}`;
}

/** The number behind a value of any numeric type. */
export function numberOf(value: CelValue): bigint | number | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  return value instanceof CelUint ? value.value : undefined;
}

/** CEL's `==`: values of different types are unequal, but for numbers. cel-go/common/types */
export function celEqual(left: CelValue, right: CelValue): boolean {
  const [a, b] = [numberOf(left), numberOf(right)];
  // oxlint-disable-next-line eqeqeq -- an int equals the double of its value
  if (a !== undefined && b !== undefined) return a == b;
  if (left instanceof CelList && right instanceof CelList) return listsEqual(left, right);
  if (left instanceof CelMap && right instanceof CelMap)
    return (
      left.entries.size === right.entries.size &&
      [...left.entries].every(([key, [, value]]) => {
        const other = right.entries.get(key);
        return other !== undefined && celEqual(value, other[1]);
      })
    );
  if (left instanceof CelOptional && right instanceof CelOptional)
    return left.value === undefined || right.value === undefined ? left.value === right.value : celEqual(left.value, right.value);
  const order = compareSame(left, right);
  return order === undefined ? left === right : order === 0;
}

function listsEqual(left: CelList, right: CelList): boolean {
  if (left.items.length !== right.items.length) return false;
  if (!left.isSet && !left.keys) return left.items.every((item, at) => celEqual(item, right.items[at] ?? null));
  return left.items.every((item) => right.items.some((other) => celEqual(item, other)));
}

/** The order of two values of one type: negative, 0 or positive; undefined when they have none. */
export function celCompare(left: CelValue, right: CelValue): number | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  return compareSame(left, right);
}

function compareSame(left: CelValue, right: CelValue): number | undefined {
  if (typeof left === "string" && typeof right === "string") return compareBytewise(left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (left instanceof CelTimestamp && right instanceof CelTimestamp) return sign(left.nanos - right.nanos);
  if (left instanceof CelDuration && right instanceof CelDuration) return sign(left.nanos - right.nanos);
  if (left instanceof CelTypeValue && right instanceof CelTypeValue) return left.name === right.name ? 0 : undefined;
  if (left instanceof CelQuantity && right instanceof CelQuantity) return compareQuantities(left.quantity, right.quantity);
  if (left instanceof CelUrl && right instanceof CelUrl) return left.text === right.text ? 0 : undefined;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  return undefined;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

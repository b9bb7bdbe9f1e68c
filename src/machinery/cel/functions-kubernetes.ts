import {
  addQuantities,
  approximateValue,
  newQuantity,
  parseQuantity,
  type Quantity,
  QuantityError,
  scaledValue,
  subtractQuantities,
} from "../quantity.ts";
import { added } from "./functions-arithmetic.ts";
import { patternOf } from "./functions-strings.ts";
import type { CelFunction } from "./functions.ts";
import { celCompare, CelDuration, CelError, celEqual, CelList, CelMap, CelQuantity, CelUint, CelUrl, type CelValue } from "./values.ts";

function ofList(work: (items: readonly CelValue[]) => CelValue): CelFunction {
  return ([list]) => (list instanceof CelList ? work(list.items) : undefined);
}

/** The item that stands first in the order, or last. */
function extreme(name: string, wanted: -1 | 1): CelFunction {
  return ofList((items) => {
    const [first, ...rest] = items;
    if (first === undefined) throw new CelError(`${name} called on empty list`);
    return rest.reduce((best, item) => (Math.sign(celCompare(item, best) ?? 0) === wanted ? item : best), first);
  });
}

function total(items: readonly CelValue[]): CelValue {
  const [first = 0n] = items;
  const zero =
    typeof first === "number" ? 0 : first instanceof CelUint ? new CelUint(0n) : first instanceof CelDuration ? new CelDuration(0n) : 0n;
  return items.reduce<CelValue>((sum, item) => added(sum, item) ?? sum, zero);
}

function findAll([text, pattern, limit]: readonly CelValue[]): CelList | undefined {
  if (typeof text !== "string" || typeof pattern !== "string") return undefined;
  const { source, flags } = patternOf(pattern);
  const found = [...text.matchAll(new RegExp(source, `${flags}g`))].map(([match]) => match);
  return new CelList(typeof limit === "bigint" && limit >= 0n ? found.slice(0, Number(limit)) : found);
}

/** Whether a text is an IPv4 or IPv6 address, without a zone, and not one written in the other. apiserver/pkg/cel/library/ip.go, 1.30 */
function isAddress(text: string): boolean {
  if (!text.includes(":"))
    return /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
  return /^[\da-fA-F:]+$/.test(text) && URL.canParse(`http://[${text}]/`) && !/^(0*:)*:?ffff:/i.test(text);
}

function urlOf(text: string): CelUrl | undefined {
  const isAbsolute = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text);
  if (!isAbsolute && !text.startsWith("/")) return undefined;
  const url = URL.parse(isAbsolute ? text : `none://none${text}`);
  return url ? new CelUrl(url, text) : undefined;
}

function ofUrl(part: (url: URL, isAbsolute: boolean) => CelValue): CelFunction {
  return ([value]) => (value instanceof CelUrl ? part(value.url, value.url.protocol !== "none:") : undefined);
}

/** A URL without a path has none, not the root. */
function pathOf({ url, text }: CelUrl): string {
  return /^[^:/?#]+:\/\/[^/?#]*([?#]|$)/.test(text) ? "" : url.pathname;
}

function queryOf({ searchParams }: URL): CelMap {
  return new CelMap([...new Set(searchParams.keys())].map((key) => [key, new CelList(searchParams.getAll(key))] as const));
}

function quantityOf(text: string): CelQuantity | undefined {
  try {
    return new CelQuantity(parseQuantity(text));
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}

function toQuantity(value: CelValue | undefined): Quantity | undefined {
  if (value instanceof CelQuantity) return value.quantity;
  return typeof value === "bigint" ? newQuantity(value, "DecimalSI") : undefined;
}

function combined(work: (left: Quantity, right: Quantity) => Quantity): CelFunction {
  return ([left, right]) => {
    const other = toQuantity(right);
    return left instanceof CelQuantity && other ? new CelQuantity(work(left.quantity, other)) : undefined;
  };
}

function compared(holds: (order: number) => CelValue): CelFunction {
  return ([left = null, right = null]) => {
    const order = left instanceof CelQuantity && right instanceof CelQuantity ? celCompare(left, right) : undefined;
    return order === undefined ? undefined : holds(order);
  };
}

function isWhole(quantity: Quantity): boolean {
  return scaledValue(quantity, 0) * 1_000_000_000n === scaledValue(quantity, -9);
}

function ofQuantity(work: (quantity: Quantity) => CelValue): CelFunction {
  return ([value]) => (value instanceof CelQuantity ? work(value.quantity) : undefined);
}

function wholeOf(quantity: Quantity): bigint {
  if (!isWhole(quantity)) throw new CelError("cannot convert value to integer");
  return scaledValue(quantity, 0);
}

function ofSets(work: (left: readonly CelValue[], right: readonly CelValue[]) => boolean): CelFunction {
  return ([left, right]) => (left instanceof CelList && right instanceof CelList ? work(left.items, right.items) : undefined);
}

function hasAll(left: readonly CelValue[], right: readonly CelValue[]): boolean {
  return right.every((wanted) => left.some((item) => celEqual(item, wanted)));
}

/** The libraries that the API server adds to CEL. apiserver/pkg/cel/library */
export const kubernetesFunctions: Readonly<Record<string, CelFunction>> = {
  isSorted: ofList((items) => items.every((item, at) => at === 0 || (celCompare(items[at - 1] ?? null, item) ?? 0) <= 0)),
  min: extreme("min", -1),
  max: extreme("max", 1),
  sum: ofList(total),
  find: ([text, pattern]) =>
    typeof text === "string" && typeof pattern === "string" ? (patternOf(pattern).exec(text)?.[0] ?? "") : undefined,
  findAll,
  isIP: ([text]) => (typeof text === "string" ? isAddress(text) : undefined),
  isURL: ([text]) => (typeof text === "string" ? urlOf(text) !== undefined : undefined),
  url([text]) {
    if (typeof text !== "string") return undefined;
    const url = urlOf(text);
    if (!url) throw new CelError(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`);
    return url;
  },
  getScheme: ofUrl((url, isAbsolute) => (isAbsolute ? url.protocol.slice(0, -1) : "")),
  getHost: ofUrl((url, isAbsolute) => (isAbsolute ? url.host : "")),
  getHostname: ofUrl((url, isAbsolute) => (isAbsolute ? url.hostname.replace(/^\[(.*)\]$/, "$1") : "")),
  getPort: ofUrl((url) => url.port),
  getEscapedPath: ([value]) => (value instanceof CelUrl ? pathOf(value) : undefined),
  getQuery: ofUrl(queryOf),
  quantity([text]) {
    if (typeof text !== "string") return undefined;
    const quantity = quantityOf(text);
    if (!quantity) throw new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    return quantity;
  },
  isQuantity: ([text]) => (typeof text === "string" ? quantityOf(text) !== undefined : undefined),
  isInteger: ofQuantity(isWhole),
  asInteger: ofQuantity(wholeOf),
  asApproximateFloat: ofQuantity(approximateValue),
  sign: ofQuantity((quantity) => BigInt(celCompare(new CelQuantity(quantity), new CelQuantity(newQuantity(0, "DecimalSI"))) ?? 0)),
  add: combined(addQuantities),
  sub: combined(subtractQuantities),
  isGreaterThan: compared((order) => order > 0),
  isLessThan: compared((order) => order < 0),
  compareTo: compared((order) => BigInt(order)),
  "sets.contains": ofSets(hasAll),
  "sets.equivalent": ofSets((left, right) => hasAll(left, right) && hasAll(right, left)),
  "sets.intersects": ofSets((left, right) => right.some((wanted) => left.some((item) => celEqual(item, wanted)))),
};

import { addQuantities, compareQuantities, formatQuantity, isZeroQuantity, parseQuantity, subtractQuantities } from "../quantity.ts";

/** Quantities by resource name, as specs and statuses hold them. */
export type Amounts = Readonly<Record<string, string>>;

const ZERO = parseQuantity("0");

function quantityOf(amounts: Amounts, name: string) {
  const text = amounts[name];
  return text === undefined ? ZERO : parseQuantity(text);
}

function merged(left: Amounts, right: Amounts, merge: (left: string, right: string) => string): Record<string, string> {
  const result: Record<string, string> = { ...left };
  for (const [name, amount] of Object.entries(right)) {
    const former = result[name];
    result[name] = former === undefined ? amount : merge(former, amount);
  }
  return result;
}

/** The sum of two lists, name by name. apiserver/pkg/quota/v1/resources.go Add, 1.20 */
export function addAmounts(left: Amounts, right: Amounts): Record<string, string> {
  return merged(left, right, (a, b) => formatQuantity(addQuantities(parseQuantity(a), parseQuantity(b))));
}

/** The larger of each name. */
export function maxAmounts(left: Amounts, right: Amounts): Record<string, string> {
  return merged(left, right, (a, b) => (compareQuantities(parseQuantity(a), parseQuantity(b)) >= 0 ? a : b));
}

/** What `left` has more than `right`; nothing below zero. */
export function growth(left: Amounts, right: Amounts): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, amount] of Object.entries(left)) {
    const quantity = parseQuantity(amount);
    const former = quantityOf(right, name);
    result[name] = compareQuantities(quantity, former) <= 0 ? "0" : formatQuantity(subtractQuantities(quantity, former));
  }
  return result;
}

/** The amounts of certain names alone. */
export function onlyNames(amounts: Amounts, names: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => names.has(name)));
}

/** The amounts that are not zero. */
export function withoutZeros(amounts: Amounts): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => !isZeroQuantity(parseQuantity(amount))));
}

/** Names of which `amounts` has more than `limits` allows; names without a limit do not count. */
export function exceededNames(amounts: Amounts, limits: Amounts): string[] {
  return Object.keys(amounts).filter(
    (name) => limits[name] !== undefined && compareQuantities(quantityOf(amounts, name), quantityOf(limits, name)) > 0,
  );
}

/** `cpu=100m,pods=2`, by name. */
export function printAmounts(amounts: Amounts): string {
  const names = Object.keys(amounts).sort();
  return names.map((name) => `${name}=${formatQuantity(quantityOf(amounts, name))}`).join(",");
}

/** Whether two lists hold the same values. */
export function sameAmounts(left: Amounts | undefined, right: Amounts | undefined): boolean {
  const [a, b] = [left ?? {}, right ?? {}];
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => b[name] !== undefined && compareQuantities(quantityOf(a, name), quantityOf(b, name)) === 0);
}

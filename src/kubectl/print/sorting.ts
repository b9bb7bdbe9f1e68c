import { findJsonPath } from "../../machinery/jsonpath/evaluate.ts";
import { parseJsonPath } from "../../machinery/jsonpath/parse.ts";
import { relaxedJsonPath } from "../../machinery/jsonpath/relaxed.ts";
import { parseQuantity } from "../../machinery/quantity.ts";
import { CommandError } from "../errors.ts";

/** Go sorts up to this many items by insertion, which shows where items lack the field. */
const INSERTION_LIMIT = 12;

/**
 * Sorts items by a field, `--sort-by` style. Throws CommandError when the path does not parse or no item has the field.
 * `comparesQuantities` orders texts such as 100m and 1 by their amount.
 */
// kubectl/pkg/cmd/get/sorter.go
export function sortByField<T>(items: readonly T[], field: string, dataOf: (item: T) => unknown, comparesQuantities: boolean): T[] {
  const path = relaxedOr(field);
  const template = parse(path);
  const keyed = items.map((item) => ({ item, value: findJsonPath(template, dataOf(item), { allowMissingKeys: true })[0]?.[0] }));
  if (keyed.length > 0 && keyed.every((each) => each.value === undefined)) {
    throw new CommandError(`couldn't find any field with path "${path}" in the list of objects`);
  }
  const less = (left: { value: unknown }, right: { value: unknown }): boolean => isLess(left.value, right.value, comparesQuantities);
  if (keyed.length > INSERTION_LIMIT)
    keyed.sort((left, right) => (less(left, right) ? (less(right, left) ? 0 : -1) : less(right, left) ? 1 : 0));
  else insertionSort(keyed, less);
  return keyed.map((each) => each.item);
}

function relaxedOr(field: string): string {
  try {
    return relaxedJsonPath(field);
  } catch {
    return field;
  }
}

function parse(path: string): ReturnType<typeof parseJsonPath> {
  try {
    return parseJsonPath(path);
  } catch (error) {
    throw new CommandError(`sorting error: ${(error as Error).message}`);
  }
}

function insertionSort<T>(items: T[], less: (left: T, right: T) => boolean): void {
  for (let index = 1; index < items.length; index++) {
    for (let at = index; at > 0 && less(items[at] as T, items[at - 1] as T); at--) {
      [items[at], items[at - 1]] = [items[at - 1] as T, items[at] as T];
    }
  }
}

function isLess(left: unknown, right: unknown, comparesQuantities: boolean): boolean {
  if (left === undefined) return true;
  if (right === undefined) return false;
  if (typeof left === "number" && typeof right === "number") return left < right;
  if (typeof left !== "string" || typeof right !== "string") return false;
  if (comparesQuantities) {
    const order = compareQuantities(left, right);
    if (order !== undefined) return order < 0;
  }
  return naturalLess(left, right);
}

function compareQuantities(left: string, right: string): number | undefined {
  try {
    const a = parseQuantity(left);
    const b = parseQuantity(right);
    const scale = Math.min(a.scale, b.scale);
    const difference = a.unscaled * 10n ** BigInt(a.scale - scale) - b.unscaled * 10n ** BigInt(b.scale - scale);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  } catch {
    return undefined;
  }
}

/** Digits within the texts count as numbers, and come before everything else: `pod-2`, `pod-10`, `pod-a`, `pod2` before `pod-2`. */
// github.com/fvbommel/sortorder NaturalLess
export function naturalLess(left: string, right: string): boolean {
  let a = 0;
  let b = 0;
  while (a < left.length && b < right.length) {
    const leftRun = /^\d+/.exec(left.slice(a))?.[0];
    const rightRun = /^\d+/.exec(right.slice(b))?.[0];
    if (leftRun !== undefined && rightRun !== undefined) {
      const leftDigits = leftRun.replace(/^0+/, "");
      const rightDigits = rightRun.replace(/^0+/, "");
      if (leftDigits.length !== rightDigits.length) return leftDigits.length < rightDigits.length;
      if (leftDigits !== rightDigits) return leftDigits < rightDigits;
      if (leftRun.length !== rightRun.length) return leftRun.length < rightRun.length;
      a += leftRun.length;
      b += rightRun.length;
    } else {
      if (leftRun !== undefined || rightRun !== undefined) return leftRun !== undefined;
      if (left[a] !== right[b]) return (left[a] as string) < (right[b] as string);
      a++;
      b++;
    }
  }
  return left.length - a < right.length - b;
}

import { compareBytewise } from "../../base/bytewise.ts";
import type { Release } from "../../release/release.ts";
import { findJsonPath } from "../../machinery/jsonpath/evaluate.ts";
import { parseJsonPath } from "../../machinery/jsonpath/parse.ts";
import { relaxedJsonPath } from "../../machinery/jsonpath/relaxed.ts";
import { parseQuantity } from "../../machinery/quantity.ts";
import type { KubectlEnv } from "../env.ts";
import { CommandError, PlainError } from "../errors.ts";
import { klogLine } from "../klog.ts";

/** Go sorts up to this many items by insertion, which shows where items lack the field. */
const INSERTION_LIMIT = 12;
/** klog.Fatalf */
const FATAL_EXIT_CODE = 255;

/**
 * Sorts items by a field, `--sort-by` style. Throws CommandError when the path does not parse or no item has the field.
 * Values without an order (lists, maps, booleans) end kubectl as its log library does; `holder` is Go's type of what is sorted then.
 */
// kubectl/pkg/cmd/get/sorter.go
export function sortByField<T>(
  items: readonly T[],
  field: string,
  dataOf: (item: T) => unknown,
  env: KubectlEnv,
  holder: "[][][]reflect.Value" | "*unstructured.Unstructured",
): T[] {
  const path = relaxedOr(field);
  const template = parse(path);
  const keyed = items.map((item) => ({ item, value: findJsonPath(template, dataOf(item), { allowMissingKeys: true })[0]?.[0] }));
  if (keyed.length > 0 && keyed.every((each) => each.value === undefined)) {
    throw new CommandError(`couldn't find any field with path "${path}" in the list of objects`);
  }
  const less = (left: { value: unknown }, right: { value: unknown }): boolean => {
    const order = isLess(left.value, right.value, env.release);
    if (order !== undefined) return order;
    const place = holder === "[][][]reflect.Value" ? "sorter.go:360" : "sorter.go:314";
    const why = `Field ${path} in ${holder} is an unsortable type: interface, err: unsortable type: ${goTypeOf(left.value)}`;
    throw new PlainError(klogLine(env, "F", place, why), FATAL_EXIT_CODE);
  };
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

/** Undefined when the two have no order. */
function isLess(left: unknown, right: unknown, release: Release): boolean | undefined {
  if (left === undefined) return true;
  if (right === undefined || right === null) return false;
  if (left === null) return true;
  if (typeof left === "number" && typeof right === "number") return left < right;
  if (typeof left !== "string" || typeof right !== "string") return undefined;
  if (release.has("sortsQuantities")) {
    const order = compareQuantities(left, right);
    if (order !== undefined) return order < 0;
  }
  return release.has("sortsNaturally") ? naturalLess(left, right) : compareBytewise(left, right) < 0;
}

/** The type that decoded JSON has in Go. */
function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "object") return "map[string]interface {}";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : "string";
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

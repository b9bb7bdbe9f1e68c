import { type FieldError, invalid } from "../../machinery/validation/field-error.ts";
import type { NameRule } from "../../machinery/validation/names.ts";
import type { Release } from "../../release/release.ts";

/** The complaints of a rule about a text, at a path. */
export function checkText(path: string, value: string, rule: NameRule, release: Release): FieldError[] {
  return rule(value, release).map((wrong) => invalid(path, value, wrong));
}

/** The complaints about each item of a list, at `path[index]`. */
export function checkEach<T>(
  path: string,
  items: readonly T[] | undefined,
  check: (item: T, path: string, index: number) => FieldError[],
): FieldError[] {
  return (items ?? []).flatMap((item, index) => check(item, `${path}[${index}]`, index));
}

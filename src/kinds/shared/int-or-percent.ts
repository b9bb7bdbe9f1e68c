import { type FieldError, invalidStruct } from "../../machinery/validation/field-error.ts";
import { checkPercent } from "../../machinery/validation/names.ts";
import { goQuote } from "../../base/go-format.ts";
import { nonNegative } from "./numbers.ts";
import type { IntOrString } from "./types.ts";

/** Go's `%#v` of an IntOrString. */
export function intOrStringSyntax(value: IntOrString): string {
  return typeof value === "string"
    ? `intstr.IntOrString{Type:1, IntVal:0, StrVal:${goQuote(value)}}`
    : `intstr.IntOrString{Type:0, IntVal:${value}, StrVal:""}`;
}

/** A whole number from 0 or a percentage. */
// pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent, 1.20
export function validateIntOrPercent(value: IntOrString, path: string): FieldError[] {
  if (typeof value === "number") return nonNegative(path, value);
  return checkPercent(value).map((wrong) => invalidStruct(path, intOrStringSyntax(value), wrong));
}

/** The number in a number or percentage; 0 for any other text, as Go's Atoi gives. */
export function intOrPercentValue(value: IntOrString): number {
  if (typeof value === "number") return value;
  return checkPercent(value).length === 0 || /^[+-]?\d+$/.test(value) ? Number.parseInt(value, 10) : 0;
}

// IsNotMoreThan100Percent, 1.20
export function validateAtMost100Percent(value: IntOrString, path: string): FieldError[] {
  const isTooMuch = typeof value === "string" && checkPercent(value).length === 0 && intOrPercentValue(value) > 100;
  return isTooMuch ? [invalidStruct(path, intOrStringSyntax(value), "must not be greater than 100%")] : [];
}

import { type FieldError, invalid } from "../../machinery/validation/field-error.ts";

/** Complains about a number below zero; absent is fine. */
// pkg/apis/core/validation/validation.go ValidateNonnegativeField
export function nonNegative(path: string, value: number | undefined): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, "must be greater than or equal to 0")] : [];
}

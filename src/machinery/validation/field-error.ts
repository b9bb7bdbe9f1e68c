import type { Json } from "../../base/json.ts";

/** field.ErrorType, as printed. apimachinery/pkg/util/validation/field/errors.go */
export type FieldErrorType =
  | "Required value"
  | "Invalid value"
  | "Duplicate value"
  | "Not found"
  | "Unsupported value"
  | "Forbidden"
  | "Too long"
  | "Too many"
  | "Internal error";

/** One validation error: `spec.ports[0].nodePort: Invalid value: 30000: provided port is already allocated`. */
export interface FieldError {
  type: FieldErrorType;
  /** JSON path: `spec.containers[0].image`. */
  field: string;
  /** The offending value, printed as Go's %v (or %#v for lists) would; absent for Required and Forbidden. */
  value?: Json;
  /** Overrides how the value is printed, for values whose Go type is not seen from JSON: `[]string{"10.96.0.10"}`. */
  goValue?: string;
  detail: string;
}

import { goQuote, goValueSyntax } from "../../base/go-format.ts";
import type { Json } from "../../base/json.ts";
import type { Release } from "../../release/release.ts";

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

/** `spec.containers: Required value` */
export function required(field: string, detail = ""): FieldError {
  return { type: "Required value", field, detail };
}

/** `spec.replicas: Invalid value: -1: must be greater than or equal to 0` */
export function invalid(field: string, value: Json, detail: string): FieldError {
  return { type: "Invalid value", field, value, detail };
}

/** {@link invalid} for a value that Go prints as a struct, list or map: `goValue` is that text. */
export function invalidStruct(field: string, goValue: string, detail: string): FieldError {
  return { type: "Invalid value", field, goValue, detail };
}

/** `spec.containers[1].name: Duplicate value: "c"` */
export function duplicate(field: string, value: Json): FieldError {
  return { type: "Duplicate value", field, value, detail: "" };
}

/** `spec.restartPolicy: Unsupported value: "x": supported values: "Always", "OnFailure", "Never"` */
export function notSupported(field: string, value: Json, supported: readonly string[]): FieldError {
  const detail = supported.length > 0 ? `supported values: ${supported.map(goQuote).join(", ")}` : "";
  return { type: "Unsupported value", field, value, detail };
}

/** `spec.containers[0].volumeMounts[0].name: Not found: "v"` */
export function missing(field: string, value: Json): FieldError {
  return { type: "Not found", field, value, detail: "" };
}

/** `metadata.namespace: Forbidden: not allowed on this type` */
export function forbidden(field: string, detail: string): FieldError {
  return { type: "Forbidden", field, detail };
}

/** `metadata.annotations: Too long: must have at most 262144 bytes` */
export function tooLong(field: string, bytesMax: number, release: Release): FieldError {
  return { type: "Too long", field, detail: release.value("tooLongText").replace("%d", String(bytesMax)) };
}

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set(["Required value", "Forbidden", "Too long", "Internal error"]);

/** The part of a field error after its path: `Invalid value: "x": must be …`. field/errors.go ErrorBody */
export function fieldErrorBody(error: FieldError): string {
  const value = WITHOUT_VALUE.has(error.type) ? "" : `: ${error.goValue ?? goBadValue(error.value)}`;
  return `${error.type}${value}${error.detail === "" ? "" : `: ${error.detail}`}`;
}

function goBadValue(value: FieldError["value"]): string {
  if (value === null || value === undefined) return goQuote("null");
  return goValueSyntax(value);
}

/** An aggregate of messages as Go prints it: doubles dropped, one bare, several as `[a, b]`. util/errors Aggregate.Error */
export function aggregateText(messages: readonly string[]): string {
  const unique = [...new Set(messages)];
  return unique.length === 1 ? (unique[0] ?? "") : `[${unique.join(", ")}]`;
}

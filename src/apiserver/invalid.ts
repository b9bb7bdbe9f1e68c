import { goQuote, goValueSyntax } from "../base/go-format.ts";
import { failure, type StatusCause, type StatusError } from "../machinery/status.ts";
import type { FieldError, FieldErrorType } from "../machinery/validation/field-error.ts";

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set(["Required value", "Forbidden", "Too long", "Internal error"]);

const REASONS: Readonly<Record<FieldErrorType, string>> = {
  "Required value": "FieldValueRequired",
  "Invalid value": "FieldValueInvalid",
  "Duplicate value": "FieldValueDuplicate",
  "Not found": "FieldValueNotFound",
  "Unsupported value": "FieldValueNotSupported",
  Forbidden: "FieldValueForbidden",
  "Too long": "FieldValueTooLong",
  "Too many": "FieldValueTooMany",
  "Internal error": "InternalError",
};

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

/** `Deployment.apps "x" is invalid: …` with one cause for each error. api/errors NewInvalid */
export function invalidError(group: string, kind: string, name: string, errors: readonly FieldError[]): StatusError {
  const causes = errors.map((error): StatusCause => ({ reason: REASONS[error.type], message: fieldErrorBody(error), field: error.field }));
  const text = aggregateText(errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`));
  const what = group === "" ? kind : `${kind}.${group}`;
  return failure(422, "Invalid", `${what} ${goQuote(name)} is invalid: ${text}`, {
    ...(name === "" ? {} : { name }),
    ...(group === "" ? {} : { group }),
    ...(kind === "" ? {} : { kind }),
    causes,
  });
}

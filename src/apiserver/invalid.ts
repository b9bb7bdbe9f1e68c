import { goQuote } from "../base/go-format.ts";
import { failure, type StatusCause, type StatusError } from "../machinery/status.ts";
import { aggregateText, type FieldError, fieldErrorBody, type FieldErrorType } from "../machinery/validation/field-error.ts";

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

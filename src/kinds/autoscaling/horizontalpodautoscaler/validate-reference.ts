import { type FieldError, invalid, required } from "../../../machinery/validation/field-error.ts";
import { checkPathSegment } from "../../../machinery/validation/names.ts";
import type { CrossVersionObjectReference } from "./types.ts";

/** A kind and a name. ValidateCrossVersionObjectReference */
export function validateReference({ kind, name }: CrossVersionObjectReference, path: string): FieldError[] {
  const check = (field: string, value: string) =>
    value ? checkPathSegment(value).map((wrong) => invalid(`${path}.${field}`, value, wrong)) : [required(`${path}.${field}`)];
  return [...check("kind", kind), ...check("name", name)];
}

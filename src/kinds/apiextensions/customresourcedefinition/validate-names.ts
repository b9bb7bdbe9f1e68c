import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { checkLabel1035 } from "../../../machinery/validation/names.ts";
import { checkEach } from "../../shared/checks.ts";
import type { CustomResourceNames } from "./types.ts";

/** Plural, singular, kinds and short names are labels of DNS. */
// apiextensions/validation/validation.go ValidateCustomResourceDefinitionNames, 1.20
export function validateNames(names: CustomResourceNames, path: string): FieldError[] {
  const { plural, singular, kind, listKind, shortNames, categories } = names;
  const label = (field: string, value: string | undefined, text = value, prefix = ""): FieldError[] => {
    const wrong = text ? checkLabel1035(text) : [];
    return wrong.length > 0 ? [invalid(`${path}.${field}`, value ?? "", prefix + wrong.join(","))] : [];
  };
  const mixed = "may have mixed case, but should otherwise match: ";
  return [
    ...label("plural", plural),
    ...label("singular", singular),
    ...label("kind", kind, kind.toLowerCase(), mixed),
    ...label("listKind", listKind, listKind?.toLowerCase(), mixed),
    ...checkEach(`${path}.shortNames`, shortNames, validateLabel),
    ...(kind && kind === listKind ? [invalid(`${path}.listKind`, listKind, "kind and listKind may not be the same")] : []),
    ...checkEach(`${path}.categories`, categories, validateLabel),
  ];
}

/** A DNS label, which may not be empty. */
export function validateLabel(value: string, path: string): FieldError[] {
  const wrong = checkLabel1035(value);
  return wrong.length > 0 ? [invalid(path, value, wrong.join(","))] : [];
}

import { type FieldError, forbidden, invalid, invalidStruct, required } from "../../machinery/validation/field-error.ts";
import { checkQualifiedName } from "../../machinery/validation/names.ts";
import { validateLabels } from "../../machinery/validation/object-meta.ts";
import { deepEqual } from "../../base/deep.ts";
import type { Release } from "../../release/release.ts";
import { checkEach, checkText } from "./checks.ts";
import { isEmptySelector, selectorSyntax } from "./selector.ts";
import type { LabelSelector, LabelSelectorRequirement } from "./types.ts";

/** Checks the forms of a label selector; none at all is fine. */
// apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector, 1.20
export function validateLabelSelector(selector: LabelSelector | undefined, path: string, release: Release): FieldError[] {
  if (!selector) return [];
  return [
    ...validateLabels(selector.matchLabels, `${path}.matchLabels`, release),
    ...checkEach(`${path}.matchExpressions`, selector.matchExpressions, (requirement, at) => validateRequirement(requirement, at, release)),
  ];
}

function validateRequirement({ key, operator, values = [] }: LabelSelectorRequirement, path: string, release: Release): FieldError[] {
  return [...validateOperator(operator, values, path), ...checkText(`${path}.key`, key, checkQualifiedName, release)];
}

function validateOperator(operator: string, values: readonly string[], path: string): FieldError[] {
  if (operator === "In" || operator === "NotIn") {
    return values.length > 0 ? [] : [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if (operator === "Exists" || operator === "DoesNotExist") {
    return values.length === 0 ? [] : [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
  }
  return [invalid(`${path}.operator`, operator, "not a valid selector operator")];
}

/** A workload's selector must be there and select something; `owner` is the kind in the error's words. */
export function validateWorkloadSelector(selector: LabelSelector | undefined, path: string, owner: string, release: Release): FieldError[] {
  if (!selector) return [required(path)];
  const errors = validateLabelSelector(selector, path, release);
  if (isEmptySelector(selector)) errors.push(invalidStruct(path, selectorSyntax(selector), `empty selector is invalid for ${owner}`));
  return errors;
}

/** `spec.selector: Invalid value: v1.LabelSelector{…}: field is immutable` */
export function validateSelectorKept(selector: LabelSelector | undefined, old: LabelSelector | undefined, path: string): FieldError[] {
  if (deepEqual(selector, old)) return [];
  return selector
    ? [invalidStruct(path, selectorSyntax(selector), "field is immutable")]
    : // A pointer to nothing is shown as the word. apimachinery/pkg/util/validation/field/errors.go ErrorBody
      [invalid(path, "null", "field is immutable")];
}

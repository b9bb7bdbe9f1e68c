import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  invalidStruct,
  notSupported,
  required,
} from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import type { ParamRef, ValidatingAdmissionPolicyBinding } from "./types.ts";

const ACTIONS = ["Audit", "Deny", "Warn"];
const NOT_FOUND_ACTIONS = ["Deny", "Allow"];

// pkg/apis/admissionregistration/validation/validation.go validateValidatingAdmissionPolicyBindingSpec, 1.30
export function validateBinding(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release), ...validateSpec(object, release)];
}

export function validateBindingUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, release), ...validateSpec(object, release)];
}

function validateSpec(object: KubeObject, release: Release): FieldError[] {
  const { spec = {} } = object as ValidatingAdmissionPolicyBinding;
  const { policyName = "", paramRef, validationActions = [] } = spec;
  return [
    ...(policyName === ""
      ? [required("spec.policyName")]
      : checkSubdomain(policyName, release).map((why) => invalid("spec.policyName", policyName, why))),
    ...validateParamRef(paramRef, "spec.paramRef"),
    ...validateActions(validationActions, "spec.validationActions"),
  ];
}

function validateParamRef(reference: ParamRef | undefined, path: string): FieldError[] {
  if (!reference) return [];
  const { name = "", selector, parameterNotFoundAction: action = "" } = reference;
  const errors: FieldError[] = [];
  if (name !== "" && selector) {
    const why = "name and selector are mutually exclusive";
    errors.push(forbidden(`${path}.name`, why), forbidden(`${path}.selector`, why));
  }
  if (name === "" && !selector) errors.push(required(path, "one of name or selector must be specified"));
  if (action === "") errors.push(required(`${path}.parameterNotFoundAction`));
  else if (!NOT_FOUND_ACTIONS.includes(action)) errors.push(notSupported(`${path}.parameterNotFoundAction`, action, NOT_FOUND_ACTIONS));
  return errors;
}

function validateActions(actions: readonly string[], path: string): FieldError[] {
  const errors = checkEach(path, actions, (action, at, index) => [
    ...(ACTIONS.includes(action) ? [] : [notSupported(at, action, ACTIONS)]),
    ...(actions.indexOf(action) < index ? [duplicate(at, action)] : []),
  ]);
  if (actions.includes("Deny") && actions.includes("Warn")) {
    const why =
      "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    errors.push(invalidStruct(path, `[]admissionregistration.ValidationAction{${actions.map(goQuote).join(", ")}}`, why));
  }
  if (actions.length === 0) errors.push(required(path, "at least one validation action is required"));
  return errors;
}

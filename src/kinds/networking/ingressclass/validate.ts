import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, required, tooLong } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkText } from "../../shared/checks.ts";
import { validateTypedReference } from "../ingress/validate.ts";
import type { IngressClass } from "./types.ts";

const CONTROLLER_LENGTH_MAX = 250;
const PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

// pkg/apis/networking/validation/validation.go ValidateIngressClass, 1.20
export function validateIngressClass(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { controller = "", parameters } = (object as IngressClass).spec ?? {};
  return [
    ...validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release),
    ...(controller.length > CONTROLLER_LENGTH_MAX ? [tooLong("spec.controller", CONTROLLER_LENGTH_MAX, release)] : []),
    ...validateDomainPath("spec.controller", controller, release),
    ...(parameters ? validateTypedReference(parameters, "spec.parameters", release) : []),
  ];
}

// ValidateIngressClassUpdate
export function validateIngressClassUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const { controller = "" } = (object as IngressClass).spec ?? {};
  return [
    ...validateObjectMetaUpdate(object, old, context.release),
    ...(controller === ((old as IngressClass).spec?.controller ?? "")
      ? []
      : [invalid("spec.controller", controller, "field is immutable")]),
    ...validateIngressClass(object, context),
  ];
}

/** `example.com/path`. apimachinery/pkg/util/validation/validation.go IsDomainPrefixedPath, 1.20 */
function validateDomainPath(path: string, text: string, release: Release): FieldError[] {
  if (text === "") return [required(path)];
  const slash = text.indexOf("/");
  const [host, rest] = slash < 0 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];
  if (slash < 0 || host === "" || rest === "") return [invalid(path, text, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const errors = checkText(path, host, checkSubdomain, release);
  if (errors.length > 0) return errors;
  return PATH.test(rest) ? [] : [invalid(path, rest, "Invalid path (regex used for validation is '^[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+$')")];
}

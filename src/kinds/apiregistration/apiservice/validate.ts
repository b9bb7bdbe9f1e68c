import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, required } from "../../../machinery/validation/field-error.ts";
import { checkLabel1035, checkPathSegment, checkPortNumber, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { checkText } from "../../shared/checks.ts";
import type { APIService } from "./types.ts";

const GROUP_PRIORITY_MAX = 20000;
const VERSION_PRIORITY_MAX = 1000;

// kube-aggregator/pkg/apis/apiregistration/validation/validation.go ValidateAPIService, 1.20
export function validateApiService(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { spec } = object as APIService;
  const { group = "", version = "", groupPriorityMinimum: priority, versionPriority } = spec;
  const name = `${version}.${group}`;
  const checkName = (text: string) => {
    const wrong = checkPathSegment(text);
    return wrong.length > 0 || text === name ? wrong : [`must be \`spec.version+"."+spec.group\`: ${goQuote(name)}`];
  };
  const errors = validateObjectMeta(object, { namespaced: false, name: checkName }, release);
  if (group === "" && version !== "v1") errors.push(required("spec.group", "only v1 may have an empty group and it better be legacy kube"));
  if (group !== "") errors.push(...checkText("spec.group", group, checkSubdomain, release));
  errors.push(...checkText("spec.version", version, checkLabel1035, release));
  if (priority <= 0 || priority > GROUP_PRIORITY_MAX) {
    errors.push(invalid("spec.groupPriorityMinimum", priority, `must be positive and less than ${GROUP_PRIORITY_MAX}`));
  }
  if (versionPriority <= 0 || versionPriority > VERSION_PRIORITY_MAX) {
    errors.push(invalid("spec.versionPriority", versionPriority, `must be positive and less than ${VERSION_PRIORITY_MAX}`));
  }
  return [...errors, ...validateService(spec)];
}

function validateService({ service, caBundle = "", insecureSkipTLSVerify: insecure = false }: APIService["spec"]): FieldError[] {
  const errors: FieldError[] = [];
  if (!service) {
    if (caBundle !== "")
      errors.push(invalid("spec.caBundle", `${atob(caBundle).length} bytes`, "local APIServices may not have a caBundle"));
    if (insecure) errors.push(invalid("spec.insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify"));
    return errors;
  }
  if (!service.namespace) errors.push(required("spec.service.namespace"));
  if (!service.name) errors.push(required("spec.service.name"));
  const wrong = checkPortNumber(service.port ?? 0);
  if (wrong.length > 0) errors.push(invalid("spec.service.port", service.port ?? 0, `port is not valid: ${wrong.join(", ")}`));
  if (insecure && caBundle !== "") errors.push(invalid("spec.insecureSkipTLSVerify", true, "may not be true if caBundle is present"));
  return errors;
}

// ValidateAPIServiceUpdate
export function validateApiServiceUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateApiService(object, context)];
}

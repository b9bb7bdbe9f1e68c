import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import type { FlowRule, FlowSchema } from "./types.ts";

const PRECEDENCE_MAX = 10000;
const METHODS = ["ByNamespace", "ByUser"];
const SUBJECT_KINDS = ["Group", "ServiceAccount", "User"];

// pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchema, 1.20
export function validateFlowSchema(object: KubeObject, { release }: RequestContext): FieldError[] {
  const { metadata, spec } = object as FlowSchema;
  const { matchingPrecedence: precedence = 0, distinguisherMethod: method } = spec;
  const level = spec.priorityLevelConfiguration?.name ?? "";
  const errors = validateObjectMeta(object, { namespaced: false, name: checkSubdomain }, release);
  const wrong = (detail: string): unknown => errors.push(invalid("spec.matchingPrecedence", precedence, detail));
  if (precedence <= 0) wrong("must be a positive value");
  if (precedence > PRECEDENCE_MAX) wrong(`must not be greater than ${PRECEDENCE_MAX}`);
  if (precedence === 1 && metadata.name !== "exempt") wrong("only the schema named 'exempt' may have matchingPrecedence 1");
  if (method && !METHODS.includes(method.type)) errors.push(notSupported("spec.distinguisherMethod.type", method.type, METHODS));
  const levelPath = "spec.priorityLevelConfiguration.name";
  if (level === "") errors.push(required(levelPath, "must reference a priority level"));
  else errors.push(...checkText(levelPath, level, checkSubdomain, release));
  return [...errors, ...checkEach("spec.rules", spec.rules, validateRule)];
}

export function validateFlowSchemaUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateFlowSchema(object, context)];
}

// ValidateFlowSchemaPolicyRulesWithSubjects
function validateRule({ subjects = [], resourceRules = [], nonResourceRules = [] }: FlowRule, path: string): FieldError[] {
  const errors: FieldError[] = subjects.length > 0 ? [] : [required(`${path}.subjects`, "subjects must contain at least one value")];
  errors.push(
    ...checkEach(`${path}.subjects`, subjects, ({ kind }, at) =>
      SUBJECT_KINDS.includes(kind) ? [] : [notSupported(`${at}.kind`, kind, SUBJECT_KINDS)],
    ),
  );
  if (resourceRules.length === 0 && nonResourceRules.length === 0) {
    errors.push(required(path, "at least one of resourceRules and nonResourceRules has to be non-empty"));
  }
  const some = (at: string, items: readonly string[] | undefined, detail: string) =>
    (items ?? []).length > 0 ? [] : [required(at, detail)];
  errors.push(
    ...checkEach(`${path}.resourceRules`, resourceRules, ({ verbs, apiGroups, resources, namespaces, clusterScope }, at) => [
      ...some(`${at}.verbs`, verbs, "verbs must contain at least one value"),
      ...some(`${at}.apiGroups`, apiGroups, "resource rules must supply at least one api group"),
      ...some(`${at}.resources`, resources, "resource rules must supply at least one resource"),
      ...(clusterScope
        ? []
        : some(`${at}.namespaces`, namespaces, "resource rules that are not cluster scoped must supply at least one namespace")),
    ]),
    ...checkEach(`${path}.nonResourceRules`, nonResourceRules, ({ verbs, nonResourceURLs }, at) => [
      ...some(`${at}.verbs`, verbs, "verbs must contain at least one value"),
      ...some(`${at}.nonResourceURLs`, nonResourceURLs, "nonResourceURLs must contain at least one value"),
    ]),
  );
  return errors;
}

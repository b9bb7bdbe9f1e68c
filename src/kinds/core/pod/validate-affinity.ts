import { type FieldError, forbidden, invalid, required } from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from "../../shared/types.ts";
import { validateLabelSelector } from "../../shared/validate-selector.ts";
import type { Affinity, PodAffinity, PodAffinityTerm } from "./types.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

// pkg/apis/core/validation/validation.go validateAffinity, 1.20
export function validateAffinity(affinity: Affinity | undefined, path: string, release: Release): FieldError[] {
  if (!affinity) return [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  const errors: FieldError[] = [];
  if (nodeAffinity) {
    const at = `${path}.nodeAffinity`;
    if (nodeAffinity[REQUIRED]) errors.push(...validateNodeSelector(nodeAffinity[REQUIRED], `${at}.${REQUIRED}`, release));
    errors.push(
      ...checkEach(`${at}.${PREFERRED}`, nodeAffinity[PREFERRED], ({ weight, preference }, term) => [
        ...validateWeight(weight, term),
        ...validateNodeTerm(preference, `${term}.preference`, release),
      ]),
    );
  }
  if (podAffinity) errors.push(...validatePodAffinity(podAffinity, `${path}.podAffinity`, release));
  if (podAntiAffinity) errors.push(...validatePodAffinity(podAntiAffinity, `${path}.podAntiAffinity`, release));
  return errors;
}

function validateWeight(weight: number, path: string): FieldError[] {
  return weight > 0 && weight <= 100 ? [] : [invalid(`${path}.weight`, weight, "must be in the range 1-100")];
}

/** Checks a node selector; also for persistent volumes. */
export function validateNodeSelector({ nodeSelectorTerms: terms }: NodeSelector, path: string, release: Release): FieldError[] {
  const at = `${path}.nodeSelectorTerms`;
  if (!terms?.length) return [required(at, "must have at least one node selector term")];
  return checkEach(at, terms, (term, termPath) => validateNodeTerm(term, termPath, release));
}

function validateNodeTerm(term: NodeSelectorTerm | undefined, path: string, release: Release): FieldError[] {
  return [
    ...checkEach(`${path}.matchExpressions`, term?.matchExpressions, (requirement, at) => validateExpression(requirement, at, release)),
    ...checkEach(`${path}.matchFields`, term?.matchFields, (requirement, at) => validateFieldMatch(requirement, at, release)),
  ];
}

function validateExpression({ key, operator, values = [] }: NodeSelectorRequirement, path: string, release: Release): FieldError[] {
  return [...validateOperator(operator, values, path), ...checkText(`${path}.key`, key, checkQualifiedName, release)];
}

function validateOperator(operator: string, values: readonly string[], path: string): FieldError[] {
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0 ? [] : [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist":
      return values.length === 0 ? [] : [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case "Gt":
    case "Lt":
      return values.length === 1 ? [] : [required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(`${path}.operator`, operator, "not a valid selector operator")];
  }
}

function validateFieldMatch({ key, operator, values = [] }: NodeSelectorRequirement, path: string, release: Release): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== "In" && operator !== "NotIn") errors.push(invalid(`${path}.operator`, operator, "not a valid selector operator"));
  else if (values.length !== 1)
    errors.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  if (key !== "metadata.name") return [...errors, invalid(`${path}.key`, key, "not a valid field selector key")];
  return [...errors, ...checkEach(`${path}.values`, values, (value, at) => checkText(at, value, checkSubdomain, release))];
}

function validatePodAffinity(affinity: PodAffinity, path: string, release: Release): FieldError[] {
  return [
    ...checkEach(`${path}.${REQUIRED}`, affinity[REQUIRED], (term, at) => validatePodTerm(term, at, release)),
    ...checkEach(`${path}.${PREFERRED}`, affinity[PREFERRED], ({ weight, podAffinityTerm }, at) => [
      ...validateWeight(weight, at),
      ...validatePodTerm(podAffinityTerm, `${at}.podAffinityTerm`, release),
    ]),
  ];
}

/** The selector's errors stand below `matchExpressions` and a namespace's below `namespace`: Kubernetes named them so. */
function validatePodTerm({ labelSelector, namespaces, topologyKey = "" }: PodAffinityTerm, path: string, release: Release): FieldError[] {
  return [
    ...validateLabelSelector(labelSelector, `${path}.matchExpressions`, release),
    ...(namespaces ?? []).flatMap((name) => checkText(`${path}.namespace`, name, checkLabel, release)),
    ...(topologyKey ? [] : [required(`${path}.topologyKey`, "can not be empty")]),
    ...checkText(`${path}.topologyKey`, topologyKey, checkQualifiedName, release),
  ];
}

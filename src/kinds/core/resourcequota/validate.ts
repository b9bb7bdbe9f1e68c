import { sortedKeys } from "../../../base/bytewise.ts";
import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { validateQuantity, validateResourceName } from "../../shared/validate-resources.ts";
import type { ResourceQuota, ResourceQuotaSpec } from "./types.ts";

const SCOPES: readonly string[] = [
  "Terminating",
  "NotTerminating",
  "BestEffort",
  "NotBestEffort",
  "PriorityClass",
  "CrossNamespacePodAffinity",
];
const CONFLICTS = [
  ["BestEffort", "NotBestEffort"],
  ["Terminating", "NotTerminating"],
] as const;
/** What a quota with a scope can count. */
const POD_RESOURCES = new Set(["cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "pods"]);
const COUNTED = new Set([
  "services",
  "replicationcontrollers",
  "resourcequotas",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
  "requests.storage",
  "ephemeral-storage",
  "requests.ephemeral-storage",
  "limits.ephemeral-storage",
]);

// pkg/apis/core/validation/validation.go ValidateResourceQuota, 1.20
export function validateResourceQuota(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateSpec((object as ResourceQuota).spec, release),
  ];
}

/** Scopes can never change. */
export function validateResourceQuotaUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const { spec } = object as ResourceQuota;
  const now = spec.scopes ?? [];
  const before = new Set<string>((old as ResourceQuota).spec.scopes ?? []);
  const isSame = now.length === before.size && now.every((scope) => before.has(scope));
  const errors = [...validateObjectMetaUpdate(object, old, release), ...validateSpec(spec, release)];
  return isSame ? errors : [...errors, invalidStruct("spec.scopes", scopesSyntax(now), "field is immutable")];
}

function validateSpec(spec: ResourceQuotaSpec, release: Release): FieldError[] {
  const hard = spec.hard ?? {};
  const errors: FieldError[] = [];
  for (const name of sortedKeys(hard)) {
    const path = `spec.hard[${name}]`;
    errors.push(...validateResourceName(name, path, release));
    if (!name.includes("/") && !isQuotaResource(name)) errors.push(invalid(path, name, "must be a standard resource for quota"));
    errors.push(...validateQuantity(name, hard[name] ?? "0", path));
  }
  return [...errors, ...validateScopes(spec.scopes ?? [], sortedKeys(hard)), ...validateSelector(spec)];
}

function isQuotaResource(name: string): boolean {
  return POD_RESOURCES.has(name) || COUNTED.has(name) || name.startsWith("requests.hugepages-") || name.startsWith("hugepages-");
}

function validateScopes(scopes: readonly string[], names: readonly string[]): FieldError[] {
  const path = "spec.scopes";
  const value = scopesSyntax(scopes);
  const errors: FieldError[] = [];
  for (const scope of scopes) {
    if (!SCOPES.includes(scope)) errors.push(invalidStruct(path, value, "unsupported scope"));
    for (const name of names)
      if (isQuotaResource(name) && !canScope(scope, name)) errors.push(invalidStruct(path, value, "unsupported scope applied to resource"));
  }
  for (const [one, other] of CONFLICTS) {
    if (scopes.includes(one) && scopes.includes(other)) errors.push(invalidStruct(path, value, "conflicting scopes"));
  }
  return errors;
}

function canScope(scope: string, name: string): boolean {
  if (scope === "BestEffort") return name === "pods";
  return !SCOPES.includes(scope) || POD_RESOURCES.has(name);
}

function scopesSyntax(scopes: readonly string[]): string {
  return scopes.length > 0 ? `[]core.ResourceQuotaScope{${scopes.map(goQuote).join(", ")}}` : "[]core.ResourceQuotaScope(nil)";
}

const EXISTS_ONLY =
  "must be 'Exist' only operator when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort and ResourceQuotaScopeNotBestEffort";

/** Errors of the selector's expressions carry no index: Kubernetes does so. */
function validateSelector({ scopeSelector }: ResourceQuotaSpec): FieldError[] {
  const path = "spec.scopeSelector.matchExpressions";
  return (scopeSelector?.matchExpressions ?? []).flatMap(({ scopeName, operator, values = [] }) => {
    const errors: FieldError[] = [];
    const kind: string = operator;
    if (!SCOPES.includes(scopeName)) errors.push(invalid(`${path}.scopeName`, scopeName, "unsupported scope"));
    if (CONFLICTS.flat().some((scope) => scope === scopeName) && kind !== "Exists")
      errors.push(invalid(`${path}.operator`, kind, EXISTS_ONLY));
    if (kind === "In" || kind === "NotIn") {
      if (values.length === 0)
        errors.push(required(`${path}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
    } else if (kind === "Exists" || kind === "DoesNotExist") {
      const list = `[]string{${values.map(goQuote).join(", ")}}`;
      if (values.length > 0)
        errors.push(
          invalidStruct(`${path}.values`, list, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"),
        );
    } else {
      errors.push(invalid(`${path}.operator`, kind, "not a valid selector operator"));
    }
    return errors;
  });
}

/** rbac.authorization.k8s.io/v1 PolicyRule. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** The parts of `wanted`, each of one verb and one thing, that `owned` does not allow. */
// component-helpers/auth/rbac/validation/policy_comparator.go Covers, 1.20
export function uncoveredRules(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(breakdown).filter((part) => !owned.some((rule) => covers(rule, part)));
}

function breakdown(rule: PolicyRule): PolicyRule[] {
  const parts: PolicyRule[] = [];
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      for (const verb of rule.verbs) {
        const part = { verbs: [verb], apiGroups: [group], resources: [resource] };
        const names = rule.resourceNames ?? [];
        parts.push(...(names.length === 0 ? [part] : names.map((name) => ({ ...part, resourceNames: [name] }))));
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) parts.push(...rule.verbs.map((verb) => ({ verbs: [verb], nonResourceURLs: [url] })));
  return parts;
}

/** `part` is of one verb and one resource or URL. */
function covers(rule: PolicyRule, part: PolicyRule): boolean {
  if (!hasAll(rule.verbs, part.verbs, "*")) return false;
  const url = part.nonResourceURLs?.[0];
  if (url !== undefined)
    return (rule.nonResourceURLs ?? []).some((own) => own === url || (own.endsWith("*") && url.startsWith(own.slice(0, -1))));
  const names = rule.resourceNames ?? [];
  const isNameCovered = names.length === 0 || (part.resourceNames ?? []).some((name) => names.includes(name));
  return (
    isNameCovered &&
    hasAll(rule.apiGroups ?? [], part.apiGroups ?? [], "*") &&
    coversResource(rule.resources ?? [], part.resources?.[0] ?? "")
  );
}

function coversResource(own: readonly string[], resource: string): boolean {
  const slash = resource.indexOf("/");
  return own.includes("*") || own.includes(resource) || (slash >= 0 && own.includes(`*${resource.slice(slash)}`));
}

function hasAll(own: readonly string[], wanted: readonly string[], everything: string): boolean {
  return own.includes(everything) || wanted.every((one) => own.includes(one));
}

/** rbac.authorization.k8s.io/v1 PolicyRule. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** The parts of `wanted`, each of one verb and one resource, name or URL, that no rule of `owned` allows. */
// component-helpers/auth/rbac/validation/policy_comparator.go Covers, 1.20
export function uncoveredRules(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(parts).filter((part) => !owned.some((rule) => covers(rule, part)));
}

function parts({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): PolicyRule[] {
  const names = resourceNames.length > 0 ? resourceNames.map((name) => ({ resourceNames: [name] })) : [{}];
  const ofResource = (group: string, resource: string): PolicyRule[] =>
    verbs.flatMap((verb) => names.map((name) => ({ verbs: [verb], apiGroups: [group], resources: [resource], ...name })));
  return [
    ...apiGroups.flatMap((group) => resources.flatMap((resource) => ofResource(group, resource))),
    ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ verbs: [verb], nonResourceURLs: [url] }))),
  ];
}

function covers(owner: PolicyRule, part: PolicyRule): boolean {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = owner;
  const names = part.resourceNames ?? [];
  return (
    hasAll(owner.verbs, part.verbs) &&
    hasAll(apiGroups, part.apiGroups ?? []) &&
    (part.resources ?? []).every((resource) => coversResource(resources, resource)) &&
    (part.nonResourceURLs ?? []).every((url) => nonResourceURLs.some((own) => coversUrl(own, url))) &&
    // Rights on everything are not covered by rights on something.
    (resourceNames.length === 0 || (names.length > 0 && names.every((name) => resourceNames.includes(name))))
  );
}

function hasAll(owned: readonly string[], wanted: readonly string[]): boolean {
  return owned.includes("*") || wanted.every((one) => owned.includes(one));
}

/** All that stands behind the first slash is the subresource. */
function coversResource(owned: readonly string[], resource: string): boolean {
  const slash = resource.indexOf("/");
  return owned.includes("*") || owned.includes(resource) || (slash >= 0 && owned.includes(`*${resource.slice(slash)}`));
}

/** Of several stars at the end none counts as a character. */
function coversUrl(owned: string, url: string): boolean {
  return owned === url || (owned.endsWith("*") && url.startsWith(owned.replace(/\*+$/, "")));
}

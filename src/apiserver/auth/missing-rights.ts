import { goQuote } from "../../base/go-format.ts";
import { type PolicyRule, uncoveredRules } from "../../machinery/rbac/rule-covers.ts";

/** What of some rules no rule of an owner allows, in the words of a refusal: one text a group and resource. */
// pkg/registry/rbac/validation/policy_compact.go, 1.20
export function missingRights(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): string[] {
  const missing = uncoveredRules(owned, wanted);
  const compact = new Map<string, PolicyRule>();
  for (const atom of missing) {
    const key = JSON.stringify(atom.nonResourceURLs ? atom : { ...atom, verbs: [] });
    const known = compact.get(key);
    compact.set(key, known ? { ...known, verbs: [...known.verbs, ...atom.verbs] } : atom);
  }
  return [...new Set([...compact.values()].map(ruleText))].toSorted();
}

/** `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`. pkg/apis/rbac/v1/helpers.go CompactString */
function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const parts = Object.entries({
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  });
  return `{${parts
    .filter(([, items]) => (items ?? []).length > 0)
    .map(([name, items]) => `${name}:[${(items ?? []).map(goQuote).join(" ")}]`)
    .join(", ")}}`;
}

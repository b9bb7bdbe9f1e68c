import { goQuote } from "../../base/go-format.ts";
import type { PolicyRule } from "./rbac-rules.ts";

/** What of some rules no rule of an owner allows, in the words of a refusal: one text a group and resource. */
// component-helpers/auth/rbac/validation/policy_comparator.go, pkg/registry/rbac/validation/policy_compact.go, 1.20
export function missingRights(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): string[] {
  const missing = wanted.flatMap(atoms).filter((atom) => !owned.some((rule) => covers(rule, atom)));
  const compact = new Map<string, PolicyRule>();
  for (const atom of missing) {
    const key = JSON.stringify(atom.nonResourceURLs ? atom : { ...atom, verbs: [] });
    const known = compact.get(key);
    compact.set(key, known ? { ...known, verbs: [...known.verbs, ...atom.verbs] } : atom);
  }
  return [...new Set([...compact.values()].map(ruleText))].toSorted();
}

/** Rules of one verb, one resource and one name each. */
function atoms(rule: PolicyRule): PolicyRule[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const names = resourceNames.length > 0 ? resourceNames.map((name) => ({ resourceNames: [name] })) : [{}];
  return [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.flatMap((verb) => names.map((name) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...name }))),
      ),
    ),
    ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] }))),
  ];
}

function covers(owner: PolicyRule, atom: PolicyRule): boolean {
  const [verb = ""] = atom.verbs;
  if (!hasOrAll(owner.verbs, verb)) return false;
  const [url] = atom.nonResourceURLs ?? [];
  if (url !== undefined)
    return (owner.nonResourceURLs ?? []).some((own) => own === url || (own.endsWith("*") && url.startsWith(own.replace(/\*+$/, ""))));
  const [group = ""] = atom.apiGroups ?? [];
  const [resource = ""] = atom.resources ?? [];
  const [, subresource] = resource.split("/");
  const resources = owner.resources ?? [];
  const names = owner.resourceNames ?? [];
  return (
    hasOrAll(owner.apiGroups ?? [], group) &&
    (hasOrAll(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`))) &&
    (names.length === 0 || (atom.resourceNames ?? []).some((name) => names.includes(name)))
  );
}

function hasOrAll(list: readonly string[], wanted: string): boolean {
  return list.includes("*") || list.includes(wanted);
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

import { compareBytewise } from "../../../base/bytewise.ts";
import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { goWords } from "../../../machinery/describing/text.ts";
import type { PolicyRule, Role } from "./types.ts";

/** `kubectl describe role` and `clusterrole`: one line a resource. kubectl/pkg/describe/describe.go RoleDescriber */
export const roleDescribe: DescribeFacet = {
  async describe(object, out, { release }) {
    const { metadata, rules } = object as Role;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, release);
    out.write(0, "PolicyRule:\n");
    out.write(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs\n");
    out.write(1, "---------\t-----------------\t--------------\t-----\n");
    const compact = compactRules((rules ?? []).flatMap(breakDown)).toSorted((a, b) => compareBytewise(goText(a), goText(b)));
    for (const rule of compact) {
      out.write(1, `${resourceText(rule)}\t${goWords(rule.nonResourceURLs)}\t${goWords(rule.resourceNames)}\t${goWords(rule.verbs)}\n`);
    }
  },
};

/** One rule for each combination of group, resource, verb and name, or of URL and verb. kubectl/pkg/util/rbac BreakdownRule */
function breakDown({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs = [] }: PolicyRule): PolicyRule[] {
  const names = resourceNames.length > 0 ? resourceNames.map((name) => [name]) : [undefined];
  return [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.flatMap((verb) =>
          names.map((name) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...(name ? { resourceNames: name } : {}) })),
        ),
      ),
    ),
    ...nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] }))),
  ];
}

/** Verbs of the same resource and name together; those of URLs stay apart. CompactRules */
function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const compact: PolicyRule[] = rules.filter(({ nonResourceURLs }) => nonResourceURLs !== undefined);
  const simple = new Map<string, PolicyRule>();
  for (const rule of rules) {
    if (rule.nonResourceURLs !== undefined) continue;
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = simple.get(key);
    if (known) known.verbs = [...new Set([...(known.verbs ?? []), ...(rule.verbs ?? [])])];
    else simple.set(key, { ...rule });
  }
  return [...compact, ...simple.values()];
}

/** Go's text of a rule, by which the lines are sorted. */
function goText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const fields = {
    Verbs: verbs,
    APIGroups: apiGroups,
    Resources: resources,
    ResourceNames: resourceNames,
    NonResourceURLs: nonResourceURLs,
  };
  return Object.entries(fields)
    .map(([name, words]) => `${name}:${goWords(words)},`)
    .join("");
}

/** `deployments.apps/scale`. CombineResourceGroup */
function resourceText({ resources, apiGroups }: PolicyRule): string {
  const [resource] = resources ?? [];
  if (resource === undefined) return "";
  const slash = resource.indexOf("/");
  const [name, subresource] = slash < 0 ? [resource, ""] : [resource.slice(0, slash), resource.slice(slash)];
  return name + (apiGroups?.[0] ? `.${apiGroups[0]}` : "") + subresource;
}

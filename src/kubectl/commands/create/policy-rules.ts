import { CommandError, PlainError } from "../../errors.ts";
import type { Invocation } from "../../command.ts";
import type { FlagSpec } from "../../flags/spec.ts";
import type { RestMapping } from "../../rest-mapper.ts";

const RESOURCE_VERBS: ReadonlySet<string> = new Set([
  "*",
  "get",
  "delete",
  "list",
  "create",
  "update",
  "patch",
  "watch",
  "proxy",
  "deletecollection",
  "use",
  "bind",
  "escalate",
  "impersonate",
]);

/** Verbs that mean something for a few types only, as `group/resource`. */
const SPECIAL_VERBS: Readonly<Record<string, readonly string[]>> = {
  use: ["policy/podsecuritypolicies", "extensions/podsecuritypolicies"],
  bind: ["rbac.authorization.k8s.io/roles", "rbac.authorization.k8s.io/clusterroles"],
  escalate: ["rbac.authorization.k8s.io/roles", "rbac.authorization.k8s.io/clusterroles"],
  impersonate: ["/users", "/serviceaccounts", "/groups", "authentication.k8s.io/userextras"],
};

/** What `--verb`, `--resource` and `--resource-name` say. */
export interface RuleWords {
  readonly verbs: readonly string[];
  readonly resources: readonly ResourceWord[];
  readonly resourceNames: readonly string[];
}

/** `deployments.apps/status` taken apart. */
interface ResourceWord {
  readonly resource: string;
  readonly group: string;
  readonly subresource: string;
}

/** rbac/v1 PolicyRule */
export interface PolicyRule {
  verbs: readonly string[];
  apiGroups?: readonly string[];
  resources?: readonly string[];
  resourceNames?: readonly string[];
  nonResourceURLs?: readonly string[];
}

/** The flags that rules are made of. */
export const ruleFlags: readonly FlagSpec[] = [
  { name: "verb", type: "stringSlice", usage: "Verb that the rule allows" },
  { name: "resource", type: "stringSlice", usage: "Resource that the rule is about" },
  { name: "resource-name", type: "stringArray", usage: "Name of an object that the rule is limited to; give it again for several" },
];

/** Reads the rule flags: repeats go, `*` swallows the rest. */
// kubectl/pkg/cmd/create/create_role.go Complete
export function readRuleWords({ flags }: Invocation): RuleWords {
  const verbs = flags.list("verb");
  const resources: ResourceWord[] = [];
  for (const word of flags.list("resource")) {
    if (word === "*") {
      resources.splice(0, resources.length, { resource: "*", group: "", subresource: "" });
      break;
    }
    const slash = word.indexOf("/");
    const name = slash < 0 ? word : word.slice(0, slash);
    const dot = name.indexOf(".");
    resources.push({
      resource: dot < 0 ? name : name.slice(0, dot),
      group: dot < 0 ? "" : name.slice(dot + 1),
      subresource: slash < 0 ? "" : word.slice(slash + 1),
    });
  }
  return { verbs: verbs.includes("*") ? ["*"] : [...new Set(verbs)], resources, resourceNames: [...new Set(flags.list("resource-name"))] };
}

/** Complains about verbs that no resource has: a warning, or an error in early releases. */
export function checkResourceVerbs({ env, release }: Invocation, verbs: readonly string[]): void {
  for (const verb of verbs) {
    if (RESOURCE_VERBS.has(verb)) continue;
    if (!release.has("roleVerbsFree")) throw new CommandError(`invalid verb: '${verb}'`);
    env.stderr(`Warning: '${verb}' is not a standard resource verb\n`);
  }
}

/** Refuses resources that the server has not. Throws CommandError or PlainError. */
export async function checkResources(invocation: Invocation, words: RuleWords): Promise<void> {
  for (const word of words.resources) {
    if (word.resource === "") throw new CommandError("resource must be specified if apiGroup/subresource specified");
    if (word.resource === "*") return;
    const mapping = await lookUp(invocation, word);
    const { resource, group } = mapping ?? word;
    let known = mapping !== undefined;
    for (const verb of words.verbs) {
      const special = SPECIAL_VERBS[verb];
      if (special === undefined) continue;
      if (!special.includes(`${group}/${resource}`))
        throw new CommandError(`can not perform '${verb}' on '${resource}' in group '${group}'`);
      known = true;
    }
    if (!known)
      throw new PlainError(
        `the server doesn't have a resource type "${word.resource}"${word.group === "" ? "" : ` in group "${word.group}"`}`,
      );
  }
}

async function lookUp({ factory }: Invocation, { resource, group }: ResourceWord): Promise<RestMapping | undefined> {
  if (group === "") return factory.mapper.find(resource);
  const found = await factory.mapper.find(`${resource}.${group}`);
  // What stands behind the dot is a group here, never a version.
  return found?.group.startsWith(group) === true ? found : undefined;
}

/** One rule for each API group, groups in order; a last one for URLs. */
// kubectl/pkg/cmd/create/create_role.go generateResourcePolicyRules
export async function policyRules(invocation: Invocation, words: RuleWords, nonResourceURLs: readonly string[]): Promise<PolicyRule[]> {
  const groups = new Map<string, Set<string>>();
  for (const word of words.resources) {
    const { resource, group } = (await lookUp(invocation, word)) ?? word;
    const name = word.subresource === "" ? resource : `${resource}/${word.subresource}`;
    groups.set(group, (groups.get(group) ?? new Set()).add(name));
  }
  const names = words.resourceNames.length === 0 ? {} : { resourceNames: words.resourceNames };
  const rules: PolicyRule[] = [...groups.keys()]
    .sort()
    .map((group) => ({ verbs: words.verbs, apiGroups: [group], resources: [...(groups.get(group) ?? [])], ...names }));
  if (nonResourceURLs.length > 0) rules.push({ verbs: words.verbs, nonResourceURLs });
  return rules;
}

import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { generatedFlags, planCreate, sendCreated } from "./generated.ts";
import { checkResources, checkResourceVerbs, policyRules, readRuleWords, ruleFlags, type RuleWords } from "./policy-rules.ts";

const URL_VERBS = ["*", "get", "post", "put", "delete", "patch", "head", "options"];

/** `kubectl create clusterrole` */
// kubectl/pkg/cmd/create/create_clusterrole.go
export const clusterRoleCommand: Command = {
  use: () => "clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]",
  long: "Make a ClusterRole that allows some verbs on some resources or URLs, or that gathers other roles by label.",
  examples: "kubectl create clusterrole node-viewer --verb=get,list --resource=nodes",
  flags: (release) =>
    generatedFlags(release, [
      ...ruleFlags,
      { name: "non-resource-url", type: "stringSlice", usage: "URL path that the rule is about." },
      { name: "aggregation-rule", type: "pairs", defaultText: "", usage: "Labels of the ClusterRoles to gather." },
    ]),
  run: runCreateClusterRole,
};

async function runCreateClusterRole(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags } = invocation;
  const words = readRuleWords(invocation);
  const urls = [...new Set(flags.list("non-resource-url"))];
  const selector = readPairs(flags.list("aggregation-rule"));
  const object = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: plan.name } };
  if (Object.keys(selector).length > 0) {
    if (urls.length + words.verbs.length + words.resources.length + words.resourceNames.length > 0) {
      throw new CommandError("aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames");
    }
    await sendCreated(plan, { ...object, aggregationRule: { clusterRoleSelectors: [{ matchLabels: selector }] } });
    return;
  }
  await checkRules(invocation, words, urls);
  await sendCreated(plan, { ...object, rules: await policyRules(invocation, words, urls) });
}

/** Takes `key=value` pairs apart. */
function readPairs(words: readonly string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const word of words) {
    const equals = word.indexOf("=");
    pairs[word.slice(0, equals).trim()] = word.slice(equals + 1).trim();
  }
  return pairs;
}

async function checkRules(invocation: Invocation, words: RuleWords, urls: readonly string[]): Promise<void> {
  if (words.verbs.length === 0) throw new CommandError("at least one verb must be specified");
  if (words.resources.length === 0 && urls.length === 0) throw new CommandError("one of resource or nonResourceURL must be specified");
  if (words.resources.length > 0) {
    checkResourceVerbs(invocation, words.verbs);
    await checkResources(invocation, words);
  }
  if (urls.length === 0) return;
  const odd = words.verbs.find((verb) => !URL_VERBS.includes(verb));
  if (odd !== undefined) throw new CommandError(`invalid verb: '${odd}' for nonResourceURL`);
  for (const url of urls) {
    if (url === "*") continue;
    if (!url.startsWith("/")) throw new CommandError("nonResourceURL should start with /");
    if (url.slice(0, -1).includes("*")) throw new CommandError("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
}

import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";
import { checkResources, checkResourceVerbs, policyRules, readRuleWords, ruleFlags } from "./policy-rules.ts";

/** `kubectl create role` */
// kubectl/pkg/cmd/create/create_role.go
export const roleCommand: Command = {
  use: () => "role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]",
  long: "Make a Role that allows some verbs on some resources.",
  examples: "kubectl create role pod-reader --verb=get,list,watch --resource=pods",
  flags: (release) => generatedFlags(release, ruleFlags),
  run: runCreateRole,
};

async function runCreateRole(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const words = readRuleWords(invocation);
  if (words.verbs.length === 0) throw new CommandError("at least one verb must be specified");
  checkResourceVerbs(invocation, words.verbs);
  if (words.resources.length === 0) throw new CommandError("at least one resource must be specified");
  await checkResources(invocation, words);
  const rules = await policyRules(invocation, words, []);
  await sendCreated(plan, { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: namedMetadata(plan), rules });
}

import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { readAmounts } from "../../flags/amounts.ts";
import { generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create quota` */
// kubectl/pkg/cmd/create/create_quota.go
export const quotaCommand: Command = {
  use: () => "quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]",
  long: "Make a ResourceQuota with limits and, if wanted, scopes.",
  examples: "kubectl create quota small --hard=cpu=1,memory=1G,pods=2",
  flags: (release) =>
    generatedFlags(release, [
      { name: "hard", type: "string", usage: "Limits, as resource=quantity pairs with commas between." },
      { name: "scopes", type: "string", usage: "Scopes that an object must all match to count, with commas between." },
    ]),
  run: runCreateQuota,
};

async function runCreateQuota(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags } = invocation;
  const hard = readAmounts(flags.text("hard"));
  const scopes = flags.text("scopes") === "" ? [] : flags.text("scopes").split(",");
  if (scopes.includes("")) throw new CommandError('invalid resource quota scope ""');
  const object = { apiVersion: "v1", kind: "ResourceQuota", metadata: namedMetadata(plan), spec: { hard, scopes } };
  await sendCreated(plan, object, { failure: "failed to create quota: ", failureSince: "createServiceFailureNamed" });
}

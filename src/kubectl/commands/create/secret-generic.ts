import type { Command } from "../../command.ts";
import { dataFlags, readData } from "./data-sources.ts";
import { appendHashFlag, generatedFlags, planCreate } from "./generated.ts";
import { sendSecret } from "./send-secret.ts";

/** `kubectl create secret generic` */
// kubectl/pkg/cmd/create/create_secret.go
export const secretGenericCommand: Command = {
  use: () => "generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  long: "Make a Secret out of files, directories, lines of an env file or literal values.",
  examples: "kubectl create secret generic login --from-literal=user=bob --from-literal=password=pa55",
  flags: (release) =>
    generatedFlags(release, [...dataFlags(release), { name: "type", type: "string", usage: "Type of the secret." }, appendHashFlag]),
  async run(invocation) {
    const plan = await planCreate(invocation);
    const { env, flags } = invocation;
    await sendSecret(plan, flags.text("type"), readData(env, { kind: "Secret", name: plan.name, flags }));
  },
};

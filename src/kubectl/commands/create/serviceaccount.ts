import type { Command } from "../../command.ts";
import { generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create serviceaccount` */
// kubectl/pkg/cmd/create/create_serviceaccount.go
export const serviceAccountCommand: Command = {
  use: () => "serviceaccount NAME [--dry-run=server|client|none]",
  long: "Make a ServiceAccount with the given name.",
  examples: "kubectl create serviceaccount robot",
  flags: (release) => generatedFlags(release, []),
  async run(invocation) {
    const plan = await planCreate(invocation);
    const object = { apiVersion: "v1", kind: "ServiceAccount", metadata: namedMetadata(plan) };
    const typed = invocation.release.has("createConfigMapTyped");
    await sendCreated(plan, object, {
      failure: "failed to create serviceaccount: ",
      failureSince: "createConfigMapTyped",
      untyped: !typed,
    });
  },
};

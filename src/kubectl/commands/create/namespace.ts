import type { Command } from "../../command.ts";
import { generatedFlags, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create namespace` */
// kubectl/pkg/cmd/create/create_namespace.go
export const namespaceCommand: Command = {
  use: () => "namespace NAME [--dry-run=server|client|none]",
  long: "Make a Namespace with the given name.",
  examples: "kubectl create namespace team-a",
  flags: (release) => generatedFlags(release, []),
  async run(invocation) {
    const plan = await planCreate(invocation);
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: plan.name } };
    await sendCreated(plan, object, { untyped: !invocation.release.has("createConfigMapTyped") });
  },
};

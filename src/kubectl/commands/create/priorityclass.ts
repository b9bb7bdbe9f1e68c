import type { Command, Invocation } from "../../command.ts";
import { generatedFlags, planCreate, sendCreated } from "./generated.ts";

/** `kubectl create priorityclass` */
// kubectl/pkg/cmd/create/create_priorityclass.go
export const priorityClassCommand: Command = {
  use: () => "priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]",
  long: "Make a PriorityClass with a value and a description.",
  examples: 'kubectl create priorityclass high --value=1000 --description="goes first"',
  flags: (release) =>
    generatedFlags(release, [
      { name: "value", type: "int32", usage: "The priority; higher goes first." },
      { name: "global-default", type: "bool", usage: "Pods without a class get this one." },
      { name: "description", type: "string", usage: "When to use this class." },
      {
        name: "preemption-policy",
        type: "string",
        default: release.has("priorityClassPolicy") ? "PreemptLowerPriority" : "",
        usage: "Whether pods of this class may displace others.",
      },
    ]),
  run: runCreatePriorityClass,
};

async function runCreatePriorityClass(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags, release } = invocation;
  const object = {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: plan.name },
    value: flags.number("value"),
    globalDefault: flags.bool("global-default"),
    description: flags.text("description"),
    preemptionPolicy: flags.text("preemption-policy"),
  };
  const word = release.has("priorityClassFailureNamed") ? "priorityclass" : "clusterrolebinding";
  await sendCreated(plan, object, { failure: `failed to create ${word}: `, failureSince: "createServiceFailureNamed" });
}

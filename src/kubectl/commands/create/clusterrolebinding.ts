import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { generatedFlags, planCreate, sendCreated } from "./generated.ts";
import { readSubjects, roleRef, subjectFlags } from "./subjects.ts";

/** `kubectl create clusterrolebinding` */
// kubectl/pkg/cmd/create/create_clusterrolebinding.go
export const clusterRoleBindingCommand: Command = {
  use: () =>
    "clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
  long: "Make a ClusterRoleBinding that gives a ClusterRole to users, groups and service accounts.",
  examples: "kubectl create clusterrolebinding ops --clusterrole=cluster-admin --user=bob",
  flags: (release) =>
    generatedFlags(release, [
      {
        name: "clusterrole",
        type: "string",
        ...(release.has("requiredByFlags") ? { required: true } : {}),
        usage: "The ClusterRole to bind",
      },
      ...subjectFlags,
    ]),
  run: runCreateClusterRoleBinding,
};

async function runCreateClusterRoleBinding(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags } = invocation;
  if (flags.text("clusterrole") === "") throw new CommandError("clusterrole must be specified");
  const object = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: plan.name },
    subjects: readSubjects(flags),
    roleRef: roleRef("ClusterRole", flags.text("clusterrole")),
  };
  await sendCreated(plan, object, { failure: "failed to create clusterrolebinding: ", failureSince: "createServiceFailureNamed" });
}

import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { generatedFlags, namedMetadata, planCreate, sendCreated } from "./generated.ts";
import { readSubjects, roleRef, subjectFlags } from "./subjects.ts";

/** `kubectl create rolebinding` */
// kubectl/pkg/cmd/create/create_rolebinding.go
export const roleBindingCommand: Command = {
  use: () =>
    "rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
  long: "Make a RoleBinding that gives a Role or ClusterRole to users, groups and service accounts.",
  examples: "kubectl create rolebinding readers --role=pod-reader --user=alice",
  flags: (release) =>
    generatedFlags(release, [
      { name: "clusterrole", type: "string", usage: "The ClusterRole to bind" },
      { name: "role", type: "string", usage: "The Role to bind" },
      ...subjectFlags,
    ]),
  run: runCreateRoleBinding,
};

async function runCreateRoleBinding(invocation: Invocation): Promise<void> {
  const plan = await planCreate(invocation);
  const { flags } = invocation;
  const [clusterRole, role] = [flags.text("clusterrole"), flags.text("role")];
  if ((clusterRole === "") === (role === "")) throw new CommandError("exactly one of clusterrole or role must be specified");
  const object = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: namedMetadata(plan),
    subjects: readSubjects(flags),
    roleRef: role === "" ? roleRef("ClusterRole", clusterRole) : roleRef("Role", role),
  };
  await sendCreated(plan, object, { failure: "failed to create rolebinding: ", failureSince: "createServiceFailureNamed" });
}

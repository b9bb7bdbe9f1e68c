import type { Command, Invocation } from "../../command.ts";
import { type DryRun, readDryRun } from "../../dry-run.ts";
import { CommandError } from "../../errors.ts";
import { selectorFlag } from "../../flags/common.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import type { ResourceInfo } from "../../resources/info.ts";
import { changeAll, findTargets, refusalOf, refuseLocalServerDryRun, setFlags } from "./change.ts";

const RBAC = "rbac.authorization.k8s.io";

interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}

/** `kubectl set subject`. kubectl/pkg/cmd/set/set_subject.go */
export const setSubjectCommand: Command = {
  use: () =>
    "subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
  long: "Add users, groups and service accounts to role bindings and cluster role bindings.",
  examples: "kubectl set subject rolebinding admins --user=jane --group=ops",
  flags: () => [
    ...setFlags,
    { name: "group", type: "stringArray", usage: "A group to bind; may be given again." },
    selectorFlag,
    { name: "serviceaccount", type: "stringArray", usage: "A service account to bind, as NAMESPACE:NAME; may be given again." },
    { name: "user", type: "stringArray", usage: "A user to bind; may be given again." },
  ],
  async run(invocation) {
    const { env, flags, args, factory } = invocation;
    const dryRun = readDryRun(env, flags);
    await resultPrinter(env, flags);
    const infos = await findTargets(invocation, args, true);
    check(invocation, dryRun, infos);
    const { namespace } = await factory.namespace();
    const wanted = subjectsOf(invocation, namespace);
    await changeAll(invocation, infos, dryRun, {
      operation: "subjects updated",
      patchFailed: "failed to patch subjects to rolebinding:",
      change(object, info) {
        if (!isBinding(info)) throw refusalOf(info, "setting subjects is only supported for RoleBinding/ClusterRoleBinding");
        const present = (object["subjects"] ?? []) as readonly Subject[];
        const added = wanted.filter((subject) => !present.some((each) => isSame(each, subject)));
        return added.length === 0 ? undefined : { ...object, subjects: [...present, ...added] };
      },
    });
  },
};

function isBinding({ mapping }: ResourceInfo): boolean {
  return mapping.group === RBAC && mapping.resource.endsWith("rolebindings");
}

function isSame(left: Subject, right: Subject): boolean {
  return (
    left.kind === right.kind &&
    left.name === right.name &&
    (left.namespace ?? "") === (right.namespace ?? "") &&
    (left.apiGroup ?? "") === (right.apiGroup ?? "")
  );
}

function check(invocation: Invocation, dryRun: DryRun, infos: readonly ResourceInfo[]): void {
  const { flags } = invocation;
  refuseLocalServerDryRun(invocation, dryRun);
  if (flags.bool("all") && flags.text("selector") !== "") throw new CommandError("cannot set --all and --selector at the same time");
  const accounts = flags.list("serviceaccount");
  if (flags.list("user").length + flags.list("group").length + accounts.length === 0) {
    throw new CommandError("you must specify at least one value of user, group or serviceaccount");
  }
  for (const account of accounts) {
    const parts = account.split(":");
    if (parts.length !== 2 || parts[1] === "") throw new CommandError("serviceaccount must be <namespace>:<name>");
    if (parts[0] === "" && infos.some((info) => isBinding(info) && !info.mapping.namespaced)) {
      throw new CommandError("serviceaccount must be <namespace>:<name>, namespace must be specified");
    }
  }
}

function subjectsOf({ flags }: Invocation, namespace: string): Subject[] {
  const sorted = (name: string): string[] => [...new Set(flags.list(name))].sort();
  return [
    ...sorted("user").map((name) => ({ kind: "User", apiGroup: RBAC, name })),
    ...sorted("group").map((name) => ({ kind: "Group", apiGroup: RBAC, name })),
    ...sorted("serviceaccount").map((account) => {
      const [space = "", name = ""] = account.split(":");
      return { kind: "ServiceAccount", name, namespace: space === "" ? namespace : space };
    }),
  ];
}

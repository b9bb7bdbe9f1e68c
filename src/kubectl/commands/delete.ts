import { type Deletion, deleteResources } from "../delete/delete-resources.ts";
import { deletionFlags, readCascade } from "../delete/flags.ts";
import type { Command, Invocation } from "../command.ts";
import { readDryRun } from "../dry-run.ts";
import { CommandError } from "../errors.ts";
import { allFlag, allNamespacesFlag, dryRunFlag, fieldSelectorFlag, filenameFlags, selectorFlag } from "../flags/common.ts";
import { findResources, type ResourceResult } from "../resources/builder.ts";
import { queryOf } from "../resources/query.ts";
import { groupKindOf } from "../rest-mapper.ts";
import { sendRaw } from "./raw.ts";

/** `kubectl delete` */
// kubectl/pkg/cmd/delete/delete.go
export const deleteCommand: Command = {
  use: () => "delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
  long: "Remove objects that are named by files, by type and name, or by type and selector. The command waits until they are gone, unless told otherwise.",
  examples: "kubectl delete -f pod.yaml\nkubectl delete pod,service web\nkubectl delete pods -l app=web\nkubectl delete pod web --now",
  flags: (release) => [
    ...filenameFlags("Files with what to delete."),
    selectorFlag,
    fieldSelectorFlag,
    allFlag,
    allNamespacesFlag,
    ...deletionFlags(release, true),
    { name: "ignore-not-found", type: "bool", usage: "What is not there counts as deleted. Of itself with --all and selectors." },
    { name: "interactive", shorthand: "i", type: "bool", feature: "deleteInteractive", usage: "Ask before deleting." },
    { name: "now", type: "bool", usage: "Give one second to stop (as --grace-period=1)." },
    { name: "output", shorthand: "o", type: "string", usage: 'With "-o name", print resource/name only.' },
    { name: "raw", type: "string", usage: "URI to send the DELETE to." },
    dryRunFlag,
  ],
  run: runDelete,
};

async function runDelete(invocation: Invocation): Promise<void> {
  const { env, flags, factory, args } = invocation;
  const propagationPolicy = readCascade(invocation);
  const { explicit } = await factory.namespace();
  const selects = flags.bool("all") || flags.text("selector") !== "" || flags.text("field-selector") !== "";
  const gracePeriod = readGracePeriod(invocation);
  const dryRun = readDryRun(env, flags);
  const raw = flags.text("raw") !== "";
  const query = { ...(await queryOf(invocation, args)), continueOnError: true, flatten: true, requireObject: false };
  const result = raw ? undefined : await findResources(factory, query);
  validate(invocation, gracePeriod);
  if (result === undefined) return sendRaw(invocation, "DELETE");
  const deletion: Deletion = {
    propagationPolicy,
    gracePeriod,
    ignoreNotFound: flags.bool("ignore-not-found") || (selects && !flags.changed("ignore-not-found")),
    dryRun,
    waits: flags.bool("wait"),
    timeoutMs: flags.number("timeout"),
    nameOnly: flags.text("output") === "name",
    quiet: false,
    warnClusterScope: explicit && !flags.bool("all-namespaces"),
  };
  if (flags.has("interactive") && flags.bool("interactive") && !(await isConfirmed(invocation, result))) {
    env.stdout("deletion is cancelled\n");
    return;
  }
  await deleteResources(invocation, result, deletion);
}

/** --grace-period, --now and --force make one number; a 0 without --force is no 0. */
function readGracePeriod({ flags }: Invocation): number {
  const given = flags.number("grace-period");
  const force = flags.bool("force");
  if (flags.bool("now") && given !== -1) throw new CommandError("--now and --grace-period cannot be specified together");
  const period = flags.bool("now") ? 1 : given;
  if (period === 0 && !force) return 1;
  return force && period < 0 ? 0 : period;
}

function validate({ env, flags, release }: Invocation, gracePeriod: number): void {
  const output = flags.text("output");
  if (output !== "" && output !== "name") throw new CommandError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  if (flags.bool("all") && flags.text("selector") !== "") throw new CommandError("cannot set --all and --selector at the same time");
  if (flags.bool("all") && flags.text("field-selector") !== "")
    throw new CommandError("cannot set --all and --field-selector at the same time");
  if (flags.bool("force") && gracePeriod === 0) {
    const sentence =
      "Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.";
    env.stderr(`${release.value("warningWord")}: ${sentence}\n`);
  }
  if (flags.bool("force") && gracePeriod > 0)
    throw new CommandError("--force and --grace-period greater than 0 cannot be specified together");
  const raw = flags.text("raw");
  if (raw === "") return;
  if (flags.list("filename").length > 1) throw new CommandError("--raw can only use a single local file or stdin");
  if (flags.bool("recursive")) throw new CommandError("--raw and --recursive are mutually exclusive");
  if (output !== "") throw new CommandError("--raw and --output are mutually exclusive");
  if (!raw.startsWith("/")) throw new CommandError(`--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`);
}

async function isConfirmed({ env }: Invocation, result: ResourceResult): Promise<boolean> {
  const infos = await result.infos();
  env.stdout(`You are about to delete the following ${infos.length} resource(s):\n`);
  for (const info of infos) env.stdout(`${groupKindOf(info.mapping)}/${info.name}\n`);
  env.stdout("Do you want to continue? (y/n): ");
  const answer = env.stdin().split("\n")[0]?.trim().toLowerCase() ?? "";
  return answer === "y" || answer === "yes";
}

import type { RolloutFacet, RolloutRevision } from "../../../machinery/kind.ts";
import type { Command, Invocation } from "../../command.ts";
import { type DryRun, readDryRun, withDryRun } from "../../dry-run.ts";
import { CommandError } from "../../errors.ts";
import { dryRunFlag, printFlags } from "../../flags/common.ts";
import { typedObject } from "../../objects/typed.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { infoRef, objectOf, type ResourceInfo } from "../../resources/info.ts";
import { findTargets, isPaused, needRollout, requireTargets, targetFlags, templateText } from "./targets.ts";

/** `kubectl rollout undo`. kubectl/pkg/cmd/rollout/rollout_undo.go */
export const undoCommand: Command = {
  use: () => "undo (TYPE NAME | TYPE/NAME) [flags]",
  long: "Go back to an earlier revision of a workload.",
  examples:
    "# Back to the revision before\nkubectl rollout undo deployment/web\n\n# Back to a certain one\nkubectl rollout undo daemonset/agent --to-revision=3",
  flags: () => [
    dryRunFlag,
    ...targetFlags,
    ...printFlags(),
    { name: "to-revision", type: "int64", usage: "The revision to go back to; 0 is the one before." },
  ],
  async run(invocation) {
    const { env, flags } = invocation;
    const dryRun = readDryRun(env, flags);
    requireTargets(invocation);
    const targets = await findTargets(invocation, { continueOnError: true });
    const print = await resultPrinter(env, flags);
    await targets.visit(async (info) => {
      const operation = await undo(invocation, info, dryRun);
      print(typedObject(invocation.release, objectOf(info)), withDryRun(operation, dryRun), { typed: true });
    });
  },
};

/** Rolls one object back; resolves to the word for it. polymorphichelpers/rollback.go */
async function undo(invocation: Invocation, info: ResourceInfo, dryRun: DryRun): Promise<string> {
  const facet = needRollout(invocation, info.mapping, "retrieving rollbacker", "rollbacker");
  const wanted = invocation.flags.number("to-revision");
  const client = await invocation.factory.client();
  const revision = pick(await facet.history(objectOf(info), client), wanted, facet, info.name);
  if (dryRun === "client") return `${facet.previewPrefix}${templateText(invocation, facet, revision.template)}`;
  if (facet.pausable && isPaused(info)) {
    const which = invocation.release.has("rolloutUndoNamesDeployment") ? ` deployment/${info.name}` : "";
    throw new CommandError(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume${which}' and try again`);
  }
  const { restore } = revision;
  if (restore === undefined) return `skipped rollback (current template already matches revision ${wanted})`;
  try {
    await client.patch(infoRef(info), info.name, restore.type, restore.patch, dryRun === "server" ? { dryRun: true } : {});
  } catch (error) {
    throw new CommandError(`failed restoring revision ${wanted}: ${(error as Error).message}`);
  }
  return "rolled back";
}

function pick(revisions: readonly RolloutRevision[], wanted: number, facet: RolloutFacet, name: string): RolloutRevision {
  const found = wanted === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === wanted);
  if (found !== undefined) return found;
  throw new CommandError(wanted === 0 ? facet.nothingToUndo(name) : `unable to find specified revision ${wanted} in history`);
}

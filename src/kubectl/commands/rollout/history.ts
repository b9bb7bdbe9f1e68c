import { DESCRIBE_TABLE, tabulate } from "../../../base/tabwriter.ts";
import type { RolloutFacet, RolloutRevision } from "../../../machinery/kind.ts";
import type { Command, Invocation } from "../../command.ts";
import { CommandError } from "../../errors.ts";
import { printFlags } from "../../flags/common.ts";
import { typedObject } from "../../objects/typed.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { objectOf } from "../../resources/info.ts";
import { findTargets, needRollout, requireTargets, targetFlags, templateText } from "./targets.ts";

/** `kubectl rollout history`. kubectl/pkg/cmd/rollout/rollout_history.go */
export const historyCommand: Command = {
  use: () => "history (TYPE NAME | TYPE/NAME) [flags]",
  long: "List the revisions of a workload, or show the pod template of one.",
  examples: "# All revisions\nkubectl rollout history deployment/web\n\n# One of them\nkubectl rollout history deployment/web --revision=3",
  flags: () => [...targetFlags, ...printFlags(), { name: "revision", type: "int64", usage: "Show the pod template of this revision." }],
  async run(invocation) {
    const { flags, env, release } = invocation;
    requireTargets(invocation);
    const wanted = flags.number("revision");
    if (wanted < 0) throw new CommandError(`revision must be a positive integer: ${wanted}`);
    const targets = await findTargets(invocation, { continueOnError: true });
    const print = await resultPrinter(env, flags);
    const asObjects = release.has("rolloutHistoryPrintsRevisions") && flags.text("output") !== "";
    await targets.visit(async (info) => {
      const facet = needRollout(invocation, info.mapping, "retrieving history", "history viewer");
      const revisions = await facet.history(objectOf(info), await invocation.factory.client());
      if (asObjects) {
        for (const each of wanted > 0 ? [findRevision(revisions, wanted)] : revisions)
          print(typedObject(release, each.keeper), "", { typed: true });
        return;
      }
      const head = wanted > 0 ? `with revision #${wanted}` : "";
      print(typedObject(release, objectOf(info)), `${head}\n${historyText(invocation, facet, revisions)}`, { typed: true });
    });
  },
};

function historyText(invocation: Invocation, facet: RolloutFacet, revisions: readonly RolloutRevision[]): string {
  const wanted = invocation.flags.number("revision");
  if (revisions.length === 0) return "No rollout history found.";
  if (wanted > 0) {
    const { template, historyTemplate } = findRevision(revisions, wanted);
    return templateText(invocation, facet, historyTemplate ?? template);
  }
  if (facet.showsChangeCause?.(invocation.release) === false) {
    return `REVISION\n${revisions.map(({ revision }) => `${revision}\n`).join("")}`;
  }
  const rows = revisions.map(({ revision, changeCause }) => `${revision}\t${changeCause === "" ? "<none>" : changeCause}\n`);
  return tabulate(`REVISION\tCHANGE-CAUSE\n${rows.join("")}`, DESCRIBE_TABLE);
}

function findRevision(revisions: readonly RolloutRevision[], wanted: number): RolloutRevision {
  const found = revisions.find(({ revision }) => revision === wanted);
  if (found === undefined) throw new CommandError("unable to find the specified revision");
  return found;
}

import type { Command, Invocation } from "../../command.ts";
import { saveLastApplied } from "../../edit/save-last-applied.ts";
import { editObjects, infosIn } from "../../edit/session.ts";
import { CommandError } from "../../errors.ts";
import { fieldManagerFlag, filenameFlags, printFlags, recordFlag, validateFlag } from "../../flags/common.ts";
import { lastAppliedOf } from "../../objects/annotations.ts";
import { findResources } from "../../resources/builder.ts";
import { objectOf, type ResourceInfo } from "../../resources/info.ts";
import { queryOf } from "../../resources/query.ts";

/** `kubectl apply edit-last-applied` */
// kubectl/pkg/cmd/apply/apply_edit_last_applied.go
export const editLastAppliedCommand: Command = {
  use: () => "edit-last-applied (RESOURCE/NAME | -f FILENAME)",
  long: "Open an editor on the configuration that was applied last, as the object's annotation keeps it.",
  examples: "kubectl apply edit-last-applied deployment/web",
  flags: (release) => [
    recordFlag(release),
    ...printFlags(),
    ...filenameFlags("Files that name what to edit"),
    validateFlag(release),
    { name: "windows-line-endings", type: "bool", usage: "End lines as Windows does." },
    fieldManagerFlag("kubectl-client-side-apply"),
  ],
  run: runEditLastApplied,
};

async function runEditLastApplied(invocation: Invocation): Promise<number> {
  const { factory, args } = invocation;
  const query = { ...(await queryOf(invocation, args)), allowEmptySelector: true, continueOnError: true, latest: true, flatten: true };
  const configurations: ResourceInfo[] = [];
  for (const info of await (await findResources(factory, query)).infos()) {
    const text = lastAppliedOf(objectOf(info));
    const [found] = text === undefined ? [] : await infosIn(invocation, text);
    if (found !== undefined) configurations.push(found);
  }
  if (configurations.length === 0) {
    throw new CommandError(
      "no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`",
    );
  }
  return editObjects(invocation, configurations, saveLastApplied(invocation));
}

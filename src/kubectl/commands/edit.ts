import type { Command, Invocation } from "../command.ts";
import { saveLive } from "../edit/save-live.ts";
import { editObjects } from "../edit/session.ts";
import { CommandError } from "../errors.ts";
import { fieldManagerFlag, filenameFlags, printFlags, recordFlag, saveConfigFlag, validateFlag } from "../flags/common.ts";
import { subresourceOf } from "../flags/subresource.ts";
import { findResources } from "../resources/builder.ts";
import { queryOf } from "../resources/query.ts";

/** `kubectl edit` */
// kubectl/pkg/cmd/edit/edit.go
export const editCommand: Command = {
  use: () => "edit (RESOURCE/NAME | -f FILENAME)",
  long: "Open an editor on live objects and send what was changed. The editor is that of KUBE_EDITOR or EDITOR, or vi. What the server refuses comes up again, with the reasons on top.",
  examples: "kubectl edit deployment/web\nKUBE_EDITOR=nano kubectl edit svc/web",
  flags: (release) => [
    recordFlag(release),
    ...printFlags(),
    ...filenameFlags("Files that name what to edit"),
    validateFlag(release),
    { name: "output-patch", type: "bool", usage: "Print the patch as well." },
    { name: "windows-line-endings", type: "bool", usage: "End lines as Windows does." },
    { name: "subresource", type: "string", feature: "patchSubresource", usage: "Edit this subresource: status or scale." },
    fieldManagerFlag("kubectl-edit"),
    saveConfigFlag,
  ],
  run: runEdit,
};

async function runEdit(invocation: Invocation): Promise<number> {
  const { factory, args } = invocation;
  subresourceOf(invocation, ["status"]);
  const query = { ...(await queryOf(invocation, args)), allowEmptySelector: true, continueOnError: true, latest: true, flatten: true };
  const infos = await (await findResources(factory, query)).infos();
  if (infos.length === 0) throw new CommandError("edit cancelled, no objects found");
  return editObjects(invocation, infos, saveLive(invocation));
}

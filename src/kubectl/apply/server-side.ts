import { CommandError } from "../errors.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { type ApplySession, isConflict, requireName, warnIfDeleting } from "./session.ts";

/** Applies one object by sending it whole; the server merges. Throws CommandError for conflicts, with what one can do about them. */
// kubectl/pkg/cmd/apply/apply.go applyOneObject
export async function applyServerSide(session: ApplySession, info: ResourceInfo): Promise<void> {
  const { client, invocation, forceConflicts } = session;
  requireName(info);
  const options = { ...session.writeOptions, force: forceConflicts };
  info.object = await client.patch(infoRef(info), info.name, "apply", objectOf(info), options).catch((error: unknown) => {
    if (isConflict(error)) throw new CommandError(`${error.message}\n${conflictAdvice(invocation.release.value("applyConflictHelp"))}`);
    throw error;
  });
  warnIfDeleting(invocation, info.object);
  session.visitedUids.add(info.object.metadata.uid ?? "");
  if (!session.printsObjects) session.print(info.object, "serverside-applied");
}

function conflictAdvice(page: string): string {
  return `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See ${page}`;
}

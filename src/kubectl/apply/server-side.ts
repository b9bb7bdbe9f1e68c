import type { JsonValue } from "../../base/json.ts";
import type { WriteOptions } from "../../machinery/client.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { LAST_APPLIED, lastAppliedOf } from "../objects/annotations.ts";
import { recordOwners, upgradedManagedFields } from "./upgrade-managed-fields.ts";
import { CommandError } from "../errors.ts";
import { infoRef, objectOf, type ResourceInfo } from "../resources/info.ts";
import { type ApplySession, isConflict, requireName, warnIfDeleting } from "./session.ts";

/** The manager of server-side apply unless told otherwise, and the one that holds the record of client-side apply. */
const SERVER_SIDE = "kubectl";
const RECORD_MANAGER = "kubectl-last-applied";

/** Applies one object by sending it whole; the server merges. Throws CommandError for conflicts, with what one can do about them. */
// kubectl/pkg/cmd/apply/apply.go applyOneObject
export async function applyServerSide(session: ApplySession, info: ResourceInfo): Promise<void> {
  const { client, invocation, forceConflicts } = session;
  requireName(info);
  const subresource = invocation.flags.has("subresource") ? invocation.flags.text("subresource") : "";
  const options = { ...session.writeOptions, force: forceConflicts, ...(subresource === "" ? {} : { subresource }) };
  const wanted = objectOf(info);
  info.object = await client.patch(infoRef(info), info.name, "apply", wanted, options).catch((error: unknown) => {
    if (isConflict(error)) throw new CommandError(`${error.message}\n${conflictAdvice(invocation.release.value("applyConflictHelp"))}`);
    throw error;
  });
  if (invocation.release.has("applyTakesOverClientSide")) info.object = await takeOver(session, info, wanted, options);
  warnIfDeleting(invocation, info.object);
  session.visitedUids.add(info.object.metadata.uid ?? "");
  if (!session.printsObjects) session.print(info.object, "serverside-applied");
}

/**
 * What client-side apply made becomes server-side apply's own, so that fields that are no longer wanted go. The record of
 * client-side apply stays while the manager is the usual one, because the server keeps it up.
 */
// kubectl/pkg/cmd/apply/apply.go saveLastApplyAnnotationIfNecessary, migrateToSSAIfNecessary
async function takeOver(session: ApplySession, info: ResourceInfo, wanted: KubeObject, options: WriteOptions): Promise<KubeObject> {
  const { client } = session;
  const manager = options.fieldManager ?? "";
  const object = await withRecord(session, info, options);
  if (object === undefined) return objectOf(info);
  const entries = upgradedManagedFields(object, recordOwners(object, "Update"), manager);
  if (entries === undefined) return object;
  const patch = [
    { op: "replace", path: "/metadata/managedFields", value: entries as unknown as JsonValue },
    { op: "replace", path: "/metadata/resourceVersion", value: object.metadata.resourceVersion ?? "" },
  ];
  const upgraded = await client
    .patch(infoRef(info), info.name, "json", patch, options)
    .catch(warner(session, "server rejected managed fields migration to Server-Side Apply"));
  if (upgraded === undefined) return object;
  const again = client.patch(infoRef(info), info.name, "apply", wanted, options);
  return (await again.catch(warner(session, "failed to re-apply configuration after performing Server-Side Apply migration"))) ?? upgraded;
}

/** The object with its record owned by a manager of server-side apply; undefined when that could not be had. */
async function withRecord(session: ApplySession, info: ResourceInfo, options: WriteOptions): Promise<KubeObject | undefined> {
  const object = objectOf(info);
  const record = lastAppliedOf(object);
  if (options.fieldManager !== SERVER_SIDE || record === undefined || recordOwners(object, "Apply").length > 0) return object;
  const { name = "", namespace } = object.metadata;
  const metadata = { name, ...(namespace ? { namespace } : {}), annotations: { [LAST_APPLIED]: record } };
  const bare: KubeObject = { apiVersion: object.apiVersion, kind: object.kind, metadata };
  const { force: _, ...unforced } = options;
  return session.client
    .patch(infoRef(info), info.name, "apply", bare, { ...unforced, fieldManager: RECORD_MANAGER })
    .catch(warner(session, "failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply"));
}

/** What goes wrong in taking over is told, and no more. */
function warner({ invocation }: ApplySession, what: string): (error: Error) => undefined {
  return (error) => {
    invocation.env.stderr(`Warning: ${what}. This is non-fatal and will be retried next time you apply. Error: ${error.message}\n`);
    return undefined;
  };
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
